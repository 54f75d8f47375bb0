//! Rows into SQLite.

use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteSynchronous},
};

use super::{Cell, Table};
use crate::error::Error;

/// Most cells of one statement.
const CELLS: usize = 4_000;

/// A connection in one transaction that lasts until the end.
pub struct Loader {
    connection: SqliteConnection,
}

impl Loader {
    pub async fn open(path: &str) -> Result<Self, Error> {
        let mut connection = SqliteConnectOptions::new()
            .filename(path)
            .synchronous(SqliteSynchronous::Off)
            .foreign_keys(false)
            .pragma("cache_size", "-200000")
            .connect()
            .await?;
        sqlx::raw_sql("BEGIN IMMEDIATE")
            .execute(&mut connection)
            .await?;
        Ok(Self { connection })
    }

    pub async fn add(&mut self, table: Table, rows: Vec<Vec<Cell>>) -> Result<(), Error> {
        let many = (CELLS / table.columns.len()).max(1);
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let some: Vec<_> = rows.by_ref().take(many).collect();
            let one = format!("({})", vec!["?"; table.columns.len()].join(","));
            let sql = format!(
                "INSERT INTO {} ({}) VALUES {}",
                table.name,
                table.columns.join(","),
                vec![one; some.len()].join(",")
            );
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for cell in some.into_iter().flatten() {
                query = match cell {
                    Cell::Null => query.bind(None::<i64>),
                    Cell::Flag(value) => query.bind(value),
                    Cell::Number(value) => query.bind(value),
                    Cell::Text(value) => query.bind(value),
                    Cell::Id(value) => query.bind(value),
                    Cell::Time(value) => query.bind(value),
                    Cell::Day(value) => query.bind(value),
                    Cell::Bytes(value) => query.bind(value),
                };
            }
            query.execute(&mut self.connection).await?;
        }
        Ok(())
    }

    pub async fn finish(mut self) -> Result<(), Error> {
        // The planner's statistics are what a database that has been in use for a while has.
        for sql in ["COMMIT", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"] {
            sqlx::raw_sql(sql).execute(&mut self.connection).await?;
        }
        self.connection.close().await?;
        Ok(())
    }
}

//! Asking the database straight through sqlx.

use std::time::Duration;

use chrono::NaiveDate;
use sqlx::{
    PgPool, Row, SqlitePool,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions},
};
use uuid::Uuid;

use super::Dialect;
use crate::error::Error;

/// Connections for reading, as many as the server has on SQLite.
const CONNECTIONS: u32 = 8;

/// An open database.
pub enum Database {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// An argument of a statement, as it stands in an address.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    Id(Uuid),
    Day(NaiveDate),
    Word(String),
}

impl Argument {
    /// The arguments of an address, between strokes.
    pub fn list(text: &str) -> Vec<Self> {
        text.split('/')
            .map(|part| match (part.parse(), part.parse()) {
                (Ok(id), _) => Self::Id(id),
                (_, Ok(day)) => Self::Day(day),
                _ => Self::Word(part.to_owned()),
            })
            .collect()
    }
}

/// Runs a statement, given once for both databases, and makes something of each of its rows.
#[macro_export]
macro_rules! fetch {
    ($database:expr, $sql:expr, $arguments:expr, |$row:ident| $make:expr) => {{
        use sqlx::Row as _;
        match $database {
            $crate::floors::Database::Sqlite(pool) => {
                let found = $crate::bound!(sqlx::query($sql), $arguments)
                    .fetch_all(pool)
                    .await?;
                let mut made = Vec::with_capacity(found.len());
                for $row in &found {
                    made.push($make);
                }
                made
            }
            $crate::floors::Database::Postgres(pool) => {
                let found = $crate::bound!(sqlx::query($sql), $arguments)
                    .fetch_all(pool)
                    .await?;
                let mut made = Vec::with_capacity(found.len());
                for $row in &found {
                    made.push($make);
                }
                made
            }
        }
    }};
}

/// A statement with its arguments.
#[macro_export]
macro_rules! bound {
    ($query:expr, $arguments:expr) => {{
        let mut query = $query;
        for argument in $arguments {
            query = match argument {
                $crate::floors::Argument::Id(id) => query.bind(*id),
                $crate::floors::Argument::Day(day) => query.bind(*day),
                $crate::floors::Argument::Word(word) => query.bind(word.as_str()),
            };
        }
        query
    }};
}

impl Database {
    /// Opens the database at `url` for reading.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open(url: &str) -> Result<Self, Error> {
        Ok(match url.strip_prefix("sqlite:") {
            Some(path) => Self::Sqlite(
                SqlitePoolOptions::new()
                    .max_connections(CONNECTIONS)
                    .connect_with(
                        SqliteConnectOptions::new()
                            .filename(path)
                            .journal_mode(SqliteJournalMode::Wal)
                            .busy_timeout(Duration::from_secs(5))
                            .pragma("query_only", "ON"),
                    )
                    .await?,
            ),
            None => Self::Postgres(
                PgPoolOptions::new()
                    .max_connections(CONNECTIONS)
                    .connect(url)
                    .await?,
            ),
        })
    }

    /// Which words its statements use.
    pub const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// The one text that a statement gives.
    ///
    /// # Errors
    /// When the database fails or there is none.
    pub async fn text(&self, sql: &'static str, arguments: &[Argument]) -> Result<String, Error> {
        Ok(match self {
            Self::Sqlite(pool) => bound!(sqlx::query(sql), arguments)
                .fetch_one(pool)
                .await?
                .try_get(0)?,
            Self::Postgres(pool) => {
                let row = bound!(sqlx::query(sql), arguments).fetch_one(pool).await?;
                // The bytes as they came, without reading them as JSON.
                row.try_get_raw(0)?
                    .as_str()
                    .map_err(sqlx::Error::Decode)?
                    .to_owned()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_have_the_kind_that_their_form_says() {
        let id = Uuid::from_u128(7);
        assert_eq!(
            Argument::list(&format!("{id}/2026-11-22/in_progress")),
            [
                Argument::Id(id),
                Argument::Day(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()),
                Argument::Word("in_progress".to_owned())
            ]
        );
    }
}

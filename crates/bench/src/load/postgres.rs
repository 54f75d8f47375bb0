//! Rows into PostgreSQL.

use std::fmt::Write as _;

use sqlx::{Connection, PgConnection};

use super::{Cell, Table};
use crate::error::Error;

/// A connection in one transaction that lasts until the end.
pub struct Loader {
    connection: PgConnection,
}

impl Loader {
    pub async fn open(url: &str) -> Result<Self, Error> {
        let mut connection = PgConnection::connect(url).await?;
        // Rows come in an order of their own; the keys are checked by how they are made.
        sqlx::raw_sql("BEGIN; SET LOCAL session_replication_role = replica")
            .execute(&mut connection)
            .await?;
        Ok(Self { connection })
    }

    pub async fn add(&mut self, table: Table, rows: &[Vec<Cell>]) -> Result<(), Error> {
        let sql = format!(
            "COPY {} ({}) FROM STDIN",
            table.name,
            table.columns.join(",")
        );
        let mut copy = self.connection.copy_in_raw(&sql).await?;
        for some in rows.chunks(1_000) {
            copy.send(lines(some).as_bytes()).await?;
        }
        copy.finish().await?;
        Ok(())
    }

    pub async fn finish(mut self) -> Result<(), Error> {
        for sql in ["COMMIT", "VACUUM ANALYZE", "CHECKPOINT"] {
            sqlx::raw_sql(sql).execute(&mut self.connection).await?;
        }
        self.connection.close().await?;
        Ok(())
    }
}

/// Rows in the text form of COPY.
fn lines(rows: &[Vec<Cell>]) -> String {
    let mut text = String::new();
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            // Writing to a string does not fail.
            let _ = match cell {
                Cell::Null => write!(text, "\\N"),
                Cell::Flag(value) => write!(text, "{value}"),
                Cell::Number(value) => write!(text, "{value}"),
                Cell::Text(value) => {
                    escape(&mut text, value);
                    Ok(())
                }
                Cell::Id(value) => write!(text, "{value}"),
                Cell::Time(value) => write!(text, "{}", value.to_rfc3339()),
                Cell::Day(value) => write!(text, "{value}"),
                Cell::Bytes(value) => {
                    text.push_str("\\\\x");
                    value.iter().try_for_each(|byte| write!(text, "{byte:02x}"))
                }
            };
        }
        text.push('\n');
    }
    text
}

fn escape(text: &mut String, value: &str) {
    for character in value.chars() {
        match character {
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_written_as_copy_reads_them() {
        let rows = vec![vec![
            Cell::Null,
            Cell::Text("a\tb\\c\nd".to_owned()),
            Cell::Bytes(vec![1, 171]),
            Cell::Flag(true),
        ]];
        assert_eq!(lines(&rows), "\\N\ta\\tb\\\\c\\nd\t\\\\x01ab\ttrue\n");
    }
}

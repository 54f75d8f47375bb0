//! Rows that a unit adds and does not look at again. They wait until the unit ends and go to the
//! database together, under the ORM on purpose: an `ActiveModel` costs twice a prepared insert, and
//! what hurts most is the number of statements. SQLite takes several in one call; PostgreSQL takes
//! several as the parts of one.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value};

/// A statement whose values are numbered from `$1`.
#[derive(Debug)]
struct Piece {
    sql: String,
    values: Vec<Value>,
}

/// What waits to be written.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// What has to be done before the rows are added.
    first: Vec<Piece>,
    rows: Vec<Piece>,
}

impl Batch {
    /// Adds a row to `table`.
    pub fn insert(&mut self, table: &'static str, row: Vec<(&'static str, Value)>) {
        let (columns, values): (Vec<&str>, Vec<Value>) = row.into_iter().unzip();
        let numbers: Vec<String> = (1..=values.len())
            .map(|number| format!("${number}"))
            .collect();
        self.rows.push(Piece {
            sql: format!(
                "INSERT INTO {table} ({}) VALUES ({})",
                columns.join(", "),
                numbers.join(", ")
            ),
            values,
        });
    }

    /// A change that has nothing to do with the rows.
    pub fn change(&mut self, sql: &str, values: Vec<Value>) {
        self.rows.push(Piece {
            sql: sql.to_owned(),
            values,
        });
    }

    /// A change that makes room for the rows. A batch does only one for each record.
    pub fn before(&mut self, sql: &str, values: Vec<Value>) {
        self.first.push(Piece {
            sql: sql.to_owned(),
            values,
        });
    }

    /// Whether nothing waits that another change of the same record could meet.
    pub fn is_free(&self) -> bool {
        self.first.is_empty()
    }

    /// Writes everything.
    ///
    /// # Errors
    /// When the database fails; the unit it belongs to is undone then.
    pub async fn run(self, connection: &impl ConnectionTrait) -> Result<(), DbErr> {
        for statement in self.statements(connection.get_database_backend()) {
            connection.execute_raw(statement).await?;
        }
        Ok(())
    }

    fn statements(self, backend: DbBackend) -> Vec<Statement> {
        let Self {
            mut first,
            mut rows,
        } = self;
        if backend == DbBackend::Postgres {
            // The parts of one statement do not see each other, so what makes room goes before it.
            let mut statements: Vec<Statement> = first
                .into_iter()
                .map(|piece| Statement::from_sql_and_values(backend, piece.sql, piece.values))
                .collect();
            statements.extend(match rows.len() {
                0 => None,
                1 => rows
                    .pop()
                    .map(|piece| Statement::from_sql_and_values(backend, piece.sql, piece.values)),
                _ => Some(joined(backend, rows)),
            });
            return statements;
        }
        first.append(&mut rows);
        if first.is_empty() {
            Vec::new()
        } else {
            vec![joined(backend, first)]
        }
    }
}

/// One statement of several, whose values are numbered through.
fn joined(backend: DbBackend, pieces: Vec<Piece>) -> Statement {
    let mut values = Vec::new();
    let mut texts = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.into_iter().enumerate() {
        let sql = renumbered(&piece.sql, values.len());
        texts.push(if backend == DbBackend::Postgres {
            format!("part{at} AS ({sql})")
        } else {
            sql
        });
        values.extend(piece.values);
    }
    let sql = if backend == DbBackend::Postgres {
        format!("WITH {} SELECT 1", texts.join(", "))
    } else {
        texts.join("; ")
    };
    Statement::from_sql_and_values(backend, sql, values)
}

/// The statement with its values numbered from after `before` others.
fn renumbered(sql: &str, before: usize) -> String {
    let mut parts = sql.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part
            .find(|character: char| !character.is_ascii_digit())
            .unwrap_or(part.len());
        let (number, rest) = part.split_at(end);
        let number = number.parse::<usize>().unwrap_or_default() + before;
        text.push_str(&format!("${number}{rest}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch() -> Batch {
        let mut batch = Batch::default();
        batch.insert("step", vec![("id", 1.into()), ("by", 2.into())]);
        batch.before(
            "UPDATE past SET till = $1 WHERE id = $2",
            vec![3.into(), 4.into()],
        );
        batch.change("UPDATE plan SET n = n + 1 WHERE id = $1", vec![5.into()]);
        batch
    }

    fn texts(backend: DbBackend) -> Vec<(String, usize)> {
        batch()
            .statements(backend)
            .into_iter()
            .map(|statement| {
                (
                    statement.sql,
                    statement.values.map_or(0, |values| values.0.len()),
                )
            })
            .collect()
    }

    #[test]
    fn sqlite_takes_all_in_one_call_and_postgres_what_makes_room_first() {
        assert_eq!(
            texts(DbBackend::Sqlite),
            [(
                "UPDATE past SET till = $1 WHERE id = $2; INSERT INTO step (id, by) VALUES ($3, $4); \
                 UPDATE plan SET n = n + 1 WHERE id = $5"
                    .to_owned(),
                5
            )]
        );
        assert_eq!(
            texts(DbBackend::Postgres),
            [
                ("UPDATE past SET till = $1 WHERE id = $2".to_owned(), 2),
                (
                    "WITH part0 AS (INSERT INTO step (id, by) VALUES ($1, $2)), \
                     part1 AS (UPDATE plan SET n = n + 1 WHERE id = $3) SELECT 1"
                        .to_owned(),
                    3
                )
            ]
        );
        assert!(Batch::default().statements(DbBackend::Sqlite).is_empty());
        assert!(Batch::default().statements(DbBackend::Postgres).is_empty());
    }
}

//! Loads many rows fast, past the server: prepared inserts of many rows on SQLite, COPY on
//! PostgreSQL. The cells have the form in which the server itself keeps them.

mod postgres;
mod sqlite;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::error::Error;

/// A value of a row.
#[derive(Clone, Debug)]
pub enum Cell {
    Null,
    Flag(bool),
    Number(i64),
    Text(String),
    Id(Uuid),
    Time(DateTime<Utc>),
    Day(NaiveDate),
    Bytes(Vec<u8>),
}

macro_rules! cells {
    ($($kind:ty => $make:expr),+ $(,)?) => {$(
        impl From<$kind> for Cell {
            fn from(value: $kind) -> Self {
                $make(value)
            }
        }
    )+};
}

cells! {
    bool => Cell::Flag,
    i64 => Cell::Number,
    i32 => |number| Cell::Number(i64::from(number)),
    &str => |text: &str| Cell::Text(text.to_owned()),
    String => Cell::Text,
    Uuid => Cell::Id,
    DateTime<Utc> => Cell::Time,
    NaiveDate => Cell::Day,
    Vec<u8> => Cell::Bytes,
    // Both databases take JSON as text.
    serde_json::Value => |value: serde_json::Value| Cell::Text(value.to_string()),
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The cells of a row, in the order of its table's columns.
#[macro_export]
macro_rules! row {
    ($($value:expr),+ $(,)?) => { vec![$($crate::load::Cell::from($value)),+] };
}

/// A table and the columns that are filled.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
}

/// An open database that rows are loaded into.
pub enum Loader {
    Sqlite(sqlite::Loader),
    Postgres(postgres::Loader),
}

impl Loader {
    /// Opens the database at `url`, `sqlite:PATH` or `postgres://...`.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open(url: &str) -> Result<Self, Error> {
        Ok(match url.strip_prefix("sqlite:") {
            Some(path) => Self::Sqlite(sqlite::Loader::open(path).await?),
            None => Self::Postgres(postgres::Loader::open(url).await?),
        })
    }

    /// Adds `rows` to `table`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add(&mut self, table: Table, rows: Vec<Vec<Cell>>) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        match self {
            Self::Sqlite(loader) => loader.add(table, rows).await,
            Self::Postgres(loader) => loader.add(table, &rows).await,
        }
    }

    /// Commits what was added and lets the database settle: its statistics, its log.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn finish(self) -> Result<(), Error> {
        match self {
            Self::Sqlite(loader) => loader.finish().await,
            Self::Postgres(loader) => loader.finish().await,
        }
    }
}

//! Answers that the database builds as JSON. It goes under the ORM where many rows of several
//! tables are read at once: through it every query costs a round trip and every row is taken
//! apart and put together value by value, which was more than half of the time of a register or
//! an overview. Here one query brings one row, and `serde` reads the lists in it.

use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::error::ApiError;

/// A question for several lists, answered by one query.
#[derive(Clone, Debug)]
pub struct Lists {
    backend: DbBackend,
    with: Vec<String>,
    columns: Vec<String>,
    values: Vec<Value>,
}

/// Where a list stands in the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(usize);

/// The lists that were asked for.
#[derive(Debug)]
pub struct Found(QueryResult);

impl Lists {
    /// A question without lists yet.
    pub const fn new(backend: DbBackend) -> Self {
        Self {
            backend,
            with: Vec::new(),
            columns: Vec::new(),
            values: Vec::new(),
        }
    }

    /// A parameter of the query: how to name it.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// Rows that lists can be drawn from, read once.
    pub fn with(&mut self, name: &str, query: &str) {
        self.with.push(format!("{name} AS MATERIALIZED ({query})"));
    }

    /// How an id that is always there is written.
    pub fn id(&self, column: &str) -> String {
        match self.backend {
            DbBackend::Sqlite => format!("hex({column})"),
            _ => column.to_owned(),
        }
    }

    /// How an id that may be null is written.
    pub fn id_or_null(&self, column: &str) -> String {
        match self.backend {
            DbBackend::Sqlite => format!("nullif(hex({column}), '')"),
            _ => column.to_owned(),
        }
    }

    /// How a column that holds JSON is written.
    pub fn json(&self, column: &str) -> String {
        match self.backend {
            DbBackend::Sqlite => format!("json({column})"),
            _ => column.to_owned(),
        }
    }

    /// How a truth is written.
    pub fn truth(&self, column: &str) -> String {
        match self.backend {
            DbBackend::Sqlite => format!("json(iif({column}, 'true', 'false'))"),
            _ => column.to_owned(),
        }
    }

    /// How several values in one place are written.
    pub fn several(&self, columns: &[&str]) -> String {
        let build = match self.backend {
            DbBackend::Sqlite => "json_array",
            _ => "json_build_array",
        };
        format!("{build}({})", columns.join(", "))
    }

    /// How a list of `columns` within a row is written: those of the rows that `from` names.
    pub fn inner(&self, columns: &[&str], from: &str) -> String {
        let row = self.several(columns);
        match self.backend {
            DbBackend::Sqlite => {
                self.json(&format!("(SELECT json_group_array({row}) FROM {from})"))
            }
            _ => format!("(SELECT COALESCE(json_agg({row}), '[]') FROM {from})"),
        }
    }

    /// Asks for a list of `columns`, in `order`, of the rows that `from` names: what stands behind
    /// the word FROM. Nothing of it may come from outside of the program but by [`Self::bind`].
    pub fn list(&mut self, columns: &[&str], order: &str, from: &str) -> Place {
        let row = self.several(columns);
        let order = if order.is_empty() {
            String::new()
        } else {
            format!(" ORDER BY {order}")
        };
        self.columns.push(match self.backend {
            DbBackend::Sqlite => format!("(SELECT json_group_array({row}{order}) FROM {from})"),
            _ => format!("(SELECT COALESCE(json_agg({row}{order}), '[]')::text FROM {from})"),
        });
        Place(self.columns.len() - 1)
    }

    /// Asks for whole JSON documents, as they are kept in `column`, of the rows that `from` names.
    /// The database only strings them together, which costs it far less than taking members out of
    /// each.
    pub fn documents(&mut self, column: &str, from: &str) -> Place {
        self.columns.push(match self.backend {
            DbBackend::Sqlite => {
                format!("(SELECT '[' || COALESCE(group_concat({column}), '') || ']' FROM {from})")
            }
            _ => format!(
                "(SELECT '[' || COALESCE(string_agg({column}::text, ','), '') || ']' FROM {from})"
            ),
        });
        Place(self.columns.len() - 1)
    }

    /// Asks the question.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask(self, connection: &impl ConnectionTrait) -> Result<Found, ApiError> {
        let with = if self.with.is_empty() {
            String::new()
        } else {
            format!("WITH {} ", self.with.join(", "))
        };
        let sql = format!("{with}SELECT {}", self.columns.join(", "));
        connection
            .query_one_raw(Statement::from_sql_and_values(
                self.backend,
                sql,
                self.values,
            ))
            .await?
            .map(Found)
            .ok_or(ApiError::Lost("the database gave no row"))
    }
}

impl Found {
    /// The rows of a list. A row that is a struct has its members in the order of the columns.
    ///
    /// # Errors
    /// When they are not rows of this kind.
    pub fn rows<T: DeserializeOwned>(&self, place: Place) -> Result<Vec<T>, ApiError> {
        let text: String = self.0.try_get_by_index(place.0)?;
        Ok(serde_json::from_str(&text)?)
    }
}

/// Ids as a list of parameters.
pub fn ids(lists: &mut Lists, ids: impl IntoIterator<Item = Uuid>) -> String {
    let names: Vec<String> = ids.into_iter().map(|id| lists.bind(id)).collect();
    if names.is_empty() {
        "NULL".to_owned()
    } else {
        names.join(", ")
    }
}

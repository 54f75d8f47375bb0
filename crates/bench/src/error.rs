//! What stops a run.

use std::io;
use std::path::Path;

/// What stopped the bench.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file, a process or a socket failed.
    #[error("{what}: {source}")]
    Io { what: String, source: io::Error },
    /// A database failed.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// Something could not be read or written as JSON.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A program ended or did not become ready.
    #[error("{what} did not become ready; it wrote:\n{log}")]
    NotReady { what: String, log: String },
    /// An answer is not the one that the set demands.
    #[error("{question}: the answer to {path} differs from {from}:\n  {difference}")]
    Wrong {
        question: &'static str,
        path: String,
        from: &'static str,
        difference: String,
    },
    /// An answer that cannot be used.
    #[error("{path} was answered {status}: {body}")]
    Refused {
        path: String,
        status: u16,
        body: String,
    },
    /// A part of the protocol that the driver does not speak.
    #[error("an answer could not be read: {0}")]
    Unreadable(&'static str),
    /// `--only` names what is not there.
    #[error("there is no question called {name}; the questions are {known}")]
    Unknown { name: String, known: String },
}

impl Error {
    /// Names what an input or output error belongs to.
    pub fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }

    /// Names the file that an error belongs to.
    pub fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        Self::io(path.display().to_string())
    }
}

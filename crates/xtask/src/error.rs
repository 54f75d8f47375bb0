//! Everything that can go wrong in the project's own commands, each with a sentence and, where there is one, the way out.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

/// What stopped a command.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A program could not be started at all.
    #[error("`{program}` could not be started ({source}). Install it, or put it on the PATH")]
    Start { program: String, source: io::Error },

    /// A program ran and said no.
    #[error("`{command}` failed ({status})")]
    Failed { command: String, status: ExitStatus },

    /// A program ran into its log instead of the terminal, and said no.
    #[error("`{command}` failed ({status}); its output is in {}", .log.display())]
    FailedInLog {
        command: String,
        status: ExitStatus,
        log: PathBuf,
    },

    /// A file or a directory could not be read or written.
    #[error("{}: {source}", .path.display())]
    File { path: PathBuf, source: io::Error },

    /// Something that the machine must offer is not there.
    #[error("{what}. {remedy}")]
    Missing { what: String, remedy: String },

    /// The WebAssembly module and the bindings generator did not fit together.
    #[error("the bindings for the browser could not be made: {0}")]
    Bindings(String),

    /// The page's template names something that the build does not make.
    #[error("{}: the placeholder {placeholder} is {problem}", .file.display())]
    Template {
        file: PathBuf,
        placeholder: String,
        problem: &'static str,
    },

    /// A generated file differs from what its sources make.
    #[error("not up to date: {}. Run `cargo xtask generate` and commit what it changed", .0.join(", "))]
    Drift(Vec<String>),

    /// Dependencies carry licences that deny.toml does not allow.
    #[error("deny.toml allows no licence of: {}", .0.join("; "))]
    Licences(Vec<String>),

    /// A document that should be readable is not.
    #[error("{what} could not be read: {problem}")]
    Unreadable { what: String, problem: String },

    /// A runner ended well without having run a single test.
    #[error("no test ran; the runner's output is in {}", .0.display())]
    NoTests(PathBuf),

    /// A throw-away server did not come up.
    #[error("{what} did not start within {seconds} seconds:\n{log}")]
    NotReady {
        what: &'static str,
        seconds: u64,
        log: String,
    },

    /// A throw-away server ended instead of serving.
    #[error("{what} ended before it was ready; its log is in {}", .log.display())]
    Ended { what: &'static str, log: PathBuf },

    /// The interface does something that its document does not say.
    #[error("the interface breaks its own document for: {}", .0.join(", "))]
    ContractBroken(Vec<&'static str>),

    /// `--only` or `--skip` names a part that does not exist.
    #[error("there is no part called `{name}`; the parts are {}", .parts.join(", "))]
    UnknownPart {
        name: String,
        parts: Vec<&'static str>,
    },

    /// At least one part of the check failed, and has been reported.
    #[error("some checks failed")]
    ChecksFailed,
}

impl Error {
    /// Names the file to which an input or output error belongs.
    pub fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::File { path, source }
    }

    /// Something the machine lacks, and how to get it.
    pub fn missing(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Missing {
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}

//! The output of a part's programs, kept in a file.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use super::count::Count;
use crate::error::Error;
use crate::process;

/// How much of a failed part's log is shown.
const LINES_SHOWN: usize = 80;

/// One part's log.
pub struct Log {
    path: PathBuf,
    file: File,
}

impl Log {
    /// Begins an empty one.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(path: &Path) -> Result<Self, Error> {
        // Opened for appending, so that programs and their children never write over one another.
        if path.exists() {
            fs::remove_file(path).map_err(Error::file(path))?;
        }
        let file = File::options()
            .create(true)
            .append(true)
            .open(path)
            .map_err(Error::file(path))?;
        Ok(Self {
            path: path.to_path_buf(),
            file,
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs a command into the log.
    ///
    /// # Errors
    /// When it cannot be started or fails.
    pub fn run(&self, command: &mut Command) -> Result<(), Error> {
        let (status, _) = self.record(command)?;
        if status.success() {
            Ok(())
        } else {
            Err(self.failed(command, status))
        }
    }

    /// Runs a command that runs tests, and counts them.
    ///
    /// # Errors
    /// When it cannot be started, fails without a failed test, or runs no test at all.
    pub fn count(&self, command: &mut Command, read: fn(&str) -> Count) -> Result<Count, Error> {
        let (status, output) = self.record(command)?;
        let count = read(&output);
        if !status.success() && count.failed == 0 {
            return Err(self.failed(command, status));
        }
        if count == Count::default() {
            Err(Error::NoTests(self.path.clone()))
        } else {
            Ok(count)
        }
    }

    /// The last lines, for a person who wants to know why.
    pub fn end(&self) -> String {
        let text = fs::read(&self.path)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default();
        let skipped = text.lines().count().saturating_sub(LINES_SHOWN);
        text.lines().skip(skipped).collect::<Vec<_>>().join("\n")
    }

    /// Runs a command and returns what it and its children wrote.
    fn record(&self, command: &mut Command) -> Result<(ExitStatus, String), Error> {
        let handle = || {
            self.file
                .try_clone()
                .map(Stdio::from)
                .map_err(Error::file(&self.path))
        };
        let before = fs::metadata(&self.path)
            .map_err(Error::file(&self.path))?
            .len();
        let status = command
            .env("CARGO_TERM_COLOR", "never")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(handle()?)
            .stderr(handle()?)
            .status()
            .map_err(|source| process::start(command, source))?;
        let written = fs::read(&self.path).map_err(Error::file(&self.path))?;
        let own = written
            .get(usize::try_from(before).unwrap_or(usize::MAX)..)
            .unwrap_or_default();
        Ok((status, String::from_utf8_lossy(own).into_owned()))
    }

    fn failed(&self, command: &Command, status: ExitStatus) -> Error {
        Error::FailedInLog {
            command: process::words(command),
            status,
            log: self.path.clone(),
        }
    }
}

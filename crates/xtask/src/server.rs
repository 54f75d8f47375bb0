//! Building the server.

use std::path::PathBuf;

use crate::error::Error;
use crate::process;
use crate::web;
use crate::workspace::Workspace;

/// How much the compiler should try.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// Quick to build; the database and the password hash are still optimised where it matters.
    Development,
    /// The binary to ship.
    Release,
}

/// Where the server has its pages from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// Inside of the binary, which then needs nothing beside it.
    Inside,
    /// From target/site while it runs, so that a new page needs no new server.
    Beside,
}

/// The name of the server's binary.
pub const BINARY: &str = "throughline";

/// Builds `throughline` and returns where it is. The default members are built together, as the tests build them, so
/// that neither undoes the other's work.
///
/// # Errors
/// When Cargo fails.
pub fn build(workspace: &Workspace, build: Build, pages: Pages) -> Result<PathBuf, Error> {
    let mut command = process::cargo(workspace);
    command.args(["build", "--bin", BINARY]);
    let directory = match build {
        Build::Development => "target/debug",
        Build::Release => {
            command.arg("--release");
            "target/release"
        }
    };
    if pages == Pages::Inside {
        command
            .args(["--features", "backend/embed"])
            .env("THROUGHLINE_SITE", web::digest(workspace));
    }
    process::run(&mut command)?;
    Ok(workspace.path(directory).join(BINARY))
}

//! Programs that pip brings, each in an environment of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::Error;
use crate::process;

/// Installs one package of an exact version and returns where its programs are.
///
/// # Errors
/// When there is no Python 3 with its module venv, or pip fails.
pub fn package(tools: &Path, name: &str, version: &str) -> Result<PathBuf, Error> {
    let place = tools.join(format!("{name}-{version}"));
    let programs = place.join("bin");
    // Written last, so that what was interrupted is begun again.
    let stamp = place.join(".installed");
    if stamp.is_file() {
        return Ok(programs);
    }
    let remedy = "Install Python 3.10 or newer (https://www.python.org, or your system's packages python3 and python3-venv)";
    let Some(python) = process::find("python3") else {
        return Err(Error::missing("Python 3 is missing", remedy));
    };
    process::run(
        Command::new(&python)
            .args(["-m", "venv", "--clear"])
            .arg(&place),
    )
    .map_err(|_| {
        Error::missing(
            format!("{} makes no virtual environment", python.display()),
            remedy,
        )
    })?;
    process::run(
        Command::new(programs.join("pip"))
            .args(["install", "--quiet", "--disable-pip-version-check"])
            .arg(format!("{name}=={version}"))
            .stdin(Stdio::null()),
    )?;
    std::fs::write(&stamp, version).map_err(Error::file(&stamp))?;
    Ok(programs)
}

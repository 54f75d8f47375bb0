//! Node and npm.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::Error;
use crate::process;

/// The oldest Node that will do.
const OLDEST: u32 = 20;

/// Node, if it is new enough.
///
/// # Errors
/// When it is missing or too old.
pub fn require() -> Result<PathBuf, Error> {
    let remedy =
        format!("Install Node {OLDEST} or newer (https://nodejs.org, or your system's packages)");
    let Some(node) = process::find("node") else {
        return Err(Error::missing("Node is missing", remedy));
    };
    let version = process::probe(Command::new(&node).arg("--version")).unwrap_or_default();
    match major(&version) {
        Some(major) if major >= OLDEST => Ok(node),
        _ => Err(Error::missing(
            format!("{} is Node {version}, which is too old", node.display()),
            remedy,
        )),
    }
}

/// Installs a directory's locked packages, unless they are installed as locked already.
///
/// # Errors
/// When npm is missing or fails.
pub fn packages(directory: &Path) -> Result<(), Error> {
    let lock = directory.join("package-lock.json");
    let wanted = fs::read(&lock).map_err(Error::file(&lock))?;
    let stamp = directory.join("node_modules/.installed");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    process::run(
        npm()?
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(directory)
            .stdout(Stdio::null()),
    )?;
    fs::write(&stamp, wanted).map_err(Error::file(&stamp))
}

/// Installs one package of an exact version in a directory of its own and returns where it is. Its install scripts do
/// not run.
///
/// # Errors
/// When npm is missing or fails.
pub fn package(tools: &Path, name: &str, version: &str) -> Result<PathBuf, Error> {
    let directory = tools.join(format!(
        "{}-{version}",
        name.trim_start_matches('@').replace('/', "-")
    ));
    let package = directory.join("node_modules").join(name);
    if package.join("package.json").is_file() {
        return Ok(package);
    }
    fs::create_dir_all(&directory).map_err(Error::file(&directory))?;
    process::run(
        npm()?
            .args([
                "install",
                "--ignore-scripts",
                "--no-save",
                "--no-package-lock",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ])
            .arg("--prefix")
            .arg(&directory)
            .arg(format!("{name}@{version}"))
            .stdout(Stdio::null()),
    )?;
    Ok(package)
}

fn npm() -> Result<Command, Error> {
    let npm = process::find("npm").ok_or_else(|| {
        Error::missing(
            "npm is missing",
            "Install it with Node (https://nodejs.org)",
        )
    })?;
    Ok(Command::new(npm))
}

fn major(version: &str) -> Option<u32> {
    version
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn versions_as_node_prints_them() {
        assert_eq!(major("v20.11.1"), Some(20));
        assert_eq!(major("v24.0.0-nightly"), Some(24));
        assert_eq!(major(""), None);
    }
}

//! A Chromium for the browser journeys: `CHROMIUM`, else the system's, else one that an npm package ships.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::node;
use crate::error::Error;
use crate::process;
use crate::workspace::Workspace;

const ON_THE_PATH: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];
const MAC_APPLICATIONS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
/// The newest whose loader still runs on Node 20; for Linux on x64.
const PACKAGE: (&str, &str) = ("@sparticuz/chromium", "147.0.0");

/// A browser, and the directory of shared libraries that came with it, if it needs them.
#[derive(Deserialize)]
pub struct Chromium {
    /// The executable.
    pub path: PathBuf,
    /// For `LD_LIBRARY_PATH`.
    pub libraries: Option<PathBuf>,
}

impl Chromium {
    /// Finds one that starts, or brings one.
    ///
    /// # Errors
    /// When there is none for this machine.
    pub fn find(workspace: &Workspace) -> Result<Self, Error> {
        if let Some(path) = env::var_os("CHROMIUM").filter(|path| !path.is_empty()) {
            let chosen = Self {
                path: path.into(),
                libraries: None,
            };
            return if chosen.starts() {
                Ok(chosen)
            } else {
                Err(Error::missing(
                    format!(
                        "CHROMIUM names {}, which does not start",
                        chosen.path.display()
                    ),
                    "Set it to a Chromium or Chrome executable, or unset it",
                ))
            };
        }
        let system = ON_THE_PATH
            .iter()
            .filter_map(|name| process::find(name))
            .chain(MAC_APPLICATIONS.iter().map(PathBuf::from));
        for path in system {
            let candidate = Self {
                path,
                libraries: None,
            };
            // Some systems put a script called chromium-browser there that only says how to install one.
            if candidate.starts() {
                return Ok(candidate);
            }
        }
        Self::from_npm(workspace)
    }

    /// Tells a program which browser to use.
    pub fn hand_to(&self, command: &mut Command) {
        command.env("CHROMIUM", &self.path);
        if let Some(libraries) = &self.libraries {
            command.env("LD_LIBRARY_PATH", libraries);
        }
    }

    fn from_npm(workspace: &Workspace) -> Result<Self, Error> {
        let remedy = "Install Chromium or Chrome, or name one in CHROMIUM";
        if (env::consts::OS, env::consts::ARCH) != ("linux", "x86_64") {
            return Err(Error::missing(
                "there is no Chromium on this machine",
                remedy,
            ));
        }
        let node = node::require()?;
        let package = node::package(&workspace.tools(), PACKAGE.0, PACKAGE.1)?;
        let answer = process::output(
            Command::new(node)
                .arg(workspace.path("crates/xtask/src/tools/chromium.mjs"))
                .arg(&package)
                .stdin(Stdio::null()),
        )?;
        let unpacked: Self =
            serde_json::from_slice(&answer).map_err(|error| Error::Unreadable {
                what: format!("the answer of {}", PACKAGE.0),
                problem: error.to_string(),
            })?;
        // The libraries are for machines without their own, which fit better where they exist.
        let bare = Self {
            path: unpacked.path.clone(),
            libraries: None,
        };
        match [bare, unpacked].into_iter().find(Self::starts) {
            Some(chromium) => Ok(chromium),
            None => Err(Error::missing(
                format!(
                    "the Chromium of npm's {} does not start on this machine",
                    PACKAGE.0
                ),
                remedy,
            )),
        }
    }

    fn starts(&self) -> bool {
        let mut command = Command::new(&self.path);
        command.arg("--version").stderr(Stdio::null());
        if let Some(libraries) = &self.libraries {
            command.env("LD_LIBRARY_PATH", libraries);
        }
        is_browser(&process::probe(&mut command).unwrap_or_default())
            && Path::new(&self.path).exists()
    }
}

fn is_browser(version: &str) -> bool {
    version.contains("Chrom") || version.contains("HeadlessShell")
}

#[cfg(test)]
mod tests {
    use super::is_browser;

    #[test]
    fn a_browser_says_so() {
        assert!(is_browser("Chromium 150.0.7871.0 built on Debian"));
        assert!(is_browser("Google Chrome 150.0.7871.0"));
        assert!(!is_browser(
            "Command '/usr/bin/chromium-browser' requires the snap to be installed."
        ));
        assert!(!is_browser(""));
    }
}

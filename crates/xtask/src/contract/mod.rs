//! `cargo xtask contract`: the whole interface, in every role of the demonstration, against what its document promises.
//!
//! schemathesis makes requests from the served document, good ones and bad ones. No answer may be a server's error, nor
//! have a status, a content type or a shape that the document does not name. Every role has a throw-away demonstration of
//! its own, so that none works on what another left.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use clap::Args;

use crate::error::Error;
use crate::process;
use crate::server;
use crate::tools::python;
use crate::workspace::Workspace;

const PACKAGE: (&str, &str) = ("schemathesis", "4.32.5");
const PASSWORD: &str = "kent demonstration";
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
/// The roles, and who holds them in the demonstration.
const ROLES: [(&str, Option<&str>); 8] = [
    ("anonymous", None),
    ("administrator", Some("admin@demo.example")),
    ("auditor", Some("auditor@demo.example")),
    ("coordinator", Some("coordinator@demo.example")),
    ("agency-lead", Some("lead.ccg@demo.example")),
    ("agency-editor", Some("editor.ccg@demo.example")),
    ("practitioner", Some("practitioner@demo.example")),
    ("board-member", Some("board@demo.example")),
];
/// Operations that would end the caller's own session, after which only the door is tried. The tests of the API hold them.
const ENDS_THE_SESSION: [(&str, &str); 2] = [
    ("end", "DELETE /session"),
    ("end_device", "DELETE /session/devices/{device}"),
];

/// An operation whose answer goes on until somebody hangs up.
const NEVER_ENDS: (&str, &str) = ("live", "GET /live");

#[derive(Args)]
pub struct Options {
    /// Only these roles, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "ROLE")]
    only: Vec<String>,
    /// Most requests that are made up for an operation, besides those that cover its document
    #[arg(long, default_value_t = 20)]
    examples: u32,
    /// Makes the same requests again
    #[arg(long)]
    seed: Option<u64>,
}

/// Runs the command.
///
/// # Errors
/// When something it needs is missing, a role's name is unknown, or a promise is broken.
pub fn contract(workspace: &Workspace, options: &Options) -> Result<(), Error> {
    let known = ROLES.map(|(role, _)| role);
    if let Some(name) = options
        .only
        .iter()
        .find(|name| !known.contains(&name.as_str()))
    {
        return Err(Error::UnknownPart {
            name: name.clone(),
            parts: known.to_vec(),
        });
    }
    let programs = python::package(&workspace.tools(), PACKAGE.0, PACKAGE.1)?;
    let binary = server::build(workspace, server::Build::Development, server::Pages::Beside)?;
    for (_, address) in ENDS_THE_SESSION {
        println!("not tried, because it ends the caller's own session: {address}");
    }
    let mut broken = Vec::new();
    for (role, email) in ROLES {
        if !options.only.is_empty() && !options.only.iter().any(|name| name == role) {
            continue;
        }
        println!("as {role}");
        let directory = workspace.target().join("contract").join(role);
        let demonstration = Demonstration::start(&binary, &directory)?;
        let mut command = Command::new(programs.join("st"));
        command
            .current_dir(&directory)
            .args([
                "run",
                &format!("{}/api/v1/openapi.json", demonstration.base),
            ])
            .args(["--phases", "examples,coverage,fuzzing", "--checks", CHECKS])
            .args(["--max-examples", &options.examples.to_string()])
            .args(["--warnings", "off"])
            .env(
                "SCHEMATHESIS_HOOKS",
                workspace.path("crates/xtask/src/contract/hooks.py"),
            )
            .env("CONTRACT_BASE", &demonstration.base)
            .env_remove("CONTRACT_EMAIL");
        if let Some(seed) = options.seed {
            command.args(["--seed", &seed.to_string()]);
        }
        for (id, _) in ENDS_THE_SESSION.into_iter().chain([NEVER_ENDS]) {
            command.args(["--exclude-operation-id", id]);
        }
        if let Some(email) = email {
            command
                .env("CONTRACT_EMAIL", email)
                .env("CONTRACT_PASSWORD", PASSWORD);
        }
        if process::run(&mut command).is_err() {
            broken.push(role);
        }
    }
    if broken.is_empty() {
        Ok(())
    } else {
        Err(Error::ContractBroken(broken))
    }
}

/// A server with the demonstration, which is killed when it is dropped.
struct Demonstration {
    server: Child,
    /// The other end of what it prints, which it must not find closed.
    _output: BufReader<ChildStdout>,
    base: String,
}

impl Demonstration {
    fn start(binary: &Path, directory: &PathBuf) -> Result<Self, Error> {
        if directory.exists() {
            fs::remove_dir_all(directory).map_err(Error::file(directory))?;
        }
        fs::create_dir_all(directory).map_err(Error::file(directory))?;
        let log = directory.join("server.log");
        let file = fs::File::create(&log).map_err(Error::file(&log))?;
        let mut command = Command::new(binary);
        command
            .args(["serve", "--demo", "--addr", "127.0.0.1:0", "--data-dir"])
            .arg(directory.join("data"))
            .env_remove("DATABASE_URL")
            .env("RUST_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(file);
        let mut server = command
            .spawn()
            .map_err(|source| process::start(&command, source))?;
        let base = server
            .stdout
            .take()
            .map(BufReader::new)
            .and_then(|mut output| {
                let mut line = String::new();
                while output.read_line(&mut line).ok()? > 0 {
                    if let Some(base) = line.trim().strip_prefix("Throughline is ready at ") {
                        return Some((base.to_owned(), output));
                    }
                    line.clear();
                }
                None
            });
        let Some((base, output)) = base else {
            // It has ended by itself; there is nothing more to learn from how.
            let _ = server.wait();
            return Err(Error::Ended {
                what: "The demonstration",
                log,
            });
        };
        Ok(Self {
            server,
            _output: output,
            base,
        })
    }
}

impl Drop for Demonstration {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

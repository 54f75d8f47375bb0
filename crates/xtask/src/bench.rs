//! `cargo xtask bench`: the release server measured against floors, on SQLite and on PostgreSQL.
//!
//! This builds and starts what is needed; the measuring is crates/bench, a program of its own. docs/PERFORMANCE.md tells
//! how to read what it prints.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use clap::{Args, ValueEnum};

use crate::error::Error;
use crate::process;
use crate::server::BINARY;
use crate::tools::postgres::{Durability, Postgres};
use crate::workspace::Workspace;

#[derive(Args)]
pub struct Options {
    /// Also measure with so many times the data
    #[arg(long, default_value_t = 1)]
    scale: usize,
    /// Only these questions, separated by commas: W1 to W6, L1, C1 to C6
    #[arg(long, value_name = "QUESTION")]
    only: Option<String>,
    /// Which databases
    #[arg(long, default_value = "both")]
    database: Database,
    /// How long each way of asking is timed, in seconds
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// Write everything that was found to this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Measure this server instead of the one built here, such as an earlier one
    #[arg(long, value_name = "FILE")]
    server: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Database {
    Sqlite,
    Postgres,
    Both,
}

/// Runs the command.
///
/// # Errors
/// When a build fails, there is no PostgreSQL, or an answer is wrong.
pub fn bench(workspace: &Workspace, options: &Options) -> Result<(), Error> {
    let mut build = process::cargo(workspace);
    build.args(["build", "--release", "--package", "bench"]);
    if options.server.is_none() {
        build.args(["--package", "backend", "--bin", BINARY]);
    }
    process::run(build.args(["--bin", "throughline-bench"]))?;
    let server = match &options.server {
        Some(server) => fs::canonicalize(server).map_err(Error::file(server))?,
        None => workspace.path("target/release").join(BINARY),
    };
    let mut run = Command::new(workspace.path("target/release/throughline-bench"));
    run.arg("run")
        .arg("--server")
        .arg(server)
        .arg("--directory")
        .arg(workspace.path("target/bench"))
        .arg("--plan")
        .arg(workspace.path("backend/demo/kent-plan.json"))
        .args(["--scale", &options.scale.to_string()])
        .args(["--seconds", &options.seconds.to_string()]);
    if let Some(only) = &options.only {
        run.args(["--only", only]);
    }
    if let Some(json) = &options.json {
        run.arg("--json").arg(json);
    }
    run.args([
        "--database",
        match options.database {
            Database::Sqlite => "sqlite",
            Database::Postgres => "postgres",
            Database::Both => "both",
        },
    ]);
    if options.database == Database::Sqlite {
        return process::run(&mut run);
    }
    let postgres = Postgres::start(workspace, Durability::Full)?;
    process::run(run.args(["--postgres", postgres.url()]))
}

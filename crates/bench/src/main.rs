//! Measures the release server: loads a generated set of plans, drives the server over HTTP from
//! this process as a signed-in person, and sets every rate beside floors, a small program that does
//! no more than the question needs. `cargo xtask bench` builds everything and starts this;
//! docs/PERFORMANCE.md says how to read what it prints.
//!
//! A question is a file in `questions`: what is asked of the server, what of the floors, and what
//! must hold. Nothing else knows one from another.

mod drive;
mod error;
mod floors;
mod load;
mod questions;
mod report;
mod run;
mod set;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "throughline-bench", about, version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Load the set, measure, print the table
    Run(run::Options),
    /// Serve the floors; started by `run`
    Floors(floors::Options),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Floors(options) => floors::run(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

//! The project's own commands: `cargo xtask run`, `test`, `bench`, `web`, `css`, `generate`, `budgets` and `contract`.
//!
//! They need rustup, a C compiler and Node, and bring the rest themselves, without root. One file a command; `tools`
//! finds or installs what the commands lean on; `web` builds the browser's half; `test` holds the parts of the check.
//! Nothing here is part of the product.

mod bench;
mod budgets;
mod contract;
mod css;
mod error;
mod generate;
mod process;
mod progress;
mod run;
mod server;
mod test;
mod tools;
mod web;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "The project's own commands",
    version,
    propagate_version = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and start Throughline, with the demonstration on an empty database
    Run(run::Options),
    /// Check everything; the last line reads `N passed, N failed`
    Test(test::Options),
    /// Measure the release server against floors on this machine
    Bench(bench::Options),
    /// Build the browser's half into target/site
    Web(web::Options),
    /// Compile the committed style sheet from its sources
    Css(css::Options),
    /// Try the whole interface, in every role, against what its document promises
    Contract(contract::Options),
    /// Write the generated files that are committed
    Generate(generate::Options),
    /// Measure the pages in a browser against their budgets
    Budgets(budgets::Options),
}

fn main() -> ExitCode {
    let workspace = Workspace::locate();
    let outcome = match Arguments::parse().command {
        Command::Run(options) => run::run(&workspace, &options),
        Command::Test(options) => test::test(&workspace, &options),
        Command::Bench(options) => bench::bench(&workspace, &options),
        Command::Web(options) => web::web(&workspace, &options),
        Command::Css(options) => css::css(&workspace, &options),
        Command::Contract(options) => contract::contract(&workspace, &options),
        Command::Generate(options) => generate::generate(&workspace, &options),
        Command::Budgets(options) => budgets::budgets(&workspace, &options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // `test` has said what failed, and its count must stay the last line.
        Err(error::Error::ChecksFailed) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

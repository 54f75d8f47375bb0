//! The program `throughline`.

use std::process::ExitCode;

use backend::{commands, config::Cli};
use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    match commands::run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

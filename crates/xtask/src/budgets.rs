//! `cargo xtask budgets`: measures the pages in a real browser against their budgets and prints the table.
//!
//! It is no part of `test`: its figures are true only on a machine that does nothing else.

use std::path::PathBuf;
use std::process::Command;

use clap::Args;

use crate::error::Error;
use crate::process;
use crate::progress::Progress;
use crate::server::{self, BINARY, Build, Pages};
use crate::tools::chromium::Chromium;
use crate::tools::node;
use crate::web;
use crate::workspace::Workspace;

#[derive(Args)]
pub struct Options {
    /// Only these: wire, paint, moves, typing, filter, lighthouse
    #[arg(long, value_name = "PART,…")]
    only: Option<String>,
    /// Measure a development build of the server, which answers more slowly but is built sooner
    #[arg(long)]
    development: bool,
    /// Also write the figures to a file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Runs the command. The front end is optimised for size and the server for speed, as they are shipped.
///
/// # Errors
/// When a build fails, a browser is missing, or a budget is passed.
pub fn budgets(workspace: &Workspace, options: &Options) -> Result<(), Error> {
    let node = node::require()?;
    let chromium = Chromium::find(workspace)?;
    let e2e = workspace.path("e2e");
    let directory = e2e.join("budgets");
    let mut progress = Progress::new(4);
    progress.step("Tools", || {
        node::packages(&e2e)?;
        node::packages(&directory)?;
        web::target::ensure(web::target::BROWSER)
    })?;
    let module = progress.step("Front end", || web::compile(workspace, Build::Release))?;
    progress.step("Site", || web::assemble(workspace, &module, Build::Release))?;
    let (build, pages, target) = if options.development {
        (Build::Development, Pages::Beside, "target/debug")
    } else {
        (Build::Release, Pages::Inside, "target/release")
    };
    progress.step("Server", || server::build(workspace, build, pages))?;

    let mut measure = Command::new(node);
    measure
        .arg("run.mjs")
        .current_dir(&directory)
        .env("THROUGHLINE", workspace.path(target).join(BINARY));
    if let Some(only) = &options.only {
        measure.arg("--only").arg(only);
    }
    if let Some(file) = &options.json {
        let file = std::path::absolute(file).map_err(Error::file(file))?;
        measure.arg("--json").arg(file);
    }
    chromium.hand_to(&mut measure);
    process::run(&mut measure)
}

//! The browser journeys: a real server, a real Chromium, axe on every page.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::Bench;
use super::count::Count;
use crate::error::Error;
use crate::process;
use crate::server::{BINARY, Build};
use crate::tools::chromium::Chromium;
use crate::tools::node;
use crate::web;
use crate::web::target;

/// Runs every file of `e2e/journeys`.
///
/// # Errors
/// When Node or a browser is missing, or the server or the front end do not build.
pub fn check(bench: &mut Bench) -> Result<Count, Error> {
    let node = node::require()?;
    let chromium = Chromium::find(bench.workspace)?;
    let e2e = bench.workspace.path("e2e");
    node::packages(&e2e)?;
    target::ensure(target::BROWSER)?;
    bench
        .log
        .run(&mut web::compiler(bench.workspace, Build::Development))?;
    web::assemble(
        bench.workspace,
        &web::module(bench.workspace, Build::Development),
        Build::Development,
    )?;
    bench
        .log
        .run(process::cargo(bench.workspace).args(["build", "--bin", BINARY]))?;

    let mut journeys = Command::new(node);
    journeys
        .current_dir(&e2e)
        .arg("--test")
        .args(["--test-reporter=spec", "--test-concurrency=1"])
        .args(files(&e2e.join("journeys"))?);
    journeys.env(
        "THROUGHLINE",
        bench.workspace.path("target/debug").join(BINARY),
    );
    chromium.hand_to(&mut journeys);
    bench.log.count(&mut journeys, Count::of_node)
}

fn files(directory: &std::path::Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(directory).map_err(Error::file(directory))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    Ok(files)
}

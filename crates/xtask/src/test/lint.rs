//! Formatting, clippy and documentation.

use super::Bench;
use super::count::Count;
use crate::error::Error;
use crate::process;
use crate::web::target;

/// The crates that the browser runs.
const FOR_THE_BROWSER: [&str; 6] = [
    "--package",
    "shared",
    "--package",
    "client",
    "--package",
    "frontend",
];

/// Formatting, of every member.
///
/// # Errors
/// When rustfmt would change a file.
pub fn formatting(bench: &mut Bench) -> Result<Count, Error> {
    bench
        .log
        .run(process::cargo(bench.workspace).args(["fmt", "--all", "--check"]))?;
    Ok(Count::ONE)
}

/// Everything that is built natively, tests too.
///
/// # Errors
/// On any warning.
pub fn native(bench: &mut Bench) -> Result<Count, Error> {
    bench.log.run(process::cargo(bench.workspace).args([
        "clippy",
        "--workspace",
        "--exclude",
        "frontend",
        "--all-targets",
        "--keep-going",
        "--",
        "--deny",
        "warnings",
    ]))?;
    Ok(Count::ONE)
}

/// Everything that is built for the browser.
///
/// # Errors
/// On any warning.
pub fn wasm(bench: &mut Bench) -> Result<Count, Error> {
    target::ensure(target::BROWSER)?;
    let mut clippy = process::cargo(bench.workspace);
    clippy
        .arg("clippy")
        .args(FOR_THE_BROWSER)
        .args(["--target", target::BROWSER, "--target-dir"])
        .arg(bench.workspace.web_target());
    bench
        .log
        .run(clippy.args(["--keep-going", "--", "--deny", "warnings"]))?;
    Ok(Count::ONE)
}

/// The documentation builds without a warning. Compiled examples, where there are any, run with the rules.
///
/// # Errors
/// On any warning.
pub fn documentation(bench: &mut Bench) -> Result<Count, Error> {
    bench.log.run(
        process::cargo(bench.workspace)
            .args([
                "doc",
                "--workspace",
                "--exclude",
                "frontend",
                "--no-deps",
                "--document-private-items",
            ])
            .env("RUSTDOCFLAGS", "--deny warnings"),
    )?;
    Ok(Count::ONE)
}

//! The rules as WebAssembly, under Node's WASI: the same tests as the native ones, on the processor that the browser has.

use super::Bench;
use super::count::Count;
use crate::error::Error;
use crate::process;
use crate::tools::node;
use crate::web::target;

/// Cargo runs a crate's tests in the crate's own directory, and takes no path with spaces: hence a relative one.
const RUNNER: &str = "node --no-warnings ../crates/xtask/src/test/wasi.mjs";

/// The tests of `shared` on wasm32.
///
/// # Errors
/// When the target or Node is missing, or the tests do not build.
pub fn rules(bench: &mut Bench) -> Result<Count, Error> {
    node::require()?;
    target::ensure(target::WASI)?;
    let mut command = process::cargo(bench.workspace);
    command
        .args([
            "test",
            "--package",
            "shared",
            "--no-fail-fast",
            "--lib",
            "--tests",
            "--target",
            target::WASI,
            "--target-dir",
        ])
        .arg(bench.workspace.web_target())
        .env("CARGO_TARGET_WASM32_WASIP1_RUNNER", RUNNER);
    bench.log.count(&mut command, Count::of_libtest)
}

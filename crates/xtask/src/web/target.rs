//! The compiler's WebAssembly targets.

use std::path::Path;
use std::process::Command;

use crate::error::Error;
use crate::process;

/// What the browser runs.
pub const BROWSER: &str = "wasm32-unknown-unknown";
/// What Node runs the rules' tests in.
pub const WASI: &str = "wasm32-wasip1";

/// Adds a target to the toolchain in use when it is not there yet.
///
/// # Errors
/// When it is missing and rustup is missing too, or rustup cannot fetch it.
pub fn ensure(target: &str) -> Result<(), Error> {
    if installed(target) {
        return Ok(());
    }
    if process::find("rustup").is_none() {
        return Err(Error::missing(
            format!(
                "the compiler has no standard library for {target}, and there is no rustup to add it"
            ),
            "Install Rust with rustup (https://rustup.rs), or your system's package of that standard library",
        ));
    }
    process::run(Command::new("rustup").args(["target", "add", target]))
}

fn installed(target: &str) -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    process::probe(Command::new(rustc).args(["--print", "target-libdir", "--target", target]))
        .is_some_and(|path| Path::new(&path).is_dir())
}

//! `cargo xtask web`: the browser's half, from Rust to the files that the server embeds.
//!
//! `target` makes sure of the compiler's target, `bindings` turns the module into a program that a browser can load in
//! parts, `site` names every file after its content and fills in the page, `compress` puts a Brotli and a gzip copy beside
//! each.

mod bindings;
mod compress;
mod module;
mod site;
pub mod target;

use std::path::{Path, PathBuf};

use clap::Args;

use crate::error::Error;
use crate::process;
use crate::progress::Progress;
use crate::server::Build;
use crate::workspace::Workspace;

#[derive(Args)]
pub struct Options {
    /// Optimise for size, as the shipped binary has it
    #[arg(long)]
    release: bool,
}

/// Runs the command.
///
/// # Errors
/// When the compiler, the bindings or the page's template fail.
pub fn web(workspace: &Workspace, options: &Options) -> Result<(), Error> {
    let build = if options.release {
        Build::Release
    } else {
        Build::Development
    };
    let mut progress = Progress::new(3);
    progress.step("WebAssembly target", || target::ensure(target::BROWSER))?;
    let module = progress.step("Front end", || compile(workspace, build))?;
    progress.step("Site", || assemble(workspace, &module, build))
}

/// Compiles the front end and returns the module that rustc made.
///
/// # Errors
/// When Cargo fails.
pub fn compile(workspace: &Workspace, build: Build) -> Result<PathBuf, Error> {
    process::run(&mut compiler(workspace, build))?;
    Ok(module(workspace, build))
}

/// The command that compiles the front end.
pub fn compiler(workspace: &Workspace, build: Build) -> std::process::Command {
    let mut command = process::cargo(workspace);
    command
        .args([
            "build",
            "--package",
            "frontend",
            "--target",
            target::BROWSER,
            "--target-dir",
        ])
        .arg(workspace.web_target());
    // With erased types a view is built by code that all views share, and not by code of its own: it compiles much faster,
    // and travels at half the size.
    command.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "--cfg erase_components",
    );
    if build == Build::Release {
        command.args(["--profile", "wasm"]);
    }
    command
}

/// Where [`compiler`] leaves the module.
pub fn module(workspace: &Workspace, build: Build) -> PathBuf {
    let profile = match build {
        Build::Development => "debug",
        Build::Release => "wasm",
    };
    workspace
        .web_target()
        .join(target::BROWSER)
        .join(profile)
        .join("frontend.wasm")
}

/// Makes `target/site` from a compiled module, unless it is already the one made from it.
///
/// # Errors
/// When the module has no bindings, the template is wrong, or a file cannot be written.
pub fn assemble(workspace: &Workspace, module: &Path, build: Build) -> Result<(), Error> {
    let sources = site::Sources::read(workspace, module)?;
    let stamp = site::Stamp::new(workspace, &sources, build);
    if stamp.holds() {
        return Ok(());
    }
    let program = bindings::make(workspace, module, build)?;
    let files = site::write(workspace, &sources, &program)?;
    compress::beside(&files, build)?;
    stamp.put()
}

/// Which site is in `target/site`, in a word that changes with it; empty when there is none.
pub fn digest(workspace: &Workspace) -> String {
    site::digest_of(&workspace.site().join("index.html"))
}

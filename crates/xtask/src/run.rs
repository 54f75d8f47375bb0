//! `cargo xtask run`: from nothing to a running Throughline.
//!
//! It makes one binary with the pages inside. By default the server is built for development, which takes half as long on
//! a first start, and the browser's half is optimised, because it travels. `--release` makes the binary to ship.

use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::Command;

use clap::Args;

use crate::error::Error;
use crate::process;
use crate::progress::Progress;
use crate::server;
use crate::web;
use crate::workspace::Workspace;

#[derive(Args)]
pub struct Options {
    /// Where to listen
    #[arg(long, value_name = "HOST:PORT")]
    addr: Option<String>,
    /// Where the SQLite database and other files live
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Another database: sqlite://FILE or postgres://USER@HOST/NAME
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Leave an empty database empty
    #[arg(long)]
    no_demo: bool,
    /// Build the binary to ship, target/release/throughline, and start that
    #[arg(long)]
    release: bool,
}

/// Runs the command; when all goes well this process becomes the server and never returns.
///
/// # Errors
/// When a build fails or the server cannot be started.
pub fn run(workspace: &Workspace, options: &Options) -> Result<(), Error> {
    let mut progress = Progress::new(4);
    progress.step("WebAssembly target", || {
        web::target::ensure(web::target::BROWSER)
    })?;
    let build = if options.release {
        server::Build::Release
    } else {
        server::Build::Development
    };
    let module = progress.step("Front end", || {
        web::compile(workspace, server::Build::Release)
    })?;
    progress.step("Site", || {
        web::assemble(workspace, &module, server::Build::Release)
    })?;
    let binary = progress.step("Server", || {
        server::build(workspace, build, server::Pages::Inside)
    })?;
    eprintln!("Built in {:.0} s: {}", progress.seconds(), binary.display());

    let mut serve = Command::new(binary);
    serve
        .arg("serve")
        .args(flags(options))
        .current_dir(workspace.root());
    // Taking this process's place hands the server the terminal: Ctrl-C and its exit code need no go-between.
    let error = serve.exec();
    Err(process::start(&serve, error))
}

fn flags(options: &Options) -> Vec<std::ffi::OsString> {
    let mut flags = Vec::new();
    let mut flag = |name: &str, value: std::ffi::OsString| flags.extend([name.into(), value]);
    if let Some(addr) = &options.addr {
        flag("--addr", addr.into());
    }
    if let Some(directory) = &options.data_dir {
        flag("--data-dir", directory.into());
    }
    if let Some(url) = &options.database_url {
        flag("--database-url", url.into());
    }
    flags.push(if options.no_demo {
        "--no-demo".into()
    } else {
        "--demo".into()
    });
    flags
}

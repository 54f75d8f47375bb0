//! `cargo xtask css`: compiles the style sheet. The result is committed, so that building and running need no npm.

use std::fs;
use std::process::{Command, Stdio};

use clap::Args;

use crate::error::Error;
use crate::process;
use crate::tools::node;
use crate::workspace::Workspace;

const SOURCE: &str = "styles/app.scss";
/// The committed style sheet, from the root of the work tree.
pub const COMPILED: &str = "frontend/styles/dist/app.css";

#[derive(Args)]
pub struct Options {
    /// Fail when the committed file differs from its sources, and write nothing
    #[arg(long)]
    check: bool,
}

/// Runs the command.
///
/// # Errors
/// When Node or the style packages are missing, the sources do not compile, or `--check` finds a difference.
pub fn css(workspace: &Workspace, options: &Options) -> Result<(), Error> {
    let css = compile(workspace)?;
    let path = workspace.path(COMPILED);
    if options.check {
        let committed = fs::read(&path).unwrap_or_default();
        return if committed == css {
            Ok(())
        } else {
            Err(Error::Drift(vec![COMPILED.to_owned()]))
        };
    }
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory).map_err(Error::file(directory))?;
    }
    fs::write(&path, &css).map_err(Error::file(&path))?;
    eprintln!("{COMPILED}: {} bytes", css.len());
    Ok(())
}

/// The style sheet as its sources make it.
///
/// # Errors
/// As for [`css`], but for differences.
pub fn compile(workspace: &Workspace) -> Result<Vec<u8>, Error> {
    let frontend = workspace.path("frontend");
    let node = node::require()?;
    node::packages(&frontend)?;
    process::output(
        Command::new(node)
            .arg("node_modules/sass/sass.js")
            .args([
                "--load-path=node_modules",
                "--load-path=.",
                "--style=compressed",
                "--quiet-deps",
                "--no-source-map",
                "--no-charset",
            ])
            .arg(SOURCE)
            .current_dir(&frontend)
            .stdin(Stdio::null()),
    )
}

//! `cargo xtask generate`: the committed files that are made from the code.

use std::fs;
use std::path::Path;
use std::process::Command;

use clap::Args;

use crate::css;
use crate::error::Error;
use crate::process;
use crate::server;
use crate::workspace::Workspace;

/// What the server itself writes: the file, and the words that make it.
const FROM_THE_SERVER: [(&str, &[&str]); 2] = [
    ("docs/openapi.json", &["openapi"]),
    ("docs/plan-format.schema.json", &["schema", "plan"]),
];

#[derive(Args)]
pub struct Options {
    /// Fail when a committed file differs from its sources, name it, and write nothing
    #[arg(long)]
    check: bool,
}

/// Runs the command.
///
/// # Errors
/// When a source does not build, or `--check` finds a difference.
pub fn generate(workspace: &Workspace, options: &Options) -> Result<(), Error> {
    let binary = server::build(workspace, server::Build::Development, server::Pages::Beside)?;
    let stale = stale(workspace, &binary)?;
    if options.check {
        return verdict(&stale);
    }
    for (file, made) in stale {
        let path = workspace.path(file);
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory).map_err(Error::file(directory))?;
        }
        fs::write(&path, made).map_err(Error::file(&path))?;
        eprintln!("wrote {file}");
    }
    Ok(())
}

/// Checks that every generated file is what this server and the style sheet's sources make.
///
/// # Errors
/// When one is not, with the names of all that are not.
pub fn check(workspace: &Workspace, binary: &Path) -> Result<(), Error> {
    verdict(&stale(workspace, binary)?)
}

fn verdict(stale: &[(&str, Vec<u8>)]) -> Result<(), Error> {
    if stale.is_empty() {
        Ok(())
    } else {
        Err(Error::Drift(
            stale.iter().map(|(file, _)| (*file).to_owned()).collect(),
        ))
    }
}

/// The generated files that differ from what is committed, as they should be.
fn stale(workspace: &Workspace, binary: &Path) -> Result<Vec<(&'static str, Vec<u8>)>, Error> {
    let mut files = Vec::new();
    for (file, words) in FROM_THE_SERVER {
        files.push((
            file,
            process::output(
                Command::new(binary)
                    .args(words)
                    .current_dir(workspace.root()),
            )?,
        ));
    }
    files.push((css::COMPILED, css::compile(workspace)?));
    files.retain(|(file, made)| {
        !fs::read(workspace.path(file)).is_ok_and(|committed| committed == *made)
    });
    Ok(files)
}

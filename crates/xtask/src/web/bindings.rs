//! From the module that rustc made to one that a browser can load, with the JavaScript that loads it.

use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::error::Error;
use crate::server::Build;
use crate::workspace::Workspace;

/// What the generator made.
pub struct Bindings {
    /// The module for the browser.
    pub wasm: Vec<u8>,
    /// The JavaScript beside it.
    pub script: Vec<u8>,
    /// JavaScript that crates brought along, in a directory that the script refers to as `./snippets`.
    pub snippets: Option<PathBuf>,
}

/// Makes the bindings in `target/web/bindings`.
///
/// # Errors
/// When the module was built with another version of wasm-bindgen, or the files cannot be read back.
pub fn make(workspace: &Workspace, module: &Path, build: Build) -> Result<Bindings, Error> {
    let directory = workspace.web_target().join("bindings");
    if directory.exists() {
        fs::remove_dir_all(&directory).map_err(Error::file(&directory))?;
    }
    let mut generator = Bindgen::new();
    generator
        .input_path(module)
        .typescript(false)
        .out_name("app")
        // Names of functions make a development build's stack traces readable, and a shipped one half as large again.
        .remove_name_section(build == Build::Release)
        .remove_producers_section(true)
        .omit_default_module_path(true);
    generator
        .web(true)
        .and_then(|generator| generator.generate(&directory))
        .map_err(|error| Error::Bindings(format!("{error:#}")))?;
    let read = |name: &str| {
        let path = directory.join(name);
        fs::read(&path).map_err(Error::file(&path))
    };
    let snippets = directory.join("snippets");
    Ok(Bindings {
        wasm: read("app_bg.wasm")?,
        script: read("app.js")?,
        snippets: snippets.is_dir().then_some(snippets),
    })
}

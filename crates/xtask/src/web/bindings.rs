//! From the module that rustc made to a program that a browser can load: the module that starts it, the parts that are
//! fetched when they are needed, and the JavaScript that ties them together.

use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use super::module;
use crate::error::Error;
use crate::server::Build;
use crate::workspace::Workspace;

/// The script that starts the program.
pub const SCRIPT: &str = "app.js";
/// The module that it starts.
pub const MODULE: &str = "app_bg.wasm";
/// The script that fetches the parts.
pub const PARTS: &str = "parts.js";

/// The program: its files by their names, which they call each other by, in order.
pub struct Program(pub Vec<(String, Vec<u8>)>);

/// Makes the program in `target/web/bindings`.
///
/// # Errors
/// When the module cannot be taken apart, was built with another version of wasm-bindgen, or the files cannot be read
/// back.
pub fn make(workspace: &Workspace, module: &Path, build: Build) -> Result<Program, Error> {
    let directory = workspace.web_target().join("bindings");
    let program = directory.join("program");
    if directory.exists() {
        fs::remove_dir_all(&directory).map_err(Error::file(&directory))?;
    }
    fs::create_dir_all(&program).map_err(Error::file(&program))?;

    // The parts are cut before the bindings are made: these know only the module that starts the program.
    let whole = fs::read(module).map_err(Error::file(module))?;
    let start = directory.join("start.wasm");
    let mut options = wasm_split_cli_support::Options::new(&whole);
    let (link, script) = (format!("./{PARTS}"), format!("./{SCRIPT}"));
    options.output_dir = &program;
    options.main_out_path = &start;
    options.link_name = &link;
    options.main_module = &script;
    wasm_split_cli_support::transform(options)
        .map_err(|error| Error::Bindings(format!("{error:#}")))?;

    let mut generator = Bindgen::new();
    generator
        .input_path(&start)
        .typescript(false)
        .out_name("app")
        .demangle(false)
        // The parts use the memory and the tables of the module that starts the program.
        .keep_lld_exports(true)
        // Names of functions make a development build's stack traces readable, and a shipped one half as large again.
        .remove_name_section(build == Build::Release)
        .remove_producers_section(true)
        .omit_default_module_path(true);
    generator
        .web(true)
        .and_then(|generator| generator.generate(&program))
        .map_err(|error| Error::Bindings(format!("{error:#}")))?;

    let mut files = Vec::new();
    collect(&program, "", &mut files)?;
    if build == Build::Release {
        for (name, content) in &mut files {
            if name.ends_with(".wasm") {
                *content = module::bare(content)
                    .ok_or_else(|| Error::Bindings(format!("{name} is no module")))?;
            }
        }
    }
    files.sort();
    Ok(Program(files))
}

fn collect(
    directory: &Path,
    prefix: &str,
    files: &mut Vec<(String, Vec<u8>)>,
) -> Result<(), Error> {
    for entry in fs::read_dir(directory).map_err(Error::file(directory))? {
        let entry = entry.map_err(Error::file(directory))?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files)?;
        } else {
            files.push((name, fs::read(&path).map_err(Error::file(&path))?));
        }
    }
    Ok(())
}

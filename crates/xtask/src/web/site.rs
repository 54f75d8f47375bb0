//! The site: every asset under a name that changes with its content, and the page that names them.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::bindings::{MODULE, PARTS, Program, SCRIPT};
use crate::css;
use crate::error::Error;
use crate::server::Build;
use crate::workspace::Workspace;

/// What the site is made of, besides the bindings.
pub struct Sources {
    page: (PathBuf, String),
    boot: (PathBuf, String),
    style: Vec<u8>,
    icon: Vec<u8>,
    module: Vec<u8>,
}

impl Sources {
    /// Reads them.
    ///
    /// # Errors
    /// When one is missing.
    pub fn read(workspace: &Workspace, module: &Path) -> Result<Self, Error> {
        let bytes = |path: PathBuf| fs::read(&path).map_err(Error::file(&path));
        let text = |path: PathBuf| {
            fs::read_to_string(&path)
                .map_err(Error::file(&path))
                .map(|text| (path, text))
        };
        Ok(Self {
            page: text(workspace.path("frontend/index.html"))?,
            boot: text(workspace.path("frontend/boot.js"))?,
            style: bytes(workspace.path(css::COMPILED))?,
            icon: bytes(workspace.path("frontend/favicon.svg"))?,
            module: bytes(module.to_path_buf())?,
        })
    }
}

/// Remembers from what the site was last made, so that making it again can be skipped.
pub struct Stamp {
    path: PathBuf,
    page: PathBuf,
    digest: String,
}

impl Stamp {
    /// The stamp of these sources.
    pub fn new(workspace: &Workspace, sources: &Sources, build: Build) -> Self {
        let mut hasher = Sha256::new();
        let parts: [&[u8]; 5] = [
            sources.page.1.as_bytes(),
            sources.boot.1.as_bytes(),
            &sources.style,
            &sources.icon,
            &sources.module,
        ];
        for part in parts {
            hasher.update(part.len().to_le_bytes());
            hasher.update(part);
        }
        hasher.update([u8::from(build == Build::Release)]);
        Self {
            path: workspace.web_target().join("site.stamp"),
            page: workspace.site().join("index.html"),
            digest: hexadecimal(&hasher.finalize()),
        }
    }

    /// Whether the site on disk was made from these sources.
    pub fn holds(&self) -> bool {
        self.page.is_file() && fs::read_to_string(&self.path).is_ok_and(|text| text == self.digest)
    }

    /// Says that it was.
    ///
    /// # Errors
    /// When the stamp cannot be written.
    pub fn put(&self) -> Result<(), Error> {
        fs::write(&self.path, &self.digest).map_err(Error::file(&self.path))
    }
}

/// Writes the site, removes what an earlier one left behind, and returns the files to compress.
///
/// # Errors
/// When a template lacks a placeholder or a file cannot be written.
pub fn write(
    workspace: &Workspace,
    sources: &Sources,
    program: &Program,
) -> Result<Vec<PathBuf>, Error> {
    let site = workspace.site();
    let assets = site.join("assets");

    let mut files = Vec::new();
    let mut asset = |name: String, content: &[u8]| -> Result<String, Error> {
        let path = assets.join(&name);
        put(&path, content)?;
        files.push(path);
        Ok(format!("/assets/{name}"))
    };
    // The files of the program call each other by name, so that the directory carries the digest and not each file: a
    // part is never fetched from another build than the one that asks for it.
    let directory = format!("app-{}", digest_of_all(&program.0));
    for (name, content) in &program.0 {
        asset(format!("{directory}/{name}"), content)?;
    }
    let of_program = |name: &str| format!("/assets/{directory}/{name}");
    let (script, wasm, parts) = (of_program(SCRIPT), of_program(MODULE), of_program(PARTS));
    let style = asset(named("app", "css", &sources.style), &sources.style)?;
    let icon = asset(named("icon", "svg", &sources.icon), &sources.icon)?;
    let (boot_path, boot_text) = &sources.boot;
    let boot = fill(
        boot_path,
        boot_text,
        &[("{{app_js}}", &script), ("{{app_wasm}}", &wasm)],
    )?;
    let boot = asset(named("boot", "js", boot.as_bytes()), boot.as_bytes())?;

    let (page_path, page_text) = &sources.page;
    let pages = digest([page_text, &*boot, &style, &icon].concat().as_bytes());
    let names = [
        ("{{boot_js}}", &*boot),
        ("{{app_js}}", &*script),
        ("{{app_wasm}}", &*wasm),
        ("{{parts_js}}", &*parts),
        ("{{app_css}}", &*style),
        ("{{icon}}", &*icon),
        ("{{pages}}", &*pages),
    ];
    // The server tells open pages which ones it has, so that they notice an upgrade.
    put(&site.join("version.txt"), pages.as_bytes())?;
    let page = site.join("index.html");
    put(&page, fill(page_path, page_text, &names)?.as_bytes())?;
    files.push(page);
    sweep(&assets, &files)?;
    Ok(files)
}

fn put(path: &Path, content: &[u8]) -> Result<(), Error> {
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory).map_err(Error::file(directory))?;
    }
    fs::write(path, content).map_err(Error::file(path))
}

/// Replaces every placeholder, each of which must be there, and refuses any that it does not know.
fn fill(file: &Path, template: &str, values: &[(&str, &str)]) -> Result<String, Error> {
    let wrong = |placeholder: &str, problem| Error::Template {
        file: file.to_path_buf(),
        placeholder: placeholder.to_owned(),
        problem,
    };
    let mut text = template.to_owned();
    for (placeholder, value) in values {
        if !text.contains(placeholder) {
            return Err(wrong(placeholder, "missing"));
        }
        text = text.replace(placeholder, value);
    }
    match text.split_once("{{") {
        Some((_, rest)) => Err(wrong(
            rest.split("}}").next().unwrap_or_default(),
            "unknown",
        )),
        None => Ok(text),
    }
}

/// Removes the assets that the page no longer names, with their compressed copies.
fn sweep(directory: &Path, kept: &[PathBuf]) -> Result<(), Error> {
    for entry in fs::read_dir(directory).map_err(Error::file(directory))? {
        let path = entry.map_err(Error::file(directory))?.path();
        if path.is_dir() {
            if kept.iter().any(|file| file.starts_with(&path)) {
                sweep(&path, kept)?;
            } else {
                fs::remove_dir_all(&path).map_err(Error::file(&path))?;
            }
            continue;
        }
        let original = match path.extension().and_then(|extension| extension.to_str()) {
            Some("br" | "gz") => path.with_extension(""),
            _ => path.clone(),
        };
        if !kept.contains(&original) {
            fs::remove_file(&path).map_err(Error::file(&path))?;
        }
    }
    Ok(())
}

/// The digest of a file, which of the page is one of the whole site, as the page names every asset by its own.
pub fn digest_of(page: &Path) -> String {
    fs::read(page).map_or_else(|_| String::new(), |content| digest(&content))
}

fn named(stem: &str, extension: &str, content: &[u8]) -> String {
    format!("{stem}-{}.{extension}", digest(content))
}

/// One digest of several files and their names.
fn digest_of_all(files: &[(String, Vec<u8>)]) -> String {
    let mut hasher = Sha256::new();
    for (name, content) in files {
        for part in [name.as_bytes(), content] {
            hasher.update(part.len().to_le_bytes());
            hasher.update(part);
        }
    }
    short(&hasher.finalize())
}

/// Enough of a SHA-256 to tell two versions of a file apart: 64 bits.
fn digest(content: &[u8]) -> String {
    short(&Sha256::digest(content))
}

fn short(digest: &[u8]) -> String {
    let mut text = hexadecimal(digest);
    text.truncate(16);
    text
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_placeholder_is_filled() {
        let page = fill(
            Path::new("index.html"),
            "<a {{x}}><b {{x}}{{y}}>",
            &[("{{x}}", "1"), ("{{y}}", "2")],
        );
        assert_eq!(page.unwrap(), "<a 1><b 12>");
    }

    #[test]
    fn missing_and_unknown_placeholders_are_refused() {
        let missing = fill(Path::new("index.html"), "nothing", &[("{{x}}", "1")]).unwrap_err();
        assert!(
            missing
                .to_string()
                .ends_with("the placeholder {{x}} is missing")
        );
        let unknown = fill(Path::new("index.html"), "{{z}}", &[]).unwrap_err();
        assert!(
            unknown
                .to_string()
                .ends_with("the placeholder z is unknown")
        );
    }

    #[test]
    fn names_follow_content() {
        assert_eq!(digest(b"one"), digest(b"one"));
        assert_ne!(digest(b"one"), digest(b"two"));
        assert_eq!(digest(b"one").len(), 16);
    }
}

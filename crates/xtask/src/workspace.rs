//! Where things are in the work tree.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the work tree and the paths that hang from it.
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Finds the root from this crate's own directory, as Cargo names it when it runs the command.
    pub fn locate() -> Self {
        let crate_dir = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = crate_dir
            .ancestors()
            .nth(2)
            .unwrap_or(&crate_dir)
            .to_path_buf();
        Self { root }
    }

    /// The root of the work tree.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the root.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Where native builds go.
    pub fn target(&self) -> PathBuf {
        self.path("target")
    }

    /// Where WebAssembly builds go: apart, so that they never wait for the lock of a native build.
    pub fn web_target(&self) -> PathBuf {
        self.path("target/web")
    }

    /// The front end as the server embeds it.
    pub fn site(&self) -> PathBuf {
        self.path("target/site")
    }

    /// Tools that npm brought for want of a system one.
    pub fn tools(&self) -> PathBuf {
        self.path("target/tools")
    }
}

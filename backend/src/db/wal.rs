//! Whether anything at all was committed to a SQLite database since somebody last looked, by this
//! process or by another one: the header of the WAL index, which every commit rewrites before it
//! is acknowledged and from which every reader takes its snapshot. Looking at it takes about a
//! microsecond, a query some forty.

use std::{fmt, path::Path};

/// Both copies of the header, which readers compare too (<https://sqlite.org/walformat.html>).
pub const HEADER: usize = 96;

/// What the header was when somebody looked.
pub type Mark = [u8; HEADER];

/// The WAL index of one database.
pub struct WalIndex {
    #[cfg(unix)]
    inside: unix::Inside,
}

impl fmt::Debug for WalIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WalIndex").finish_non_exhaustive()
    }
}

impl WalIndex {
    /// The index of the database at `path`.
    pub fn of(path: &Path) -> Self {
        #[cfg(not(unix))]
        let _ = path;
        Self {
            #[cfg(unix)]
            inside: unix::Inside::of(path),
        }
    }

    /// What the header is now; none where it cannot be told, so that somebody has to ask.
    pub fn mark(&self) -> Option<Mark> {
        #[cfg(unix)]
        return self.inside.mark();
        #[cfg(not(unix))]
        // A file and a mapping of it need not agree there.
        None
    }
}

#[cfg(unix)]
mod unix {
    use std::{
        fs::File,
        mem::ManuallyDrop,
        os::unix::fs::{FileExt, MetadataExt},
        path::{Path, PathBuf},
        sync::{Mutex, PoisonError},
    };

    use super::{HEADER, Mark};

    /// The file stays open for as long as the process lives: closing any handle on a file gives up
    /// all locks that the process holds on it, and SQLite's are on this one. Only a file that
    /// SQLite has removed is closed, on which nobody holds a lock any more.
    pub struct Inside {
        path: PathBuf,
        file: Mutex<Option<ManuallyDrop<File>>>,
    }

    impl Inside {
        pub fn of(database: &Path) -> Self {
            let mut path = database.as_os_str().to_owned();
            path.push("-shm");
            Self {
                path: path.into(),
                file: Mutex::new(None),
            }
        }

        pub fn mark(&self) -> Option<Mark> {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            let gone = match file.as_ref() {
                Some(open) => open.metadata().map_or(true, |about| about.nlink() == 0),
                None => false,
            };
            if gone && let Some(removed) = file.take() {
                drop(ManuallyDrop::into_inner(removed));
            }
            if file.is_none() {
                *file = Some(ManuallyDrop::new(File::open(&self.path).ok()?));
            }
            let mut mark = [0; HEADER];
            file.as_ref()?.read_exact_at(&mut mark, 0).ok()?;
            Some(mark)
        }
    }
}

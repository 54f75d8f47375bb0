//! A PostgreSQL for the tests and the bench: the one that `DATABASE_URL` names, else a throw-away cluster of the system's binaries, else
//! of those that npm's embedded-postgres packages ship.
//!
//! A throw-away cluster listens on loopback, lives in a temporary directory and, for the tests, keeps nothing (`fsync` is
//! off). A small
//! shell, the keeper, starts it and waits for the end of its standard input: however this process ends, the pipe closes,
//! the keeper stops the server and removes the directory.

use std::env;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{PermissionsExt as _, chown, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde::Deserialize;

use super::node;
use crate::error::Error;
use crate::process;
use crate::workspace::Workspace;

const PACKAGE_VERSION: &str = "18.4.0-beta.17";
const USER: &str = "throughline";
const PATIENCE: Duration = Duration::from_secs(60);
/// Homebrew's places, for Apple's and Intel's processors.
const HOMEBREW: [&str; 2] = ["/opt/homebrew/opt", "/usr/local/opt"];
const KEEPER: &str = r#"trap "" INT HUP TERM
"$@" >"$KEPT/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT "$server" 2>/dev/null
wait "$server"
rm -rf "$KEPT"
"#;

/// Whether a throw-away cluster syncs what it acknowledges.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It need not: nobody misses what it held.
    None,
    /// As in earnest, for what is measured.
    Full,
}

impl Durability {
    fn settings(self) -> &'static [&'static str] {
        match self {
            Self::None => &[
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
            ],
            Self::Full => &["shared_buffers=256MB", "max_wal_size=4GB"],
        }
    }
}

/// A PostgreSQL that accepts connections for as long as this value lives.
pub struct Postgres {
    url: String,
    programs: Option<PathBuf>,
    keeper: Option<Child>,
}

impl Postgres {
    /// Finds or starts one.
    ///
    /// # Errors
    /// When none can be found, brought or started.
    pub fn start(workspace: &Workspace, durability: Durability) -> Result<Self, Error> {
        if let Some(url) = env::var("DATABASE_URL")
            .ok()
            .filter(|url| url.starts_with("postgres://") || url.starts_with("postgresql://"))
        {
            return Ok(Self {
                url,
                programs: system_binaries(),
                keeper: None,
            });
        }
        let owner = Owner::current()?;
        let directory = owner.directory()?;
        let started = Self::in_directory(workspace, durability, &owner, &directory);
        if started.is_err() {
            // The error is what matters; a directory that cannot be removed is only litter.
            let _ = fs::remove_dir_all(&directory);
        }
        started
    }

    /// Where to connect, as a superuser.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder with `initdb` and `pg_ctl`, for tests that stop and start a cluster of their own.
    ///
    /// # Errors
    /// When the PostgreSQL at hand is somewhere else, and this machine has none.
    pub fn programs(&self) -> Result<&Path, Error> {
        self.programs.as_deref().ok_or_else(|| {
            Error::missing(
                "the tests that restart PostgreSQL need its programs on this machine",
                "Install PostgreSQL 15 or newer, or unset DATABASE_URL so that npm brings one",
            )
        })
    }

    fn in_directory(
        workspace: &Workspace,
        durability: Durability,
        owner: &Owner,
        directory: &Path,
    ) -> Result<Self, Error> {
        let binaries = match system_binaries() {
            Some(binaries) => binaries,
            None => npm_binaries(workspace, owner, directory)?,
        };
        let data = directory.join("data");
        let mut initdb = owner.command(&binaries.join("initdb"), directory);
        initdb.arg("-D").arg(&data).args([
            "-U",
            USER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        process::output(&mut initdb)?;

        let port = free_port().map_err(Error::file(directory))?;
        let mut keeper = owner.command(Path::new("/bin/sh"), directory);
        keeper
            .args(["-c", KEEPER, "keeper"])
            .arg(binaries.join("postgres"))
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(directory);
        keeper.args(["-p", &port.to_string()]);
        for setting in ["listen_addresses=127.0.0.1", "max_connections=300"]
            .iter()
            .chain(durability.settings())
        {
            keeper.args(["-c", setting]);
        }
        keeper
            .env("KEPT", directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::null());
        let child = keeper
            .spawn()
            .map_err(|source| process::start(&keeper, source))?;
        // From here on, dropping the value stops the server.
        let postgres = Self {
            url: format!("postgres://{USER}@127.0.0.1:{port}/postgres"),
            programs: Some(binaries),
            keeper: Some(child),
        };
        wait_until_ready(&data.join("postmaster.pid"), &directory.join("log"))?;
        Ok(postgres)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut keeper) = self.keeper.take() {
            drop(keeper.stdin.take());
            // There is nobody left to tell.
            let _ = keeper.wait();
        }
    }
}

/// As whom the cluster runs: PostgreSQL refuses to run as root.
struct Owner {
    stand_in: Option<(u32, u32)>,
}

impl Owner {
    fn current() -> Result<Self, Error> {
        if id(&["-u"]) != Some(0) {
            return Ok(Self { stand_in: None });
        }
        match (id(&["-u", "nobody"]), id(&["-g", "nobody"])) {
            (Some(user), Some(group)) => Ok(Self {
                stand_in: Some((user, group)),
            }),
            _ => Err(Error::missing(
                "PostgreSQL refuses to run as root, and there is no user `nobody`",
                "Run the tests as another user",
            )),
        }
    }

    /// A new directory that only the owner may enter; its path is short enough for a socket's name.
    fn directory(&self) -> Result<PathBuf, Error> {
        let directory = env::temp_dir().join(format!("throughline-pg-{}", std::process::id()));
        fs::create_dir(&directory).map_err(Error::file(&directory))?;
        fs::set_permissions(&directory, fs::Permissions::from_mode(0o700))
            .map_err(Error::file(&directory))?;
        if let Some((user, group)) = self.stand_in {
            chown(&directory, Some(user), Some(group)).map_err(Error::file(&directory))?;
        }
        Ok(directory)
    }

    fn command(&self, program: &Path, directory: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(directory).env("LC_ALL", "C");
        if let Some((user, group)) = self.stand_in {
            command.uid(user).gid(group);
        }
        command
    }
}

fn id(arguments: &[&str]) -> Option<u32> {
    process::probe(Command::new("id").args(arguments))?
        .parse()
        .ok()
}

/// The newest PostgreSQL that the system has.
fn system_binaries() -> Option<PathBuf> {
    let mut candidates: Vec<PathBuf> = Vec::new();
    candidates.extend(process::probe(Command::new("pg_config").arg("--bindir")).map(PathBuf::from));
    candidates.extend(
        versions(Path::new("/usr/lib/postgresql"), "")
            .into_iter()
            .map(|path| path.join("bin")),
    );
    for place in HOMEBREW {
        candidates.extend(
            versions(Path::new(place), "postgresql")
                .into_iter()
                .map(|path| path.join("bin")),
        );
    }
    candidates.extend(
        process::find("initdb")
            .and_then(|path| fs::canonicalize(path).ok())
            .and_then(|path| path.parent().map(Path::to_path_buf)),
    );
    candidates.into_iter().find(|directory| {
        ["initdb", "pg_ctl", "postgres"]
            .iter()
            .all(|name| directory.join(name).is_file())
    })
}

/// The directories of a place whose names begin so, newest version first.
fn versions(place: &Path, prefix: &str) -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir(place)
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let version = path
                .file_name()?
                .to_str()?
                .strip_prefix(prefix)?
                .trim_start_matches('@')
                .parse()
                .unwrap_or(0);
            Some((version, path))
        })
        .collect();
    found.sort_by(|one, other| other.cmp(one));
    found.into_iter().map(|(_, path)| path).collect()
}

#[derive(Deserialize)]
struct Link {
    source: String,
    target: String,
}

/// npm's binaries, made fit to run: the links that npm cannot pack are put back, and where another user runs them they are
/// copied to where that user can read them.
fn npm_binaries(workspace: &Workspace, owner: &Owner, directory: &Path) -> Result<PathBuf, Error> {
    let platform = match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => "linux-x64",
        ("linux", "aarch64") => "linux-arm64",
        ("macos", "x86_64") => "darwin-x64",
        ("macos", "aarch64") => "darwin-arm64",
        (system, processor) => {
            return Err(Error::missing(
                format!(
                    "there is no PostgreSQL on this machine, and npm has none for {system} on {processor}"
                ),
                "Install PostgreSQL 15 or newer, or name one in DATABASE_URL",
            ));
        }
    };
    node::require()?;
    let package = node::package(
        &workspace.tools(),
        &format!("@embedded-postgres/{platform}"),
        PACKAGE_VERSION,
    )?;
    let list = package.join("native/pg-symlinks.json");
    if let Ok(text) = fs::read(&list) {
        let links: Vec<Link> =
            serde_json::from_slice(&text).map_err(|error| Error::Unreadable {
                what: list.display().to_string(),
                problem: error.to_string(),
            })?;
        for link in links {
            put_back(&package, &link)?;
        }
    }
    let native = package.join("native");
    let Some((user, group)) = owner.stand_in else {
        return Ok(native.join("bin"));
    };
    let copy = directory.join("native");
    process::output(Command::new("cp").arg("-R").arg(&native).arg(&copy))?;
    process::output(
        Command::new("chown")
            .arg("-R")
            .arg(format!("{user}:{group}"))
            .arg(&copy),
    )?;
    Ok(copy.join("bin"))
}

/// Makes `target` a link to `source`, its neighbour; both are paths from the package's root.
fn put_back(package: &Path, link: &Link) -> Result<(), Error> {
    let place = package.join(&link.target);
    if fs::symlink_metadata(&place).is_ok() {
        return Ok(());
    }
    let Some(name) = Path::new(&link.source).file_name() else {
        return Ok(());
    };
    symlink(name, &place).map_err(Error::file(&place))
}

/// A port that was free a moment ago.
fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

/// Waits until the server itself writes in its lock file that it is ready.
fn wait_until_ready(lock_file: &Path, log: &Path) -> Result<(), Error> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if fs::read_to_string(lock_file)
            .is_ok_and(|text| text.lines().any(|line| line.trim() == "ready"))
        {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Err(Error::NotReady {
        what: "PostgreSQL",
        seconds: PATIENCE.as_secs(),
        log: fs::read_to_string(log).unwrap_or_else(|error| error.to_string()),
    })
}

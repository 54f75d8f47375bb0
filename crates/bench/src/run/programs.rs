//! The server and the floors as processes of their own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Instant;

use super::store::Store;
use crate::{
    drive::{Connection, get},
    error::Error,
    floors,
    questions::Place,
};

/// The first words of the line by which the server says that it is ready.
const READY: &str = "Throughline is ready at ";

/// A program that serves until this value goes.
pub struct Program {
    child: Child,
    pub place: Place,
    /// Seconds from its start until it answered.
    pub started: f64,
}

impl Program {
    /// Starts the server on a store.
    ///
    /// # Errors
    /// When it does not become ready.
    pub fn server(binary: &Path, store: &Store) -> Result<Self, Error> {
        let mut command = store.command(binary, &["serve", "--no-demo", "--addr", "127.0.0.1:0"]);
        // Its log goes to a file, as it would where it runs in earnest.
        let log = store.log()?;
        let program = Self::start(command.stderr(log), READY, "the server")?;
        let mut connection = Connection::open(program.place.address)?;
        let answer = connection.ask(&get("/readyz", ""))?;
        if answer.status != 200 {
            return Err(Error::Refused {
                path: "/readyz".to_owned(),
                status: answer.status,
                body: answer.text(),
            });
        }
        Ok(program)
    }

    /// Starts the floors on the same store.
    ///
    /// # Errors
    /// When they do not become ready.
    pub fn floors(store: &Store) -> Result<Self, Error> {
        let own = std::env::current_exe().map_err(Error::io("this program"))?;
        let mut command = Command::new(own);
        command
            .args(["floors", "--database", store.url()])
            .args(["--notes", &store.notes()]);
        Self::start(&mut command, floors::READY, "the floors")
    }

    fn start(command: &mut Command, ready: &str, what: &str) -> Result<Self, Error> {
        let began = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(Error::io(what))?;
        let mut log = String::new();
        let mut lines = BufReader::new(child.stdout.take().ok_or(Error::Unreadable("no output"))?);
        let address: Option<SocketAddr> = loop {
            let from = log.len();
            let read = lines.read_line(&mut log).map_err(Error::io(what))?;
            if read == 0 {
                break None;
            }
            let line = log.get(from..).unwrap_or_default();
            if let Some(url) = line.strip_prefix(ready) {
                break url.trim().trim_start_matches("http://").parse().ok();
            }
        };
        let started = began.elapsed().as_secs_f64();
        let Some(address) = address else {
            let _ = child.kill();
            let _ = child.wait();
            return Err(Error::NotReady {
                what: what.to_owned(),
                log,
            });
        };
        // What else it writes goes nowhere, so that it never waits for a reader.
        thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Ok(Self {
            place: Place {
                address,
                process: child.id(),
            },
            child,
            started,
        })
    }

    /// Ends it.
    pub fn stop(&mut self) {
        // It may have ended by itself, and then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.stop();
    }
}

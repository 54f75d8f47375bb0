//! A PostgreSQL of one's own, which may be stopped. It keeps what it says it keeps: unlike the one
//! that the other tests share, it waits for its log at every commit.

use std::{
    net::TcpListener,
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::partnership::Partnership;
use crate::support::database;

/// A cluster, which is stopped and removed when it is dropped.
pub struct Cluster {
    binaries: PathBuf,
    place: database::Directory,
    owner: Option<(u32, u32)>,
    port: u16,
}

impl Cluster {
    pub async fn start() -> Self {
        let binaries = std::env::var("THROUGHLINE_TEST_POSTGRES_PROGRAMS").expect(
            "this test stops and starts PostgreSQL: run it with `cargo xtask test --only faults-postgres`, which finds its \
             programs, or name the folder with initdb and pg_ctl in THROUGHLINE_TEST_POSTGRES_PROGRAMS",
        );
        tokio::task::spawn_blocking(move || {
            let place = database::directory();
            // PostgreSQL refuses to run as root.
            let owner = (id(&["-u"]) == 0).then(|| (id(&["-u", "nobody"]), id(&["-g", "nobody"])));
            if let Some((user, group)) = owner {
                chown(place.path(), Some(user), Some(group)).unwrap();
            }
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let cluster = Self {
                binaries: binaries.into(),
                owner,
                port: listener.local_addr().unwrap().port(),
                place,
            };
            drop(listener);
            let data = cluster.data();
            cluster.run(
                "initdb",
                &[
                    "-U",
                    "throughline",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync",
                    "-D",
                    &data,
                ],
            );
            cluster.control("start", "fast");
            cluster
        })
        .await
        .unwrap()
    }

    /// Starts it, stops it or both, and waits until that is done. `mode` says how it is stopped:
    /// `fast` ends what is under way, `immediate` is a crash.
    pub fn control(&self, what: &str, mode: &str) {
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c max_connections=60",
            self.port,
            self.place.path().display()
        );
        let log = self.place.path().join("log").display().to_string();
        let data = self.data();
        let mut words = vec![what, "-s", "-w", "-D", &data];
        if what != "start" {
            words.extend(["-m", mode]);
        }
        if what != "stop" {
            words.extend(["-l", &log, "-o", &options]);
        }
        self.run("pg_ctl", &words);
    }

    /// A partnership in it.
    pub async fn partnership(&self) -> Partnership {
        let url = format!("postgres://throughline@127.0.0.1:{}/postgres", self.port);
        Partnership::at(url, database::directory()).await
    }

    fn data(&self) -> String {
        self.place.path().join("data").display().to_string()
    }

    fn run(&self, program: &str, words: &[&str]) {
        let mut command = self.command(&self.binaries.join(program));
        let status = command.args(words).status().unwrap();
        assert!(status.success(), "{program} {words:?}");
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.place.path())
            .env("LC_ALL", "C")
            .stdout(Stdio::null());
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // It may be stopped already.
        let _ = self
            .command(&self.binaries.join("pg_ctl"))
            .args(["stop", "-s", "-m", "immediate", "-D", &self.data()])
            .stderr(Stdio::null())
            .status();
    }
}

fn id(words: &[&str]) -> u32 {
    let output = Command::new("id").args(words).output().unwrap();
    String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse()
        .unwrap()
}

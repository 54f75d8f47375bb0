//! The program itself, as its own process, so that it can be killed.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use super::partnership::Partnership;

const BINARY: &str = env!("CARGO_BIN_EXE_throughline");

/// A running program. When it is dropped it is killed.
pub struct Program {
    child: Child,
    /// The other end of what it prints, which it must not find closed.
    _output: Option<BufReader<ChildStdout>>,
    /// Where it listens.
    pub base: String,
}

impl Program {
    /// Starts serving and waits until it says that it is ready.
    pub async fn serve(partnership: &Partnership) -> Self {
        Self::ready(command(
            partnership,
            "serve",
            &["--no-demo", "--addr", "127.0.0.1:0"],
        ))
        .await
    }

    /// As [`Self::serve`], by a shell that limits how large the files may grow, in bytes: as a full
    /// disk would.
    pub async fn serve_within(partnership: &Partnership, bytes: u64) -> Self {
        let serve = command(
            partnership,
            "serve",
            &["--no-demo", "--addr", "127.0.0.1:0"],
        );
        let mut shell = Command::new("/bin/sh");
        // The limit counts in blocks of 512 bytes; the signal that comes with it is not to kill.
        let script = format!(
            "trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"",
            bytes / 512
        );
        shell
            .args(["-c", &script])
            .arg(serve.get_program())
            .args(serve.get_args());
        for (name, value) in serve.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        Self::ready(shell).await
    }

    async fn ready(mut command: Command) -> Self {
        tokio::task::spawn_blocking(move || {
            let mut program = Self::spawn(&mut command);
            let mut output = BufReader::new(program.child.stdout.take().unwrap());
            let mut line = String::new();
            while program.base.is_empty() {
                line.clear();
                let read = output.read_line(&mut line).unwrap();
                assert!(read > 0, "the program ended before it was ready");
                if let Some(base) = line.trim().strip_prefix("Throughline is ready at ") {
                    program.base = base.to_owned();
                }
            }
            program._output = Some(output);
            program
        })
        .await
        .unwrap()
    }

    /// Starts serving and does not wait.
    pub fn begin(partnership: &Partnership) -> Self {
        Self::spawn(&mut command(
            partnership,
            "serve",
            &["--no-demo", "--addr", "127.0.0.1:0"],
        ))
    }

    fn spawn(command: &mut Command) -> Self {
        Self {
            child: command.stdout(Stdio::piped()).spawn().unwrap(),
            _output: None,
            base: String::new(),
        }
    }

    /// Ends it as it stands (SIGKILL).
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to come to an end (SIGTERM) and waits until it has.
    pub async fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
        tokio::task::spawn_blocking(move || assert!(self.child.wait().unwrap().success()))
            .await
            .unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What `throughline audit verify` prints, when it finds nothing wrong.
pub async fn verify(partnership: &Partnership) -> String {
    let mut command = command(partnership, "audit", &["verify"]);
    tokio::task::spawn_blocking(move || {
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}");
        said
    })
    .await
    .unwrap()
}

fn command(partnership: &Partnership, first: &str, more: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("THROUGHLINE_") || name == "DATABASE_URL" {
            command.env_remove(name.as_ref());
        }
    }
    command
        .arg(first)
        .args(more)
        .arg("--data-dir")
        .arg(partnership.directory.path());
    if let Some(url) = &partnership.url {
        command.args(["--database-url", url]);
        if partnership.trusting {
            command.arg("--allow-unsafe-database");
        }
    }
    command
        .env("RUST_LOG", "warn")
        .stdin(Stdio::null())
        .stderr(log(partnership.directory.path()));
    command
}

/// A file for what it has to say, which tells more when a test fails by hand.
fn log(directory: &Path) -> Stdio {
    std::fs::File::options()
        .create(true)
        .append(true)
        .open(directory.join("program.log"))
        .unwrap()
        .into()
}

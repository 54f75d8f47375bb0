//! Tests that run on this machine, with nextest where it is installed and Cargo's own runner where it is not.
//!
//! All of them are built as one selection, the workspace's default members, so that no part builds a dependency again with
//! other features. The backend's integration tests are one binary, `api`, and its modules `migrations` and `faults` are
//! parts of their own.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::Bench;
use super::count::Count;
use crate::error::Error;
use crate::process;

/// Which tests of the default members. A test of the backend that needs one of the two databases ends in its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Selection {
    /// Everything but the backend's integration tests.
    Rules,
    /// The backend's integration tests, but for those on PostgreSQL and the other parts'.
    ApiOnSqlite,
    /// The backend's integration tests on PostgreSQL, but for the other parts'.
    ApiOnPostgres,
    /// What is left when things go wrong, but for what goes wrong with PostgreSQL.
    FaultsOnSqlite,
    /// What is left when things go wrong with PostgreSQL.
    FaultsOnPostgres,
    /// The migrations' tests, on both.
    Migrations,
}

impl Selection {
    /// For nextest.
    fn filter(self) -> &'static str {
        match self {
            Self::Rules => "not binary_id(backend::api)",
            Self::ApiOnSqlite => {
                "binary_id(backend::api) and not test(/^(migrations|faults)::/) and not test(/::postgres$/)"
            }
            Self::ApiOnPostgres => {
                "binary_id(backend::api) and not test(/^(migrations|faults)::/) and test(/::postgres$/)"
            }
            Self::FaultsOnSqlite => {
                "binary_id(backend::api) and test(/^faults::/) and not test(/::postgres$/)"
            }
            Self::FaultsOnPostgres => {
                "binary_id(backend::api) and test(/^faults::/) and test(/::postgres$/)"
            }
            Self::Migrations => "binary_id(backend::api) and test(/^migrations::/)",
        }
    }

    /// For a test binary itself.
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Rules => &[],
            Self::ApiOnSqlite => &[
                "--skip",
                "migrations::",
                "--skip",
                "faults::",
                "--skip",
                "::postgres",
            ],
            Self::ApiOnPostgres => &["--skip", "migrations::", "--skip", "faults::", "::postgres"],
            Self::FaultsOnSqlite => &["--skip", "::postgres", "faults::"],
            Self::FaultsOnPostgres => &["--skip", "::sqlite", "--skip", "::tests::", "faults::"],
            Self::Migrations => &["migrations::"],
        }
    }

    fn needs_postgres(self) -> bool {
        matches!(
            self,
            Self::ApiOnPostgres | Self::FaultsOnPostgres | Self::Migrations
        )
    }
}

/// The tests of this crate and of the bench.
///
/// # Errors
/// When they do not build.
pub fn tools(bench: &mut Bench) -> Result<Count, Error> {
    let mut command = process::cargo(bench.workspace);
    bench.log.count(
        command.args([
            "test",
            "--package",
            "xtask",
            "--package",
            "bench",
            "--no-fail-fast",
        ]),
        Count::of_libtest,
    )
}

/// The rules of the domain, and every other test that needs no database.
///
/// # Errors
/// When they do not build.
pub fn rules(bench: &mut Bench) -> Result<Count, Error> {
    run(bench, Selection::Rules)
}

/// The API against an SQLite file a test.
///
/// # Errors
/// When the tests do not build.
pub fn api_on_sqlite(bench: &mut Bench) -> Result<Count, Error> {
    run(bench, Selection::ApiOnSqlite)
}

/// The API against a PostgreSQL database a test.
///
/// # Errors
/// When the tests do not build, or there is no PostgreSQL.
pub fn api_on_postgres(bench: &mut Bench) -> Result<Count, Error> {
    run(bench, Selection::ApiOnPostgres)
}

/// Kills, hang-ups, a full disk and a locked database, on SQLite.
///
/// # Errors
/// When the tests do not build.
pub fn faults_on_sqlite(bench: &mut Bench) -> Result<Count, Error> {
    run(bench, Selection::FaultsOnSqlite)
}

/// The same on PostgreSQL, and its restarts.
///
/// # Errors
/// When the tests do not build, or there is no PostgreSQL.
pub fn faults_on_postgres(bench: &mut Bench) -> Result<Count, Error> {
    run(bench, Selection::FaultsOnPostgres)
}

/// The migrations, on both.
///
/// # Errors
/// As for the API.
pub fn migrations(bench: &mut Bench) -> Result<Count, Error> {
    run(bench, Selection::Migrations)
}

fn run(bench: &mut Bench, selection: Selection) -> Result<Count, Error> {
    let mut environment: Vec<(&str, OsString)> = Vec::new();
    if selection.needs_postgres() {
        let postgres = bench.postgres()?;
        environment.push(("THROUGHLINE_TEST_POSTGRES", postgres.url().into()));
        if selection == Selection::FaultsOnPostgres {
            environment.push((
                "THROUGHLINE_TEST_POSTGRES_PROGRAMS",
                postgres.programs()?.into(),
            ));
        }
    }
    if process::find("cargo-nextest").is_some() {
        let mut command = process::cargo(bench.workspace);
        command
            .args(["nextest", "run", "--no-fail-fast", "--color", "never", "-E"])
            .arg(selection.filter())
            .envs(environment);
        return bench.log.count(&mut command, Count::of_nextest);
    }
    let mut count = Count::default();
    for binary in binaries(bench)? {
        let integration = binary.target.name == "api";
        if integration == (selection == Selection::Rules) {
            continue;
        }
        let mut command = Command::new(&binary.executable);
        command
            .current_dir(binary.manifest_path.parent().unwrap_or(Path::new(".")))
            .args(selection.arguments())
            .envs(environment.clone());
        match bench.log.count(&mut command, Count::of_libtest) {
            // A crate may well have no tests of its own.
            Err(Error::NoTests(_)) => {}
            other => count += other?,
        }
    }
    if count == Count::default() {
        Err(Error::NoTests(bench.log.path().to_path_buf()))
    } else {
        Ok(count)
    }
}

/// What Cargo says of a test binary.
#[derive(Deserialize)]
struct Binary {
    executable: PathBuf,
    manifest_path: PathBuf,
    target: Target,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// Builds the test binaries of the default members and returns them.
fn binaries(bench: &Bench) -> Result<Vec<Binary>, Error> {
    let build = ["test", "--no-run", "--lib", "--bins", "--tests"];
    bench.log.run(process::cargo(bench.workspace).args(build))?;
    let messages = process::output(
        process::cargo(bench.workspace)
            .args(build)
            .args(["--quiet", "--message-format=json"]),
    )?;
    Ok(String::from_utf8_lossy(&messages)
        .lines()
        .filter_map(test_binary)
        .collect())
}

/// The test binary of one of Cargo's messages, if it is about one.
fn test_binary(message: &str) -> Option<Binary> {
    let value: serde_json::Value = serde_json::from_str(message).ok()?;
    let is_test = value
        .pointer("/profile/test")
        .and_then(serde_json::Value::as_bool)
        .unwrap_or(false);
    if is_test {
        serde_json::from_value(value).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::test_binary;

    #[test]
    fn test_binaries_are_told_from_other_artefacts() {
        let test = r#"{"reason":"compiler-artifact","manifest_path":"/w/shared/Cargo.toml","target":{"name":"shared"},
                       "profile":{"test":true},"executable":"/w/target/debug/deps/shared-1"}"#;
        assert_eq!(test_binary(test).unwrap().target.name, "shared");
        assert!(test_binary(&test.replace("true", "false")).is_none());
        assert!(test_binary(r#"{"reason":"build-finished","success":true}"#).is_none());
    }
}

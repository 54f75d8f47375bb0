//! Tests that run on this machine, with nextest where it is installed and Cargo's own runner where it is not.
//!
//! All of them are built as one selection, the workspace's default members, so that no part builds a dependency again with
//! other features. The backend's integration tests are one binary, `api`, and its module `migrations` is a part of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::Bench;
use super::count::Count;
use crate::error::Error;
use crate::process;

/// Which tests of the default members.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Selection {
    /// Everything but the backend's integration tests.
    Rules,
    /// The backend's integration tests, but for the migrations'.
    Api,
    /// The migrations' tests.
    Migrations,
}

/// On which database the backend's tests run: the values of `THROUGHLINE_TEST_DATABASES`.
#[derive(Clone, Copy)]
enum Database {
    Sqlite,
    Postgres,
}

/// The tests of this crate.
///
/// # Errors
/// When they do not build.
pub fn tools(bench: &mut Bench) -> Result<Count, Error> {
    let mut command = process::cargo(bench.workspace);
    bench.log.count(
        command.args(["test", "--package", "xtask", "--no-fail-fast"]),
        Count::of_libtest,
    )
}

/// The rules of the domain, and every other test that needs no database.
///
/// # Errors
/// When they do not build.
pub fn rules(bench: &mut Bench) -> Result<Count, Error> {
    run(bench, Selection::Rules, None)
}

/// The API against an SQLite file a test.
///
/// # Errors
/// When the tests do not build.
pub fn api_on_sqlite(bench: &mut Bench) -> Result<Count, Error> {
    run(bench, Selection::Api, Some(Database::Sqlite))
}

/// The API against a PostgreSQL database a test.
///
/// # Errors
/// When the tests do not build, or there is no PostgreSQL.
pub fn api_on_postgres(bench: &mut Bench) -> Result<Count, Error> {
    run(bench, Selection::Api, Some(Database::Postgres))
}

/// The migrations, on both.
///
/// # Errors
/// As for the API.
pub fn migrations(bench: &mut Bench) -> Result<Count, Error> {
    let mut count = run(bench, Selection::Migrations, Some(Database::Sqlite))?;
    count += run(bench, Selection::Migrations, Some(Database::Postgres))?;
    Ok(count)
}

fn run(
    bench: &mut Bench,
    selection: Selection,
    database: Option<Database>,
) -> Result<Count, Error> {
    let mut environment = Vec::new();
    match database {
        None => {}
        Some(Database::Sqlite) => {
            environment.push(("THROUGHLINE_TEST_DATABASES", "sqlite".to_owned()))
        }
        Some(Database::Postgres) => {
            environment.push(("THROUGHLINE_TEST_DATABASES", "postgres".to_owned()));
            environment.push(("THROUGHLINE_TEST_POSTGRES", bench.postgres()?));
        }
    }
    if process::find("cargo-nextest").is_some() {
        let mut command = process::cargo(bench.workspace);
        command
            .args([
                "nextest",
                "run",
                "--no-fail-fast",
                "--color",
                "never",
                "-E",
                filter(selection),
            ])
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
            .envs(environment.clone());
        match selection {
            Selection::Rules => {}
            Selection::Api => drop(command.args(["--skip", "migrations::"])),
            Selection::Migrations => drop(command.arg("migrations::")),
        }
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

fn filter(selection: Selection) -> &'static str {
    match selection {
        Selection::Rules => "not binary_id(backend::api)",
        Selection::Api => "binary_id(backend::api) and not test(/^migrations::/)",
        Selection::Migrations => "binary_id(backend::api) and test(/^migrations::/)",
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

//! `cargo xtask test`: everything that is checked, part by part.
//!
//! Each part writes its programs' output to `target/checks/PART.log`; the terminal shows the parts, their times and, of a
//! failed one, the end of its log. A part that lacks something it needs fails and says what. The last line is always
//! `N passed, N failed`: tests count one each, a part that is not made of tests counts one as a whole.

mod count;
mod journeys;
mod licences;
mod lint;
mod log;
mod native;
mod wasi;

use std::fs;
use std::time::Instant;

use clap::Args;

use self::count::Count;
use self::log::Log;
use crate::error::Error;
use crate::generate;
use crate::tools::postgres::{Durability, Postgres};
use crate::workspace::Workspace;

#[derive(Args)]
pub struct Options {
    /// Only these parts, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "PART")]
    only: Vec<String>,
    /// All but these parts, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "PART")]
    skip: Vec<String>,
}

/// One part: its name for `--only` and `--skip`, what it checks, and the check.
struct Part {
    name: &'static str,
    title: &'static str,
    check: fn(&mut Bench) -> Result<Count, Error>,
}

const PARTS: [Part; 15] = [
    Part {
        name: "fmt",
        title: "formatting",
        check: lint::formatting,
    },
    Part {
        name: "licences",
        title: "licences and advisories",
        check: licences::check,
    },
    Part {
        name: "clippy",
        title: "clippy, native",
        check: lint::native,
    },
    Part {
        name: "clippy-wasm",
        title: "clippy, wasm32",
        check: lint::wasm,
    },
    Part {
        name: "docs",
        title: "documentation",
        check: lint::documentation,
    },
    Part {
        name: "tools",
        title: "the project's own commands",
        check: native::tools,
    },
    Part {
        name: "rules",
        title: "rules, native",
        check: native::rules,
    },
    Part {
        name: "rules-wasm",
        title: "rules, wasm32",
        check: wasi::rules,
    },
    Part {
        name: "api-sqlite",
        title: "API on SQLite",
        check: native::api_on_sqlite,
    },
    Part {
        name: "api-postgres",
        title: "API on PostgreSQL",
        check: native::api_on_postgres,
    },
    Part {
        name: "faults-sqlite",
        title: "faults on SQLite",
        check: native::faults_on_sqlite,
    },
    Part {
        name: "faults-postgres",
        title: "faults on PostgreSQL",
        check: native::faults_on_postgres,
    },
    Part {
        name: "migrations",
        title: "migrations up, down and up",
        check: native::migrations,
    },
    Part {
        name: "generated",
        title: "generated files up to date",
        check: generated,
    },
    Part {
        name: "journeys",
        title: "browser journeys with axe",
        check: journeys::check,
    },
];

/// What the parts share: the work tree, the log of the part at hand, and servers that stay up from one part to the next.
pub struct Bench<'a> {
    workspace: &'a Workspace,
    log: Log,
    postgres: Option<Postgres>,
    notes: Vec<String>,
}

impl Bench<'_> {
    /// A PostgreSQL, started when it is first asked for.
    ///
    /// # Errors
    /// When none can be had.
    fn postgres(&mut self) -> Result<&Postgres, Error> {
        let postgres = match self.postgres.take() {
            Some(running) => running,
            None => Postgres::start(self.workspace, Durability::None)?,
        };
        Ok(self.postgres.insert(postgres))
    }

    /// Something that a person should know though nothing failed.
    fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }
}

/// Runs the command.
///
/// # Errors
/// When a part's name is unknown, or any check failed.
pub fn test(workspace: &Workspace, options: &Options) -> Result<(), Error> {
    let parts = select(options)?;
    let directory = workspace.target().join("checks");
    fs::create_dir_all(&directory).map_err(Error::file(&directory))?;
    let began = Instant::now();
    let mut total = Count::default();
    let mut failed_parts = Vec::new();
    let mut bench = Bench {
        workspace,
        log: Log::create(&directory.join("start.log"))?,
        postgres: None,
        notes: Vec::new(),
    };
    for (index, part) in parts.iter().enumerate() {
        let number = format!("[{}/{}]", index + 1, parts.len());
        bench.log = Log::create(&directory.join(format!("{}.log", part.name)))?;
        println!("{number} {} … ({})", part.title, bench.log.path().display());
        let part_began = Instant::now();
        let result = (part.check)(&mut bench);
        let seconds = part_began.elapsed().as_secs_f64();
        let count = match &result {
            Ok(count) => *count,
            Err(_) => Count {
                passed: 0,
                failed: 1,
            },
        };
        if count.failed > 0 {
            println!("{}", bench.log.end());
            failed_parts.push(part.name);
        }
        if let Err(error) = result {
            println!("{error}");
        }
        for note in bench.notes.drain(..) {
            println!("note: {note}");
        }
        println!("{number} {}: {count} in {seconds:.1} s", part.title);
        total += count;
    }
    drop(bench);
    println!("{:.0} s in all", began.elapsed().as_secs_f64());
    if !failed_parts.is_empty() {
        println!("failed: {}", failed_parts.join(", "));
    }
    println!("{total}");
    if total.failed == 0 {
        Ok(())
    } else {
        Err(Error::ChecksFailed)
    }
}

fn select(options: &Options) -> Result<Vec<&'static Part>, Error> {
    for name in options.only.iter().chain(&options.skip) {
        if !PARTS.iter().any(|part| part.name == name) {
            return Err(Error::UnknownPart {
                name: name.clone(),
                parts: PARTS.iter().map(|part| part.name).collect(),
            });
        }
    }
    let chosen = |part: &&Part| {
        let named = |names: &[String]| names.iter().any(|name| name == part.name);
        (options.only.is_empty() || named(&options.only)) && !named(&options.skip)
    };
    Ok(PARTS.iter().filter(chosen).collect())
}

fn generated(bench: &mut Bench) -> Result<Count, Error> {
    let mut command = crate::process::cargo(bench.workspace);
    command.args(["build", "--bin", crate::server::BINARY]);
    bench.log.run(&mut command)?;
    generate::check(
        bench.workspace,
        &bench
            .workspace
            .path("target/debug")
            .join(crate::server::BINARY),
    )?;
    Ok(Count::ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(only: &[&str], skip: &[&str]) -> Vec<&'static str> {
        let own = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        select(&Options {
            only: own(only),
            skip: own(skip),
        })
        .unwrap()
        .iter()
        .map(|part| part.name)
        .collect()
    }

    #[test]
    fn parts_are_chosen_by_name() {
        assert_eq!(names(&["docs", "fmt"], &[]), ["fmt", "docs"]);
        assert_eq!(names(&["docs", "fmt"], &["fmt"]), ["docs"]);
        assert_eq!(names(&[], &[]).len(), PARTS.len());
    }

    #[test]
    fn an_unknown_part_is_an_error_that_lists_the_known() {
        let error = select(&Options {
            only: vec!["lint".to_owned()],
            skip: vec![],
        })
        .err()
        .unwrap()
        .to_string();
        assert!(error.starts_with("there is no part called `lint`; the parts are fmt, "));
    }
}

//! A whole run: each database at each scale, one after the other.

mod programs;
mod store;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use self::programs::Program;
pub use self::store::Store;
use crate::{
    drive::{Family, described, memory},
    error::Error,
    questions::{self, Question, Stage},
    report::{Figure, Judged, Report},
    set,
};

#[derive(Args)]
pub struct Options {
    /// The release server
    #[arg(long)]
    server: PathBuf,
    /// Where databases and logs go; what is there is removed
    #[arg(long)]
    directory: PathBuf,
    /// A PostgreSQL that keeps what it acknowledges, as a superuser
    #[arg(long)]
    postgres: Option<String>,
    /// The plan whose import is timed
    #[arg(long)]
    plan: PathBuf,
    /// Also measure with so many times the data
    #[arg(long, default_value_t = 1)]
    scale: usize,
    /// Only these questions, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "W1")]
    only: Vec<String>,
    /// Which databases
    #[arg(long, default_value = "both")]
    database: Which,
    /// How long each way of asking is timed, in seconds
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// Write everything that was found to this file
    #[arg(long)]
    json: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    Sqlite,
    Postgres,
    Both,
}

/// Starts that are timed.
const STARTS: usize = 5;
/// The questions after which the server's memory is looked at.
const UNTIL_MEMORY: [&str; 3] = ["W1", "W2", "W3"];

/// Runs the command.
///
/// # Errors
/// When an answer is wrong, or something does not start.
pub fn run(options: &Options) -> Result<(), Error> {
    let chosen = chosen(&options.only)?;
    let mut report = Report {
        machine: described(),
        ..Report::default()
    };
    let mut scales = vec![1];
    if options.scale > 1 {
        scales.push(options.scale);
    }
    for scale in scales {
        if options.database != Which::Postgres {
            let directory = fresh(&options.directory, "sqlite", scale)?;
            measure(
                options,
                &Store::sqlite(&directory),
                scale,
                &chosen,
                &mut report,
            )?;
        }
        if options.database != Which::Sqlite
            && let Some(url) = &options.postgres
        {
            let directory = fresh(&options.directory, "postgres", scale)?;
            let store = Store::postgres(&directory, url, scale)?;
            measure(options, &store, scale, &chosen, &mut report)?;
        }
    }
    compare_scales(&mut report);
    report.print();
    if let Some(path) = &options.json {
        fs::write(path, serde_json::to_vec_pretty(&report)?).map_err(Error::file(path))?;
    }
    Ok(())
}

fn chosen(only: &[String]) -> Result<Vec<&'static dyn Question>, Error> {
    let known: Vec<&str> = questions::ALL
        .iter()
        .map(|question| question.id())
        .collect();
    if let Some(name) = only.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(Error::Unknown {
            name: name.clone(),
            known: known.join(", "),
        });
    }
    let wanted = |question: &&&'static dyn Question| {
        only.is_empty() || only.iter().any(|name| name == question.id())
    };
    Ok(questions::ALL.iter().filter(wanted).copied().collect())
}

fn fresh(directory: &Path, name: &str, scale: usize) -> Result<PathBuf, Error> {
    let directory = directory.join(format!("{name}-{scale}"));
    if directory.exists() {
        fs::remove_dir_all(&directory).map_err(Error::file(&directory))?;
    }
    fs::create_dir_all(&directory).map_err(Error::file(&directory))?;
    Ok(directory)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the set lies around the day on which it is made"
)]
fn today() -> NaiveDate {
    chrono::Utc::now().date_naive()
}

fn measure(
    options: &Options,
    store: &Store,
    scale: usize,
    chosen: &[&'static dyn Question],
    report: &mut Report,
) -> Result<(), Error> {
    let name = store.name();
    let figure = |what: &str, judged: Judged| Figure {
        database: name,
        scale,
        what: what.to_owned(),
        judged,
    };
    if scale == 1 {
        eprintln!("{name}: importing the Kent plan");
        let seconds = store.import(&options.server, &options.plan)?;
        let judged = at_most("ms", seconds * 1e3, 1_000.0, None);
        report
            .figures
            .push(figure("import of the Kent plan", judged));
    }
    eprintln!("{name}, scale {scale}: making the set");
    store.migrate(&options.server)?;
    let set = store.block_on(set::fill(store.url(), scale, today()))?;
    eprintln!("{name}, scale {scale}: starting");
    let mut starts = Vec::with_capacity(STARTS);
    let mut server = Program::server(&options.server, store)?;
    starts.push(server.started);
    for _ in 1..STARTS {
        server.stop();
        server = Program::server(&options.server, store)?;
        starts.push(server.started);
    }
    starts.sort_by(f64::total_cmp);
    let median = starts.get(STARTS / 2).copied().unwrap_or_default();
    let judged = at_most("ms", median * 1e3, 200.0, None);
    report.figures.push(figure("start to ready", judged));

    let floors = Program::floors(store)?;
    let mut families = vec![Family(std::process::id())];
    families.extend(store.processes()?);
    let mut stage = Stage {
        set: &set,
        store,
        server: server.place,
        floors: floors.place,
        families,
        length: Duration::from_secs_f64(options.seconds),
        drafts: Vec::new(),
    };
    stage.drafts = questions::drafts(&stage)?;
    let mut looked = false;
    for question in chosen {
        if !looked && !UNTIL_MEMORY.contains(&question.id()) {
            looked = true;
            look(&server, &figure, report);
        }
        eprintln!("{name}, scale {scale}: {}", question.id());
        for mut line in question.measure(&mut stage)? {
            line.database = name;
            line.scale = scale;
            report.lines.push(line);
        }
    }
    if !looked {
        look(&server, &figure, report);
    }
    drop(server);
    store.verify(&options.server)
}

fn look(server: &Program, figure: &dyn Fn(&str, Judged) -> Figure, report: &mut Report) {
    let (now, most) = memory(server.place.process);
    let judged = at_most("MiB", now, 100.0, Some(50.0));
    report
        .figures
        .push(figure("memory after the reads", judged));
    let judged = Judged {
        must: None,
        ..at_most("MiB", most, 0.0, None)
    };
    report.figures.push(figure("memory at its largest", judged));
}

fn at_most(unit: &str, found: f64, must: f64, aim: Option<f64>) -> Judged {
    Judged {
        demand: unit.to_owned(),
        found,
        must: Some(must),
        aim,
        at_most: true,
    }
}

/// Sets the server's rates at a larger scale beside those at the first.
fn compare_scales(report: &mut Report) {
    let first: Vec<_> = report
        .lines
        .iter()
        .filter(|line| line.scale == 1)
        .map(|line| {
            (
                line.database,
                line.what.clone(),
                line.side,
                line.connections,
                line.rate,
            )
        })
        .collect();
    for line in report.lines.iter_mut() {
        if line.scale == 1 || !line.side.starts_with("server") {
            continue;
        }
        let before = first.iter().find(|(database, what, side, connections, _)| {
            (*database, what, *side, *connections)
                == (line.database, &line.what, line.side, line.connections)
        });
        if let Some((.., rate)) = before {
            line.judged.push(Judged {
                demand: "of the rate at scale 1".to_owned(),
                found: line.rate / rate.max(f64::EPSILON),
                must: Some(0.7),
                aim: Some(0.85),
                at_most: false,
            });
        }
    }
}

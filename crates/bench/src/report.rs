//! What was found, for people and for programs.

use serde::Serialize;

use crate::{
    drive::{Cpu, Timed},
    questions::Bound,
};

/// One way of asking, as it was measured.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub database: &'static str,
    pub scale: usize,
    pub question: &'static str,
    pub what: String,
    /// `server`, or the name of the floor.
    pub side: &'static str,
    pub connections: usize,
    pub answers: usize,
    /// Answers a second.
    pub rate: f64,
    pub median_ms: f64,
    pub p99_ms: f64,
    /// Processor time of the program that answered, in microseconds an answer.
    pub cpu_us: f64,
    /// How many processors were busy with something else meanwhile.
    pub others: f64,
    /// What must hold; of the server's lines.
    pub judged: Vec<Judged>,
}

/// A demand, and how it was met.
#[derive(Clone, Debug, Serialize)]
pub struct Judged {
    pub demand: String,
    pub found: f64,
    pub must: Option<f64>,
    pub aim: Option<f64>,
    /// Whether less is better, as for times.
    pub at_most: bool,
}

impl Judged {
    /// How it was met, in a word.
    pub fn verdict(&self) -> &'static str {
        let meets = |limit: Option<f64>| {
            limit.map(|limit| {
                if self.at_most {
                    self.found <= limit
                } else {
                    self.found >= limit
                }
            })
        };
        match (meets(self.must), meets(self.aim)) {
            (Some(false), _) => "MISSED",
            (_, Some(true)) => "aim met",
            (Some(true), _) => "holds",
            (None, Some(false)) => "aim missed",
            (None, None) => "",
        }
    }
}

impl Line {
    /// A line of what was timed.
    pub fn of(
        question: &'static str,
        what: &str,
        side: &'static str,
        connections: usize,
        timed: &Timed,
        used: Cpu,
    ) -> Self {
        let answers = timed.each.len();
        Self {
            database: "",
            scale: 1,
            question,
            what: what.to_owned(),
            side,
            connections,
            answers,
            rate: timed.rate(),
            median_ms: timed.within(0.5),
            p99_ms: timed.within(0.99),
            cpu_us: used.process * 1e6 / answers.max(1) as f64,
            others: ((used.machine - used.bench) / timed.seconds.max(f64::EPSILON)).max(0.0),
            judged: Vec::new(),
        }
    }

    /// Sets the server's lines beside the floors.
    pub fn judged(mut lines: Vec<Self>, bounds: &[Bound], cpu_us: Option<f64>) -> Vec<Self> {
        let rates: Vec<(&'static str, f64)> =
            lines.iter().map(|line| (line.side, line.rate)).collect();
        for line in lines
            .iter_mut()
            .filter(|line| line.side.starts_with("server"))
        {
            for (floor, rate) in rates.iter().filter(|(side, _)| !side.starts_with("server")) {
                // What must hold is about answers that are worked out.
                let bound = bounds
                    .iter()
                    .find(|bound| bound.floor == *floor && line.side == "server");
                line.judged.push(Judged {
                    demand: format!("of {floor}"),
                    found: line.rate / rate.max(f64::EPSILON),
                    must: bound.map(|bound| bound.must),
                    aim: bound.map(|bound| bound.aim),
                    at_most: false,
                });
            }
            if let Some(aim) = cpu_us.filter(|_| line.side == "server") {
                line.judged.push(Judged {
                    demand: "us of processor".to_owned(),
                    found: line.cpu_us,
                    must: None,
                    aim: Some(aim),
                    at_most: true,
                });
            }
        }
        lines
    }

    /// Demands of the server that half of the answers come within `ms`.
    #[must_use]
    pub fn typical(mut self, ms: f64) -> Self {
        if self.side == "server" {
            self.judged.push(Judged {
                demand: "ms at the median".to_owned(),
                found: self.median_ms,
                must: Some(ms),
                aim: None,
                at_most: true,
            });
        }
        self
    }

    /// Demands of the server that 99 of 100 answers come within `ms`.
    #[must_use]
    pub fn slowest(mut self, ms: f64) -> Self {
        if self.side == "server" {
            self.judged.push(Judged {
                demand: "ms at p99".to_owned(),
                found: self.p99_ms,
                must: Some(ms),
                aim: None,
                at_most: true,
            });
        }
        self
    }
}

/// A figure that is not a rate: a start, an import, memory.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    pub database: &'static str,
    pub scale: usize,
    pub what: String,
    #[serde(flatten)]
    pub judged: Judged,
}

/// Everything that a run found.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    pub machine: String,
    pub lines: Vec<Line>,
    pub figures: Vec<Figure>,
}

/// Processors that may be busy with something else before a rate is worth little.
const QUIET: f64 = 0.1;

impl Report {
    /// Prints the tables.
    pub fn print(&self) {
        println!("\n{}", self.machine);
        println!(
            "\n| database | scale | question | side | connections | answers/s | median ms | p99 ms | CPU us | others busy |"
        );
        println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for line in &self.lines {
            println!(
                "| {} | {} | {} {} | {} | {} | {:.0} | {:.2} | {:.2} | {:.0} | {:.2} |",
                line.database,
                line.scale,
                line.question,
                line.what,
                line.side,
                line.connections,
                line.rate,
                line.median_ms,
                line.p99_ms,
                line.cpu_us,
                line.others
            );
        }
        println!("\n| database | scale | question | found | must | aim | |");
        println!("| --- | --- | --- | --- | --- | --- | --- |");
        for line in self.lines.iter().filter(|line| !line.judged.is_empty()) {
            let side = line.side.strip_prefix("server").unwrap_or_default();
            let what = format!(
                "{} {}{side}, {} connections",
                line.question, line.what, line.connections
            );
            for judged in &line.judged {
                row(line.database, line.scale, &what, judged);
            }
        }
        for figure in &self.figures {
            row(figure.database, figure.scale, &figure.what, &figure.judged);
        }
        let worst = self
            .lines
            .iter()
            .map(|line| line.others)
            .fold(0.0, f64::max);
        if worst > QUIET {
            println!(
                "\nThe machine was busy with something else, up to {worst:.2} processors. Believe the processor times, not the rates."
            );
        } else {
            println!(
                "\nThe machine was quiet: at most {worst:.2} processors were busy with something else."
            );
        }
    }
}

fn row(database: &str, scale: usize, what: &str, judged: &Judged) {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value}"));
    println!(
        "| {database} | {scale} | {what} | {:.2} {} | {} | {} | {} |",
        judged.found,
        judged.demand,
        number(judged.must),
        number(judged.aim),
        judged.verdict()
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demand_is_met_or_not() {
        let judged = |found, must, aim, at_most| {
            Judged {
                demand: String::new(),
                found,
                must,
                aim,
                at_most,
            }
            .verdict()
        };
        assert_eq!(judged(0.3, Some(0.4), Some(0.7), false), "MISSED");
        assert_eq!(judged(0.5, Some(0.4), Some(0.7), false), "holds");
        assert_eq!(judged(0.8, Some(0.4), Some(0.7), false), "aim met");
        assert_eq!(judged(9.0, Some(8.0), None, true), "MISSED");
        assert_eq!(judged(7.0, Some(8.0), None, true), "holds");
        assert_eq!(judged(120.0, None, Some(100.0), true), "aim missed");
        assert_eq!(judged(0.2, None, None, false), "");
    }
}

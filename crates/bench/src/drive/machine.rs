//! Processor time and memory of processes, as Linux tells them under `/proc`.

use std::collections::HashSet;
use std::fs;

/// Ticks of the processor clock in a second, as Linux shows them to programs on every machine.
const TICKS: f64 = 100.0;

/// A process with those that it has started.
#[derive(Clone, Copy, Debug)]
pub struct Family(pub u32);

/// Processor time used so far, in seconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cpu {
    /// By the whole machine.
    pub machine: f64,
    /// By the process that was looked at.
    pub process: f64,
    /// By everything that takes part in the bench.
    pub bench: f64,
}

struct Process {
    parent: u32,
    ticks: f64,
}

/// The numbers after the name, which stands in brackets and may hold anything.
fn process(id: u32) -> Option<Process> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, numbers) = text.rsplit_once(')')?;
    let numbers: Vec<&str> = numbers.split_whitespace().collect();
    let number = |at: usize| numbers.get(at)?.parse::<f64>().ok();
    Some(Process {
        parent: numbers.get(1)?.parse().ok()?,
        // Of its own and of its children that have ended: user and system.
        ticks: number(11)? + number(12)? + number(13)? + number(14)?,
    })
}

impl Family {
    fn seconds(self) -> f64 {
        let mut processes: Vec<(u32, Process)> = fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .filter_map(|id| Some((id, process(id)?)))
            .collect();
        let mut family = HashSet::from([self.0]);
        loop {
            let before = family.len();
            for (id, process) in &processes {
                if family.contains(&process.parent) {
                    family.insert(*id);
                }
            }
            if family.len() == before {
                break;
            }
        }
        processes.retain(|(id, _)| family.contains(id));
        processes
            .iter()
            .map(|(_, process)| process.ticks / TICKS)
            .sum()
    }
}

impl Cpu {
    /// Looks now. `bench` are the families that take part.
    pub fn now(looked_at: u32, bench: &[Family]) -> Self {
        Self {
            machine: machine().unwrap_or(0.0),
            process: process(looked_at).map_or(0.0, |process| process.ticks / TICKS),
            bench: bench.iter().map(|family| family.seconds()).sum(),
        }
    }

    /// What was used since `before`.
    pub fn since(self, before: Self) -> Self {
        Self {
            machine: self.machine - before.machine,
            process: self.process - before.process,
            bench: self.bench - before.bench,
        }
    }
}

/// The process that started another one.
pub fn parent(id: u32) -> Option<u32> {
    process(id).map(|process| process.parent)
}

/// The processors and the system, in a few words.
pub fn described() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let mut models = cpus
        .lines()
        .filter_map(|line| line.strip_prefix("model name"))
        .map(|rest| rest.trim_start_matches([' ', '\t', ':']));
    let model = models.next().unwrap_or("unknown processor").to_owned();
    let system = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!("{} x {model}, Linux {}", models.count() + 1, system.trim())
}

/// Everything but idling and waiting for the disk.
fn machine() -> Option<f64> {
    let text = fs::read_to_string("/proc/stat").ok()?;
    let ticks: Vec<f64> = text
        .lines()
        .next()?
        .split_whitespace()
        .skip(1)
        .filter_map(|number| number.parse().ok())
        .collect();
    let busy = [0, 1, 2, 5, 6]
        .iter()
        .filter_map(|at| ticks.get(*at))
        .sum::<f64>();
    Some(busy / TICKS)
}

/// The memory of a process in MiB: now, and at its largest.
pub fn memory(id: u32) -> (f64, f64) {
    let text = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let of = |name: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(name))
            .and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok())
            .map_or(0.0, |kib| kib / 1024.0)
    };
    (of("VmRSS:"), of("VmHWM:"))
}

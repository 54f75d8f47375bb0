//! Holds what callers were told against what is there.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{
    ledger::{Acknowledged, Heard, Write},
    traces::{Entry, Kept, State, Traces},
};

/// Something that must not be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Acknowledged, and not there.
    Lost(String),
    /// There more than once.
    Doubled(String),
    /// There, but not as it was acknowledged.
    Different(String),
    /// Refused or said to be undone, and there.
    Denied(String),
    /// A change without its audit entry.
    Unaudited(String),
    /// An audit entry without its change.
    Unfounded(String),
    /// An audit entry without its event, or the other way round.
    Unannounced(String),
    /// The answer under an idempotency key is not the one that was given.
    NotKept(String),
    /// A record's history has a gap, an overlap or no end.
    History(String),
    /// The positions of the events have gaps or repeats.
    Positions(String),
    /// Callers heard what they should never hear.
    Broken(String),
}

/// Everything that is wrong.
pub fn check(writes: &[Write], traces: &Traces) -> BTreeSet<Fault> {
    let mut faults = BTreeSet::new();
    let mut by_request: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in &traces.entries {
        by_request.entry(&entry.request).or_default().push(entry);
    }
    let mut by_marker: BTreeMap<&str, Vec<(Uuid, &State)>> = BTreeMap::new();
    for (subject, states) in &traces.states {
        let mut last = "";
        for state in states {
            // A later state may still carry the words of an earlier one.
            if state.marker != last {
                by_marker
                    .entry(&state.marker)
                    .or_default()
                    .push((*subject, state));
            }
            last = &state.marker;
        }
    }
    let mut known = BTreeSet::new();
    for write in writes {
        let found = Found::of(write, traces, &by_request, &by_marker, &mut known);
        found.judge(write, &mut faults);
    }
    for entry in &traces.entries {
        if !entry.request.starts_with("console:") && !known.contains(entry.request.as_str()) {
            faults.insert(Fault::Unfounded(format!(
                "{entry:?}, for which nobody asked"
            )));
        }
    }
    records(traces, &mut faults);
    events(traces, &mut faults);
    faults
}

/// What there is of one write.
struct Found<'a> {
    entries: Vec<&'a Entry>,
    states: Option<Vec<(Uuid, &'a State)>>,
    kept: Option<&'a Kept>,
    denied: bool,
}

impl<'a> Found<'a> {
    fn of(
        write: &Write,
        traces: &'a Traces,
        by_request: &BTreeMap<&str, Vec<&'a Entry>>,
        by_marker: &BTreeMap<&str, Vec<(Uuid, &'a State)>>,
        known: &mut BTreeSet<String>,
    ) -> Self {
        let mut entries = Vec::new();
        let mut denied = false;
        for asked in &write.asked {
            let request = asked.request.to_string();
            if let Some(made) = by_request.get(request.as_str()) {
                entries.extend(made.iter().copied());
                denied |= matches!(asked.heard, Heard::Refused(_) | Heard::Undone);
            }
            known.insert(request);
        }
        let states = match (&write.marker, write.acknowledged()) {
            (Some(marker), _) => Some(by_marker.get(marker.as_str()).cloned().unwrap_or_default()),
            (None, Some(answer)) => Some(
                traces
                    .states
                    .get(&answer.subject)
                    .into_iter()
                    .flatten()
                    .filter(|state| state.version == answer.version)
                    .map(|state| (answer.subject, state))
                    .collect(),
            ),
            (None, None) => None,
        };
        let kept = write
            .key
            .as_ref()
            .and_then(|key| traces.kept.get(&(write.person.0, key.clone())));
        Self {
            entries,
            states,
            kept,
            denied,
        }
    }

    fn judge(&self, write: &Write, faults: &mut BTreeSet<Fault>) {
        let name = format!("{} {:?} {:?}", write.act, write.marker, write.key);
        let states = self.states.as_ref().map(Vec::len);
        for asked in &write.asked {
            if let Heard::Broken(words) = &asked.heard {
                faults.insert(Fault::Broken(format!("{name}: {words}")));
            }
        }
        if self.denied {
            faults.insert(Fault::Denied(name.clone()));
        }
        if self.entries.len() > 1 || states.is_some_and(|count| count > 1) {
            faults.insert(Fault::Doubled(name.clone()));
        }
        let there = states.unwrap_or(self.entries.len()) > 0;
        if there && self.entries.is_empty() {
            faults.insert(Fault::Unaudited(name.clone()));
        }
        if !there && !self.entries.is_empty() {
            faults.insert(Fault::Unfounded(name.clone()));
        }
        if let Some(entry) = self.entries.iter().find(|entry| entry.act != write.act) {
            faults.insert(Fault::Different(format!("{name}: {entry:?}")));
        }
        if let Some(answer) = write.acknowledged() {
            if !there {
                faults.insert(Fault::Lost(name.clone()));
            }
            self.compare(answer, &name, faults);
        }
        if write.key.is_some() && self.kept.is_some() != there {
            faults.insert(Fault::NotKept(name));
        }
    }

    /// Whether what is there is what was acknowledged.
    fn compare(&self, answer: &Acknowledged, name: &str, faults: &mut BTreeSet<Fault>) {
        let place = |subject: Uuid, version: i64| (subject, version);
        for (subject, state) in self.states.iter().flatten() {
            if place(*subject, state.version) != place(answer.subject, answer.version) {
                faults.insert(Fault::Different(format!(
                    "{name}: version {} of {}, but {subject} {state:?}",
                    answer.version, answer.subject
                )));
            }
        }
        if self
            .entries
            .iter()
            .any(|entry| entry.subject != answer.subject)
        {
            faults.insert(Fault::Different(format!("{name}: entry of another record")));
        }
        let same = self.kept.is_none_or(|kept| {
            (kept.status, kept.etag.as_deref(), &kept.body)
                == (answer.status, Some(answer.etag.as_str()), &answer.body)
        });
        if !same {
            faults.insert(Fault::NotKept(format!(
                "{name}: {:?} for {answer:?}",
                self.kept
            )));
        }
    }
}

/// Every version of a record has its state and its entry, each state ends where the next begins,
/// and the last one is the record.
fn records(traces: &Traces, faults: &mut BTreeSet<Fault>) {
    let mut entries: BTreeMap<Uuid, usize> = BTreeMap::new();
    for entry in &traces.entries {
        *entries.entry(entry.subject).or_default() += 1;
    }
    for (subject, (version, words)) in &traces.records {
        let Some(states) = traces.states.get(subject) else {
            // Those that the story began with came in with something larger.
            if entries.contains_key(subject) {
                faults.insert(Fault::History(format!("{subject} has none")));
            }
            continue;
        };
        let versions: Vec<i64> = states.iter().map(|state| state.version).collect();
        if !versions.iter().copied().eq(1..=*version) {
            faults.insert(Fault::History(format!(
                "{subject} is in version {version}, with {versions:?}"
            )));
        }
        let ends = states.iter().map(|state| state.to);
        let next = states
            .iter()
            .skip(1)
            .map(|state| Some(state.from))
            .chain([None]);
        if !ends.eq(next) {
            faults.insert(Fault::History(format!("{subject}: {states:?}")));
        }
        if states.last().is_some_and(|last| last.marker != *words) {
            faults.insert(Fault::Different(format!(
                "{subject} reads {words}, its last state {states:?}"
            )));
        }
        let entries = entries.get(subject).copied().unwrap_or_default();
        if entries < states.len() {
            faults.insert(Fault::Unaudited(format!(
                "{subject}: {} states, {entries} entries",
                states.len()
            )));
        } else if entries > states.len() {
            faults.insert(Fault::Unfounded(format!(
                "{subject}: {} states, {entries} entries",
                states.len()
            )));
        }
    }
}

fn events(traces: &Traces, faults: &mut BTreeSet<Fault>) {
    let mut acts: BTreeMap<(&str, Uuid), i64> = BTreeMap::new();
    for entry in &traces.entries {
        *acts.entry((&entry.act, entry.subject)).or_default() += 1;
    }
    for event in &traces.events {
        *acts.entry((&event.act, event.subject)).or_default() -= 1;
    }
    for (act, difference) in acts {
        if difference != 0 {
            faults.insert(Fault::Unannounced(format!("{act:?}: {difference}")));
        }
    }
    let mut positions: Vec<Option<i64>> =
        traces.events.iter().map(|event| event.position).collect();
    positions.sort_unstable();
    if !positions
        .iter()
        .copied()
        .eq((1..).map(Some).take(positions.len()))
    {
        faults.insert(Fault::Positions(format!("{positions:?}")));
    }
}

mod tests;

//! The lines of a board's page: ratings by what actions have in common, what needs attention, who
//! has not reported, the trend of each action.

use std::collections::HashMap;

use shared::{
    agencies::api::AgencyRef,
    ids::AgencyId,
    plans::board::{
        Reason,
        api::{AttentionLine, Group, Trend, TrendRow},
    },
    updates::{
        Brag,
        api::{BragCounts, Silent},
    },
};
use uuid::Uuid;

use super::{
    super::{records::ActionRecord, register::Scheme},
    address::Address,
    standing::{Standing, Stood},
};

/// The word for what has none, in addresses.
pub(super) const NONE: &str = "none";

/// The ratings of some actions.
pub(super) fn count(standing: &Standing, belongs: impl Fn(&ActionRecord) -> bool) -> BragCounts {
    let mut counts = BragCounts::default();
    for action in &standing.actions {
        if belongs(&action.record) {
            counts.add(action.brag());
        }
    }
    counts
}

/// The groups of one kind: each with its name and with which actions belong to it.
pub(super) struct Groups<'s> {
    pub standing: &'s Standing,
    pub address: &'s Address<'s>,
    /// The filter of the register that leads to a group.
    pub filter: &'static str,
}

impl Groups<'_> {
    fn one(
        &self,
        id: Option<Uuid>,
        name: String,
        belongs: impl Fn(&ActionRecord) -> bool,
    ) -> Group {
        let word = id.map_or_else(|| NONE.to_owned(), |id| id.to_string());
        Group {
            id,
            name,
            counts: count(self.standing, belongs),
            records: self.address.actions(&[(self.filter, word)]),
        }
    }

    /// By outcome.
    pub fn outcomes(&self, scheme: &Scheme) -> Vec<Group> {
        scheme
            .outcomes
            .iter()
            .map(|outcome| {
                self.one(Some(outcome.id.0), outcome.name.clone(), |action| {
                    action.outcomes.contains(&outcome.id)
                })
            })
            .chain([self.one(None, "No outcome".to_owned(), |action| {
                action.outcomes.is_empty()
            })])
            .filter(|group| group.id.is_some() || group.counts.total() > 0)
            .collect()
    }

    /// By level of need.
    pub fn levels(&self, scheme: &Scheme) -> Vec<Group> {
        scheme
            .levels
            .iter()
            .map(|level| {
                let name = format!("Level {}: {}", level.number, level.name);
                self.one(Some(level.id.0), name, |action| {
                    action.level == Some(level.id)
                })
            })
            .chain([self.one(None, "No level".to_owned(), |action| action.level.is_none())])
            .filter(|group| group.id.is_some() || group.counts.total() > 0)
            .collect()
    }

    /// By the agency on which the lead falls.
    pub fn agencies(&self) -> Vec<Group> {
        let mut counts: HashMap<AgencyId, BragCounts> = HashMap::new();
        for action in &self.standing.actions {
            for lead in action.record.leads() {
                counts.entry(lead.id).or_default().add(action.brag());
            }
        }
        answering(self.standing)
            .into_iter()
            .map(|agency| Group {
                id: Some(agency.id.0),
                counts: counts.remove(&agency.id).unwrap_or_default(),
                records: self
                    .address
                    .actions(&[(self.filter, agency.id.to_string())]),
                name: agency.name,
            })
            .collect()
    }
}

/// The agencies that answer for actions, by name.
fn answering(standing: &Standing) -> Vec<AgencyRef> {
    let mut found: HashMap<AgencyId, &AgencyRef> = HashMap::new();
    for action in &standing.actions {
        for lead in action.record.leads() {
            found.entry(lead.id).or_insert(lead);
        }
    }
    let mut found: Vec<AgencyRef> = found.into_values().cloned().collect();
    found.sort_by_cached_key(|agency| (agency.name.to_lowercase(), agency.id));
    found
}

/// The actions that need attention, the gravest first; not those that are only silent.
pub(super) fn attention(standing: &Standing) -> Vec<AttentionLine> {
    let mut found: Vec<&Stood> = standing
        .actions
        .iter()
        .filter(|action| {
            action
                .reasons
                .iter()
                .any(|reason| *reason != Reason::Silent)
        })
        .collect();
    found.sort_by_key(|action| action.reasons.first().copied());
    found.into_iter().map(line).collect()
}

fn line(action: &Stood) -> AttentionLine {
    let report = action.report.as_ref();
    let words = report.and_then(|report| report.words.as_ref());
    let said = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    AttentionLine {
        action: action.record.to_ref(),
        reasons: action.reasons.clone(),
        brag: action.brag(),
        before: action.before(),
        overdue_since: action.overdue,
        leads: action.record.leads().into_iter().cloned().collect(),
        update: report.map(|report| report.update),
        next: words.and_then(|words| said(&words.next)),
        help: words.and_then(|words| said(&words.help)),
    }
}

/// Who has not reported; nobody where there is no cycle to report for.
pub(super) fn silent(standing: &Standing) -> Vec<Silent> {
    if standing.cycles.chosen().is_none() {
        return Vec::new();
    }
    standing
        .actions
        .iter()
        .filter(|action| action.unreported())
        .map(|action| {
            let last: Option<(Brag, _)> = action.last.and_then(|last| Some((last.brag?, last.at)));
            Silent {
                action: action.record.to_ref(),
                leads: action.record.leads().into_iter().cloned().collect(),
                last_brag: last.map(|(brag, _)| brag),
                last_at: last.map(|(_, at)| at),
            }
        })
        .collect()
}

/// One line an action.
pub(super) fn trend(standing: &Standing) -> Trend {
    Trend {
        cycles: standing
            .trail
            .iter()
            .filter_map(|cycle| standing.cycles.to_ref(*cycle))
            .collect(),
        agencies: answering(standing),
        rows: standing
            .actions
            .iter()
            .map(|action| TrendRow {
                action: action.record.to_ref(),
                state: action.record.state,
                leads: action.record.lead_ids(),
                ends: action.record.ends.clone(),
                brags: action.brags.clone(),
                last_at: action.last.map(|last| last.at),
                reasons: action.reasons.clone(),
            })
            .collect(),
    }
}

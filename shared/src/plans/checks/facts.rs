//! What the checks look at: a plan, whether it lies in a file or in the database.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::plans::format::{LeadRole, LinkKind, PlanFile, SourceRecord};

/// A plan as the checks see it. Ids can be those of a file or of a database, as long as they are unique.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanFacts {
    /// The plan's id.
    pub plan: String,
    /// The actions in printed order.
    pub actions: Vec<ActionFacts>,
    /// The outcomes.
    pub outcomes: Vec<OutcomeFacts>,
    /// The levels of need.
    pub levels: Vec<LevelFacts>,
    /// The agencies.
    pub agencies: Vec<AgencyFacts>,
    /// The links made inside actions.
    pub links: Vec<LinkFacts>,
    /// The sources cited.
    pub evidence: Vec<EvidenceFacts>,
    /// The counts that the plan prints.
    pub counts: Vec<CountFacts>,
}

/// An action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActionFacts {
    /// Its id.
    pub id: String,
    /// The reference as printed.
    pub printed_ref: String,
    /// The reference that a coordinator has settled.
    pub reference: Option<String>,
    /// Its title.
    pub title: String,
    /// What is to be done.
    pub summary: String,
    /// The parts that it has.
    pub parts: Vec<String>,
    /// Its outcomes: those that the plan prints or a coordinator has settled.
    pub outcomes: Vec<String>,
    /// The outcomes as the outcome cell prints them.
    pub outcomes_printed: Vec<String>,
    /// Its level of need.
    pub level: Option<String>,
    /// Who leads and takes part, in printed order.
    pub leads: Vec<LeadFacts>,
    /// Whether the plan dates it: a stated timescale or a dated milestone of its own.
    pub has_date: bool,
    /// Whether a measure shows how it goes.
    pub has_measure: bool,
}

impl ActionFacts {
    /// The reference that holds now: settled, or else as printed.
    #[must_use]
    pub fn current_ref(&self) -> &str {
        self.reference
            .as_deref()
            .unwrap_or(&self.printed_ref)
            .trim()
    }

    /// Reference and title, as a sentence cites an action.
    pub(super) fn cited(&self) -> String {
        format!("{}, {}", self.current_ref(), self.title)
    }
}

/// An agency's part in an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadFacts {
    /// The agency.
    pub agency: String,
    /// Its part.
    pub role: LeadRole,
    /// Whether it coordinates the joint leads.
    pub coordinates: bool,
}

/// An outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutcomeFacts {
    /// Its id.
    pub id: String,
    /// Its number, where the plan numbers it.
    pub number: Option<u32>,
    /// Its name.
    pub name: String,
    /// Every name under which it is printed.
    pub names_printed: Vec<String>,
    /// Further names that a coordinator has accepted.
    pub names_accepted: Vec<String>,
}

/// A level of need.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LevelFacts {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: u32,
}

/// An agency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgencyFacts {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its abbreviation.
    pub abbreviation: Option<String>,
    /// Every name under which it is printed.
    pub names_printed: Vec<String>,
    /// Further names that are accepted.
    pub aliases: Vec<String>,
}

/// A link made inside an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkFacts {
    /// Its id.
    pub id: String,
    /// The action that makes it.
    pub from: String,
    /// The target as printed.
    pub printed_target: String,
    /// The words beside the target.
    pub label: Option<String>,
    /// What it points at.
    pub kind: LinkKind,
    /// What a coordinator has settled.
    pub settled: Option<SettledLink>,
}

/// What a coordinator has said that a link means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettledLink {
    /// This action.
    Action(String),
    /// Something outside the plan, or the link stands as it is.
    AsItStands,
}

/// A source cited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceFacts {
    /// Its id.
    pub id: String,
    /// Its title and the other titles under which it is cited, title first.
    pub titles: Vec<String>,
}

impl EvidenceFacts {
    pub(super) fn title(&self) -> &str {
        self.titles.first().map_or("", String::as_str)
    }
}

/// A count that the plan prints, beside what it lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountFacts {
    /// The id of the item that prints it, or the key of the note that does.
    pub item: String,
    /// What is counted, as a plural: outcomes.
    pub subject: String,
    /// The counts as printed.
    pub printed: Vec<PrintedCount>,
    /// How many are listed.
    pub listed: u32,
    /// How that comes about, as the end of a sentence that begins "the plan lists 5".
    pub listed_as: String,
    /// Whether the list is the thing counted, so that its count is right.
    pub complete: bool,
}

/// A count as one place prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedCount {
    /// The place, in words.
    pub place: String,
    /// The count.
    pub count: u32,
    /// Whether it is printed as about or over this many.
    pub rough: bool,
}

impl PlanFacts {
    /// The facts of a plan file, before anything is settled.
    #[must_use]
    pub fn from_file(file: &PlanFile) -> Self {
        let dated: BTreeSet<&str> = file
            .milestones
            .iter()
            .filter(|m| m.start.is_some() || m.end.is_some())
            .flat_map(|m| m.actions.iter().map(String::as_str))
            .collect();
        let names = OutcomeNames::of(file);
        let mut actions: Vec<_> = file.actions.iter().collect();
        actions.sort_by_key(|action| action.order);
        Self {
            plan: file.plan.id.clone(),
            actions: actions
                .into_iter()
                .map(|action| action_facts(action, &dated, &names))
                .collect(),
            outcomes: file
                .outcomes
                .iter()
                .map(|o| OutcomeFacts {
                    id: o.id.clone(),
                    number: o.number,
                    name: o.name.clone(),
                    names_printed: o.names_printed.clone(),
                    names_accepted: Vec::new(),
                })
                .collect(),
            levels: file
                .levels
                .iter()
                .map(|l| LevelFacts {
                    id: l.id.clone(),
                    number: l.number,
                })
                .collect(),
            agencies: file
                .agencies
                .iter()
                .map(|a| AgencyFacts {
                    id: a.id.clone(),
                    name: a.name.clone(),
                    abbreviation: a.abbreviation.clone(),
                    names_printed: a.names_printed.clone(),
                    aliases: a.aliases.clone(),
                })
                .collect(),
            links: file
                .cross_references
                .iter()
                .map(|x| LinkFacts {
                    id: x.id.clone(),
                    from: x.from_action.clone(),
                    printed_target: x.printed_target.clone(),
                    label: x.printed_label.clone(),
                    kind: x.kind,
                    settled: None,
                })
                .collect(),
            evidence: file
                .evidence
                .iter()
                .map(|e| EvidenceFacts {
                    id: e.id.clone(),
                    titles: std::iter::once(&e.title)
                        .chain(&e.variants)
                        .cloned()
                        .collect(),
                })
                .collect(),
            counts: CountFacts::of(file),
        }
    }

    pub(super) fn action(&self, id: &str) -> Option<&ActionFacts> {
        self.actions.iter().find(|action| action.id == id)
    }

    pub(super) fn agency(&self, id: &str) -> Option<&AgencyFacts> {
        self.agencies.iter().find(|agency| agency.id == id)
    }
}

fn action_facts(
    action: &crate::plans::format::ActionItem,
    dated: &BTreeSet<&str>,
    names: &OutcomeNames<'_>,
) -> ActionFacts {
    let stated = action
        .timescale
        .as_ref()
        .is_some_and(|t| t.class != "not-stated");
    let lead = |l: &crate::plans::format::LeadItem| LeadFacts {
        agency: l.agency.clone(),
        role: l.role,
        coordinates: l.coordinates == Some(true),
    };
    ActionFacts {
        id: action.id.clone(),
        printed_ref: action.printed_ref.clone(),
        reference: None,
        title: action.title.clone(),
        summary: action.summary.clone().unwrap_or_default(),
        parts: action.parts.clone(),
        outcomes: names.outcomes_of(action),
        outcomes_printed: action.outcomes_printed.clone(),
        level: action.level.clone(),
        leads: action.leads.iter().map(lead).collect(),
        has_date: stated || dated.contains(action.id.as_str()),
        has_measure: !action.measures.is_empty(),
    }
}

/// Which outcome a printed name means.
struct OutcomeNames<'f>(BTreeMap<String, &'f str>);

impl<'f> OutcomeNames<'f> {
    fn of(file: &'f PlanFile) -> Self {
        let mut names = BTreeMap::new();
        for outcome in &file.outcomes {
            for name in std::iter::once(&outcome.name).chain(&outcome.names_printed) {
                names
                    .entry(super::words::folded(name))
                    .or_insert(outcome.id.as_str());
            }
        }
        Self(names)
    }

    /// The outcomes that the file states, or else those whose names the outcome cell prints.
    fn outcomes_of(&self, action: &crate::plans::format::ActionItem) -> Vec<String> {
        if !action.outcomes.is_empty() {
            return action.outcomes.clone();
        }
        let found = action
            .outcomes_printed
            .iter()
            .filter_map(|name| self.0.get(&super::words::folded(name)));
        found.map(|id| (*id).to_owned()).collect()
    }
}

impl CountFacts {
    /// The counts that a plan file prints and that its own lists can be held against.
    #[must_use]
    pub fn of(file: &PlanFile) -> Vec<Self> {
        let mut counts = Vec::new();
        if let Some(note) = &file.outcome_note {
            let listed = file
                .outcomes
                .iter()
                .filter(|o| o.in_part_1_list.unwrap_or(true))
                .count();
            counts.push(Self {
                item: "outcome_note".to_owned(),
                subject: "outcomes".to_owned(),
                printed: note
                    .count_as_printed
                    .iter()
                    .map(|(place, count)| PrintedCount {
                        place: place.replace('_', " "),
                        count: *count,
                        rough: false,
                    })
                    .collect(),
                listed: u32::try_from(listed).unwrap_or(u32::MAX),
                listed_as: "as outcomes of the strategy that it delivers".to_owned(),
                complete: true,
            });
        }
        if let Some(count) = file.plan.action_count {
            counts.push(Self {
                item: file.plan.id.clone(),
                subject: "actions".to_owned(),
                printed: vec![PrintedCount {
                    place: "plan".to_owned(),
                    count,
                    rough: false,
                }],
                listed: u32::try_from(file.actions.len()).unwrap_or(u32::MAX),
                listed_as: "in its action tables".to_owned(),
                complete: true,
            });
        }
        counts.extend(Self::of_engagement(&file.source_records));
        counts
    }

    /// The totals printed for engagement, beside the sum of the events that print a number.
    #[must_use]
    pub fn of_engagement(records: &[SourceRecord]) -> Vec<Self> {
        let events: Vec<_> = records
            .iter()
            .filter(|r| r.collection == "engagement")
            .collect();
        let text = |r: &SourceRecord, key: &str| {
            r.body.get(key).and_then(|v| v.as_str()).map(str::to_owned)
        };
        let count = |r: &SourceRecord| {
            r.body
                .get("count")
                .and_then(serde_json::Value::as_u64)
                .and_then(|n| u32::try_from(n).ok())
        };
        let is_total = |r: &SourceRecord| text(r, "kind").as_deref() == Some("total");
        let counted: Vec<u32> = events
            .iter()
            .filter(|r| !is_total(r))
            .filter_map(|r| count(r))
            .collect();
        let listed = counted.iter().fold(0u32, |sum, n| sum.saturating_add(*n));
        let total = |r: &&SourceRecord| {
            Some(Self {
                item: r.id.clone(),
                subject: text(r, "count_unit").unwrap_or_else(|| "contributions".to_owned()),
                printed: vec![PrintedCount {
                    place: text(r, "title").unwrap_or_else(|| "engagement".to_owned()),
                    count: count(r)?,
                    rough: text(r, "count_qualifier").is_some_and(|q| q != "exact"),
                }],
                listed,
                listed_as: format!(
                    "in the {} events that print a number, whatever each counts; the other events print none",
                    counted.len()
                ),
                complete: false,
            })
        };
        events
            .iter()
            .copied()
            .filter(|r| is_total(r) && !counted.is_empty())
            .filter_map(|r| total(&r))
            .collect()
    }
}

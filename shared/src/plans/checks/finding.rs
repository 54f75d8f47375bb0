//! What a check says: the finding, its code, and the repair that it proposes.

use serde::{Deserialize, Serialize};

use super::facts::PlanFacts;
use super::joined;

/// What is amiss. The wire has the kebab-case word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FindingCode {
    /// Two actions carry one reference.
    DuplicateRef,
    /// A reference does not have the form of the others.
    MalformedRef,
    /// A link cites a number that no action has.
    DanglingLink,
    /// A link cites the action that it stands in.
    SelfLink,
    /// The words beside a number fit another action clearly better.
    WrongTarget,
    /// A link cites an action of another plan.
    ExternalRef,
    /// An action has no outcome.
    MissingOutcome,
    /// A body or an outcome is printed under several names.
    Alias,
    /// A count as printed is not the count of what is listed.
    CountMismatch,
    /// Nobody leads, or nobody coordinates the joint leads.
    NoCoordinator,
    /// Actions without a date, grouped.
    NoDate,
    /// Actions without a measure, grouped.
    NoMeasure,
}

impl FindingCode {
    /// Every code, in the order in which findings are listed.
    pub const ALL: [Self; 12] = [
        Self::DuplicateRef,
        Self::MalformedRef,
        Self::DanglingLink,
        Self::SelfLink,
        Self::WrongTarget,
        Self::ExternalRef,
        Self::MissingOutcome,
        Self::Alias,
        Self::CountMismatch,
        Self::NoCoordinator,
        Self::NoDate,
        Self::NoMeasure,
    ];

    /// The word on the wire, in the database and in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DuplicateRef => "duplicate-ref",
            Self::MalformedRef => "malformed-ref",
            Self::DanglingLink => "dangling-link",
            Self::SelfLink => "self-link",
            Self::WrongTarget => "wrong-target",
            Self::ExternalRef => "external-ref",
            Self::MissingOutcome => "missing-outcome",
            Self::Alias => "alias",
            Self::CountMismatch => "count-mismatch",
            Self::NoCoordinator => "no-coordinator",
            Self::NoDate => "no-date",
            Self::NoMeasure => "no-measure",
        }
    }

    /// The code with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.word() == word)
    }

    /// What the code means, as a heading on the findings page.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::DuplicateRef => "Reference used twice",
            Self::MalformedRef => "Reference in the wrong form",
            Self::DanglingLink => "Link to a number that does not exist",
            Self::SelfLink => "Action that links to itself",
            Self::WrongTarget => "Link that seems to mean another action",
            Self::ExternalRef => "Link to another plan",
            Self::MissingOutcome => "Action without an outcome",
            Self::Alias => "Several names for one body or outcome",
            Self::CountMismatch => "Count that does not match",
            Self::NoCoordinator => "No coordinating lead",
            Self::NoDate => "Actions without a date",
            Self::NoMeasure => "Actions without a measure",
        }
    }
}

/// A repair that a coordinator can accept. Ids are those of the facts that were checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Proposal {
    /// Give an action this reference.
    SetReference {
        /// The action.
        action: String,
        /// Its reference from now on.
        reference: String,
    },
    /// Let a link point at this action.
    SetLinkTarget {
        /// The link.
        link: String,
        /// The action that it means.
        action: String,
    },
    /// Let a link stand as one to another plan.
    MarkExternal {
        /// The link.
        link: String,
        /// The evidence source that is the other plan, if it is listed.
        evidence: Option<String>,
    },
    /// Give an action these outcomes.
    SetOutcomes {
        /// The action.
        action: String,
        /// Its outcomes from now on.
        outcomes: Vec<String>,
    },
    /// Record further names of an agency.
    AddAliases {
        /// The agency.
        agency: String,
        /// The names, as printed.
        aliases: Vec<String>,
    },
    /// Record further names of an outcome.
    AddOutcomeNames {
        /// The outcome.
        outcome: String,
        /// The names, as printed.
        names: Vec<String>,
    },
    /// Name the joint lead that coordinates.
    NameCoordinator {
        /// The action.
        action: String,
        /// The agency.
        agency: String,
    },
    /// Use this count, whatever is printed.
    UseCount {
        /// What is counted, as in [`Finding::item`].
        item: String,
        /// The count.
        count: u32,
    },
    /// Show what is printed and change nothing.
    KeepAsPrinted {
        /// What is kept, as in [`Finding::item`].
        item: String,
    },
}

impl Proposal {
    /// Whether accepting it changes the plan. What changes nothing can be taken back.
    #[must_use]
    pub const fn changes_plan(&self) -> bool {
        !matches!(self, Self::UseCount { .. } | Self::KeepAsPrinted { .. })
    }

    /// The ids of what the repair leads to, for those who match them with their file.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        match self {
            Self::SetLinkTarget { action, .. } => vec![action],
            Self::MarkExternal { evidence, .. } => evidence.as_deref().into_iter().collect(),
            Self::SetOutcomes { outcomes, .. } => outcomes.iter().map(String::as_str).collect(),
            Self::NameCoordinator { agency, .. } => vec![agency],
            Self::SetReference { .. }
            | Self::AddAliases { .. }
            | Self::AddOutcomeNames { .. }
            | Self::UseCount { .. }
            | Self::KeepAsPrinted { .. } => Vec::new(),
        }
    }

    /// The repair as one line for people, with the ids and references that it concerns.
    #[must_use]
    pub fn sentence(&self, facts: &PlanFacts) -> String {
        match self {
            Self::SetReference { reference, .. } => format!("Renumber to {reference}"),
            Self::SetLinkTarget { action, .. } => match facts.action(action) {
                Some(found) => format!("Point to {}", found.cited()),
                None => format!("Point to {action}"),
            },
            Self::MarkExternal {
                evidence: Some(id), ..
            } => match facts.evidence.iter().find(|e| e.id == *id) {
                Some(found) => format!("Keep as a link to another plan: {}", found.title()),
                None => format!("Keep as a link to another plan ({id})"),
            },
            Self::MarkExternal { evidence: None, .. } => {
                "Keep as a link to another plan".to_owned()
            }
            Self::SetOutcomes { outcomes, .. } => {
                let name = |id: &String| match facts.outcomes.iter().find(|o| o.id == *id) {
                    Some(found) => found.name.clone(),
                    None => id.clone(),
                };
                format!(
                    "Set the outcome to {}",
                    joined(outcomes.iter().map(name).collect())
                )
            }
            Self::AddAliases { aliases: names, .. } | Self::AddOutcomeNames { names, .. } => {
                format!(
                    "Keep as one, with the further names {}",
                    super::quoted(names.iter().map(String::as_str))
                )
            }
            Self::NameCoordinator { agency, .. } => match facts.agency(agency) {
                Some(found) => format!("Name {} as coordinating lead", found.name),
                None => format!("Name {agency} as coordinating lead"),
            },
            Self::UseCount { count, .. } => format!("Use {count}"),
            Self::KeepAsPrinted { .. } => "Keep as printed".to_owned(),
        }
    }
}

/// One defect of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// What is amiss.
    pub code: FindingCode,
    /// The id of the item concerned; the plan's id for a grouped finding.
    pub item: String,
    /// Every item of a grouped finding, or all that share in it; empty where `item` says it all.
    pub items: Vec<String>,
    /// What the plan prints.
    pub printed: String,
    /// The repair that the checks would choose, where one can be reasoned.
    pub proposal: Option<Proposal>,
    /// Other repairs that fit about as well.
    pub alternatives: Vec<Proposal>,
    /// The proposal as one line for people.
    pub proposed: Option<String>,
    /// Why this is a finding and why this repair, in words.
    pub reason: String,
}

impl Finding {
    /// A finding without a repair.
    pub(super) fn new(
        code: FindingCode,
        item: &str,
        printed: impl Into<String>,
        reason: String,
    ) -> Self {
        Self {
            code,
            item: item.to_owned(),
            items: Vec::new(),
            printed: printed.into(),
            proposal: None,
            alternatives: Vec::new(),
            proposed: None,
            reason,
        }
    }

    /// With a repair and its line for people.
    pub(super) fn proposing(mut self, proposal: Option<Proposal>, facts: &PlanFacts) -> Self {
        self.proposed = proposal.as_ref().map(|p| p.sentence(facts));
        self.proposal = proposal;
        self
    }

    /// What a decision about this finding is kept under: code and item.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}:{}", self.code.word(), self.item)
    }

    /// The finding as a line of the dry run.
    #[must_use]
    pub fn dry_run_line(&self) -> DryRunLine<'_> {
        DryRunLine {
            code: self.code,
            item: &self.item,
            printed: &self.printed,
            proposal: self.proposed.as_ref().map(|words| {
                let ids = self.proposal.as_ref().map_or_else(Vec::new, Proposal::ids);
                if ids.is_empty() {
                    words.clone()
                } else {
                    format!("{words} ({})", ids.join(", "))
                }
            }),
            reason: &self.reason,
        }
    }
}

/// A finding as the dry run of an import prints it, one JSON object a line.
#[derive(Debug, Clone, Serialize)]
pub struct DryRunLine<'f> {
    /// What is amiss.
    pub code: FindingCode,
    /// The id of the item in the file.
    pub item: &'f str,
    /// What the plan prints.
    pub printed: &'f str,
    /// The proposed repair in words, with the ids of what it leads to, or null.
    pub proposal: Option<String>,
    /// Why.
    pub reason: &'f str,
}

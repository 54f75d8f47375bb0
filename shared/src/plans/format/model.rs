//! The plan file as types.
//!
//! One struct a collection, in the words of `docs/PLAN-FORMAT.md`. Ids are those of the file and
//! are unique across it. What the format calls answers has no field here, so that it cannot be read.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    agencies::AgencyKind, calendar::PartialDate, pathways::PathwayKind, services::ServiceKind,
};

macro_rules! items {
    ($($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
        pub struct $name { $($(#[$field_meta])* pub $field: $type,)* }
    )*};
}

items! {
    /// Where an item stands in the papers.
    pub struct SourcePlace {
        /// The name of the paper.
        pub file: String,
        /// The heading, paragraph or table cell.
        pub place: String,
        /// First and last line in the paper's text, counted from 1.
        pub lines: Option<(u32, u32)>,
    }

    /// The plan itself.
    pub struct PlanItem {
        /// Unique in the file.
        pub id: String,
        /// The plan's title.
        pub title: String,
        /// Where the title comes from.
        pub title_note: Option<String>,
        /// Which part of a larger strategy this is.
        pub part: Option<u32>,
        /// For whom the plan is.
        pub audience: Option<String>,
        /// The youngest age, in years.
        pub age_from: Option<u32>,
        /// The oldest age, in years.
        pub age_to: Option<u32>,
        /// The agency that owns the plan.
        pub owner_board: Option<String>,
        /// Who signed the foreword, and when.
        pub foreword: Option<Foreword>,
        /// When the plan runs, as far as it says.
        pub period: Option<PlanPeriod>,
        /// What the plan does, in a paragraph.
        pub summary: Option<String>,
        /// The orders in which the plan says that it can be read.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub reading_orders: Vec<String>,
        /// How many actions the plan says it has.
        pub action_count: Option<u32>,
        /// Dates that the plan names.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub key_dates: Vec<KeyDate>,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
    }

    /// Who signed a plan's foreword.
    pub struct Foreword {
        /// The person's name, as printed.
        pub author: Option<String>,
        /// The person's role, as printed.
        pub role: Option<String>,
        /// The date printed under it.
        pub date: Option<PartialDate>,
    }

    /// When a plan runs.
    pub struct PlanPeriod {
        /// When short-term actions begin.
        pub short_term_from: Option<PartialDate>,
        /// The same, where other papers print another date.
        pub short_term_from_other_papers: Option<PartialDate>,
        /// When newly bought services begin.
        pub new_services_from: Option<PartialDate>,
        /// When the plan ends, if it says so.
        pub end: Option<PartialDate>,
        /// What is uncertain about the dates.
        pub note: Option<String>,
    }

    /// A date that a plan names.
    pub struct KeyDate {
        /// Unique in the file.
        pub id: String,
        /// The date as printed.
        pub date: PartialDate,
        /// What happened or was to happen.
        pub what: String,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
    }

    /// A paper that the plan came from.
    pub struct DocumentItem {
        /// Unique in the file.
        pub id: String,
        /// The name of the paper's file.
        pub file: String,
        /// A short name.
        pub label: String,
        /// The agency that received it.
        pub to_body: Option<String>,
        /// The date printed on it.
        pub date_printed: Option<PartialDate>,
        /// What its text says about its date.
        pub date_hint: Option<String>,
        /// What the receiving body was asked to do.
        pub recommendation: Option<String>,
        /// The appendices that it names.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub appendices_named: Vec<String>,
        /// Where that stands.
        pub source: Option<SourcePlace>,
    }

    /// A result area of the plan.
    pub struct OutcomeItem {
        /// Unique in the file.
        pub id: String,
        /// Its number, where the plan numbers it.
        pub number: Option<u32>,
        /// Its name.
        pub name: String,
        /// What kind of outcome it is: outcome, underpinning, later-outcome.
        pub kind: Option<String>,
        /// Every name under which the papers print it.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub names_printed: Vec<String>,
        /// What it means for people.
        pub statement: Option<String>,
        /// Whether the strategy that the plan delivers lists it; absent means yes.
        pub in_part_1_list: Option<bool>,
        /// Remarks.
        pub note: Option<String>,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
    }

    /// How many outcomes the papers say there are.
    pub struct OutcomeNote {
        /// How the outcomes are numbered.
        pub numbering: Option<String>,
        /// The count that each place prints.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub count_as_printed: BTreeMap<String, u32>,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
    }

    /// A level of need.
    pub struct LevelItem {
        /// Unique in the file.
        pub id: String,
        /// 1 is universal; a higher number is greater need.
        pub number: u32,
        /// Its name.
        pub name: String,
        /// The share of children that it concerns.
        pub share: Option<LevelShare>,
        /// What it means.
        pub description: Option<String>,
        /// The difficulties met at this level.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub difficulties: Vec<String>,
        /// Who helps at this level.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub delivered_by: Vec<String>,
        /// What help at this level relies on.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub relies_on: Vec<String>,
        /// The actions at this level; the level of each action is what counts.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub actions: Vec<String>,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
    }

    /// The share of children at a level of need.
    pub struct LevelShare {
        /// As printed.
        pub text: Option<String>,
        /// The least share, in per cent.
        pub min_percent: Option<f64>,
        /// The greatest share, in per cent.
        pub max_percent: Option<f64>,
        /// The least number of children.
        pub min_count: Option<u32>,
        /// The greatest number of children.
        pub max_count: Option<u32>,
        /// What the share is a share of.
        pub applies_to: Option<String>,
    }

    /// A promise of the partnership.
    pub struct PledgeItem {
        /// Unique in the file.
        pub id: String,
        /// Its place in the list.
        pub number: u32,
        /// Its title.
        pub title: String,
        /// What is promised.
        pub summary: Option<String>,
        /// The outcomes that the plan prints beside it; empty unless `outcomes_basis` is `printed`.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub outcomes: Vec<String>,
        /// Where the outcomes come from; only `printed` is read.
        pub outcomes_basis: Option<String>,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
    }

    /// A group that the plan singles out.
    pub struct VulnerableGroupItem {
        /// Unique in the file.
        pub id: String,
        /// Its name.
        pub name: String,
        /// What the plan says about it.
        pub summary: Option<String>,
        /// The actions that serve it.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub actions: Vec<String>,
        /// The pathways that serve it.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub pathways: Vec<String>,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
        /// Further places.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub also_in: Vec<SourcePlace>,
    }

    /// A recommended piece of work.
    pub struct ActionItem {
        /// Unique in the file; never the reference, because references collide.
        pub id: String,
        /// Its place in the printed order, from 1.
        pub order: u32,
        /// The reference as printed.
        pub printed_ref: String,
        /// The level of need.
        pub level: Option<String>,
        /// The outcomes as the outcome cell prints them.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub outcomes_printed: Vec<String>,
        /// The outcomes that those names stand for; empty unless `outcomes_basis` is `printed`.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub outcomes: Vec<String>,
        /// Where the outcomes come from; only `printed` is read.
        pub outcomes_basis: Option<String>,
        /// Its title.
        pub title: String,
        /// What is to be done.
        pub summary: Option<String>,
        /// The parts that it has.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub parts: Vec<String>,
        /// Why it is to be done.
        pub rationale: Option<String>,
        /// The evidence that it cites.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub evidence: Vec<String>,
        /// The page cited, by evidence id, as printed.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub evidence_pages: BTreeMap<String, String>,
        /// Who leads and who takes part.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub leads: Vec<LeadItem>,
        /// Remarks on the lead cell.
        pub lead_note: Option<String>,
        /// When it is to be done.
        pub timescale: Option<Timescale>,
        /// The references made in it.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub cross_references: Vec<String>,
        /// The measures that show whether it works.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub measures: Vec<String>,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
    }

    /// An agency's part in an action.
    pub struct LeadItem {
        /// The agency.
        pub agency: String,
        /// Its part.
        pub role: LeadRole,
        /// Where the role comes from.
        pub role_basis: Option<RoleBasis>,
        /// The words of the cell.
        pub role_printed: Option<String>,
        /// Whether it coordinates the joint leads.
        pub coordinates: Option<bool>,
    }

    /// When an action is to be done.
    pub struct Timescale {
        /// `not-stated`, or the name of a timescale.
        pub class: String,
        /// Further timescales that apply.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub also: Vec<String>,
        /// Where it comes from: stated or not-stated.
        pub basis: Option<String>,
        /// The words that say so.
        pub evidence: Option<String>,
    }

    /// A reference made inside an action.
    pub struct CrossReferenceItem {
        /// Unique in the file.
        pub id: String,
        /// The action that makes it.
        pub from_action: String,
        /// The cell that it stands in.
        pub cell: Option<Cell>,
        /// The target as printed.
        pub printed_target: String,
        /// The words beside the target.
        pub printed_label: Option<String>,
        /// What it points at.
        pub kind: LinkKind,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
    }

    /// A body that leads, supports, provides or receives.
    pub struct AgencyItem {
        /// Unique in the file.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Its abbreviation.
        pub abbreviation: Option<String>,
        /// What kind of body it is.
        pub kind: AgencyKind,
        /// The agency that it belongs to.
        pub parent: Option<String>,
        /// Every name under which the papers print it.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub names_printed: Vec<String>,
        /// Further names that are known to be right.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub aliases: Vec<String>,
        /// What it does in the plan.
        pub role: Option<String>,
        /// Remarks.
        pub note: Option<String>,
        /// Whether this stands for several bodies, as individual schools do.
        pub is_class: Option<bool>,
        /// The member that reports for a class.
        pub reporting_member: Option<String>,
        /// When it came into being.
        pub valid_from: Option<PartialDate>,
        /// When it ceased to be.
        pub valid_to: Option<PartialDate>,
        /// The agency that took over its duties.
        pub successor: Option<String>,
        /// Its parts in actions; the leads of each action are what counts.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub action_roles: Vec<ActionRole>,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
        /// Further places.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub also_in: Vec<SourcePlace>,
    }

    /// Something that a provider offers.
    pub struct ServiceItem {
        /// Unique in the file.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Further names that are known to be right.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub aliases: Vec<String>,
        /// What it is.
        pub kind: ServiceKind,
        /// What it does.
        pub summary: Option<String>,
        /// The agency that provides it.
        pub provider: Option<String>,
        /// The agencies that pay for it.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub commissioners: Vec<String>,
        /// When it began.
        pub start: Option<PartialDate>,
        /// When it ended.
        pub end: Option<PartialDate>,
        /// The levels of need that it serves.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub levels: Vec<String>,
        /// Where the levels come from; `inferred` where no paper prints them.
        pub levels_basis: Option<String>,
        /// The youngest age, in years.
        pub age_from: Option<u32>,
        /// The oldest age, in years.
        pub age_to: Option<u32>,
        /// Where it works.
        pub area: Option<String>,
        /// What the papers state about it.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub facts: Vec<String>,
        /// Its address on the web.
        pub url: Option<String>,
        /// Remarks.
        pub note: Option<String>,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
        /// Further places.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub also_in: Vec<SourcePlace>,
    }

    /// A pathway, a protocol, or how a provider orders its work.
    pub struct PathwayItem {
        /// Unique in the file.
        pub id: String,
        /// Its name.
        pub name: String,
        /// What it is.
        pub kind: PathwayKind,
        /// What it is for.
        pub summary: Option<String>,
        /// The level of need at which it begins.
        pub from_level: Option<String>,
        /// The level of need to which it leads; below the first for a way down.
        pub to_level: Option<String>,
        /// Where the levels come from; `inferred` where no paper prints them.
        pub levels_basis: Option<String>,
        /// The outcomes that it serves.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub outcomes: Vec<String>,
        /// The actions that build it.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub actions: Vec<String>,
        /// The agencies that answer for it.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub agencies: Vec<String>,
        /// The services on it.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub services: Vec<String>,
        /// Who else has a part in it, in words.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub other_parties: Vec<String>,
        /// Who can open its doors, in words.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub entry_routes: Vec<String>,
        /// What is promised on it.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub targets: Vec<TargetItem>,
        /// How it stands, in the words of the papers.
        pub status_as_printed: Option<String>,
        /// Remarks.
        pub note: Option<String>,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
        /// Further places.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub also_in: Vec<SourcePlace>,
    }

    /// What is promised on a pathway.
    pub struct TargetItem {
        /// The promise.
        pub text: String,
        /// The measure that shows whether it is kept.
        pub measure: Option<String>,
        /// The figure in it, or the ends of its range.
        #[cfg_attr(feature = "schema", schemars(default, with = "Option<Figures>"))]
        pub value: Vec<f64>,
        /// What the figure counts.
        pub unit: Option<String>,
    }

    /// An agency's part in an action, seen from the agency.
    pub struct ActionRole {
        /// The action.
        pub action: String,
        /// Its part.
        pub role: LeadRole,
    }

    /// A dated step.
    pub struct MilestoneItem {
        /// Unique in the file.
        pub id: String,
        /// What is to happen.
        pub title: String,
        /// milestone or next-step.
        pub kind: Option<String>,
        /// When it starts.
        pub start: Option<PartialDate>,
        /// When it ends.
        pub end: Option<PartialDate>,
        /// Its status in the words of the papers.
        pub status_as_printed: Option<String>,
        /// The agency that owns it.
        pub owner: Option<String>,
        /// The actions that it belongs to.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub actions: Vec<String>,
        /// Remarks.
        pub note: Option<String>,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
        /// Further places.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub also_in: Vec<SourcePlace>,
    }

    /// A source that the plan cites.
    pub struct EvidenceItem {
        /// Unique in the file.
        pub id: String,
        /// Its title as cited.
        pub title: String,
        /// Its author.
        pub author: Option<String>,
        /// The year it came out.
        pub year: Option<u32>,
        /// What kind of source it is.
        pub kind: Option<String>,
        /// Whether the plan's own list of sources has it.
        pub in_appendix_3: Option<bool>,
        /// Its address on the web.
        pub url: Option<String>,
        /// Further titles under which it is cited.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub variants: Vec<String>,
        /// Remarks.
        pub note: Option<String>,
        /// The actions that cite it; the evidence of each action is what counts.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub cited_by_actions: Vec<String>,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
    }

    /// A word and what it means.
    pub struct GlossaryItem {
        /// Unique in the file.
        pub id: String,
        /// The word.
        pub term: String,
        /// What it means.
        pub meaning: String,
        /// Whether the plan's own glossary has it.
        pub in_source_glossary: Option<bool>,
        /// Remarks.
        pub note: Option<String>,
        /// Where it stands in the papers.
        pub source: Option<SourcePlace>,
    }

    /// A whole plan file; the collections without a type of their own are in `source_records`.
    pub struct PlanFile {
        /// The plan itself.
        pub plan: PlanItem,
        /// The papers that it came from.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub documents: Vec<DocumentItem>,
        /// The outcomes.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub outcomes: Vec<OutcomeItem>,
        /// How many outcomes the papers say there are.
        pub outcome_note: Option<OutcomeNote>,
        /// The levels of need.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub levels: Vec<LevelItem>,
        /// The pledges.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub pledges: Vec<PledgeItem>,
        /// The groups that the plan singles out.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub vulnerable_groups: Vec<VulnerableGroupItem>,
        /// The actions.
        pub actions: Vec<ActionItem>,
        /// The references made inside actions.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub cross_references: Vec<CrossReferenceItem>,
        /// The agencies.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub agencies: Vec<AgencyItem>,
        /// The services.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub services: Vec<ServiceItem>,
        /// The pathways.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub pathways: Vec<PathwayItem>,
        /// The milestones.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub milestones: Vec<MilestoneItem>,
        /// The sources cited.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub evidence: Vec<EvidenceItem>,
        /// The glossary.
        #[cfg_attr(feature = "schema", schemars(default))]
        pub glossary: Vec<GlossaryItem>,
        /// Items of the collections that have no type of their own, in the order of the file.
        #[cfg_attr(feature = "schema", schemars(skip))]
        pub source_records: Vec<SourceRecord>,
    }
}

/// A figure, or the two ends of a range of figures.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it only describes what a file may hold")]
enum Figures {
    One(f64),
    Several(Vec<f64>),
}

/// An item of a declared collection that has no type of its own, kept as it came without answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceRecord {
    /// The key of the collection at the top of the file.
    pub collection: &'static str,
    /// The item's id; the collection's own name where it is a single object.
    pub id: String,
    /// Where it stands in the papers.
    pub source: Option<SourcePlace>,
    /// The item.
    pub body: serde_json::Value,
}

macro_rules! words {
    ($($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name { $($(#[$variant_meta])* #[serde(rename = $word)] $variant,)* }

        impl $name {
            /// Every word with its meaning, in the order of the format.
            pub const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),*];

            /// The word of the format.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    )*};
}

words! {
    /// An agency's part in an action.
    pub enum LeadRole {
        /// Leads alone.
        Lead = "lead",
        /// Leads with others.
        JointLead = "joint-lead",
        /// Supports the lead.
        Support = "support",
        /// Takes part.
        Partner = "partner",
    }

    /// Where a role comes from.
    pub enum RoleBasis {
        /// The lead cell states it.
        Cell = "cell",
        /// Only the heading of the column states it.
        Column = "column",
    }

    /// The cell of the action table that a reference stands in.
    pub enum Cell {
        /// What is to be done.
        Action = "action",
        /// Why, and what good practice is.
        BestPractice = "best-practice",
        /// The sources.
        Evidence = "evidence",
        /// Who leads.
        Lead = "lead",
    }

    /// What a reference points at.
    pub enum LinkKind {
        /// The number of an action of this plan.
        ActionNumber = "action-number",
        /// An appendix.
        Appendix = "appendix",
        /// The number of an action of another plan.
        ExternalActionNumber = "external-action-number",
        /// Something named without a number.
        Named = "named",
        /// A page.
        Page = "page",
    }
}

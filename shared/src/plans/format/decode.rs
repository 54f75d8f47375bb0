//! From a read file to a [`PlanFile`], one function a collection.
//!
//! The keys that a function asks for are the keys that the format declares; a test holds them
//! equal to the schema.

use std::collections::BTreeMap;

use super::answers;
use super::decoder::{Decoder, LINE, SHORT, TEXT};
use super::errors::{FormatError, FormatFault};
use super::fields::Fields;
use super::model::*;
use super::reader::{Node, Value};
use super::records;
use crate::{
    agencies::AgencyKind, calendar::PartialDate, pathways::PathwayKind, services::ServiceKind,
};

const PEOPLE: i64 = 100_000_000;
const YEARS: (i64, i64) = (1000, 2199);

/// Decodes a whole file, or gives every fault found.
pub(super) fn decode(text: &str, root: &Node) -> Result<PlanFile, Vec<FormatError>> {
    let decoder = Decoder::new(text);
    let file = decoder
        .open(root, String::new(), "")
        .and_then(|top| top.read(&|top| plan_file(&decoder, root, top)));
    if let Some(file) = &file {
        parents_form_no_circle(&decoder, file);
    }
    let errors = decoder.finish();
    match file {
        Some(file) if errors.is_empty() => Ok(file),
        _ => Err(errors),
    }
}

fn plan_file(decoder: &Decoder<'_>, root: &Node, top: &Fields<'_, '_>) -> Option<PlanFile> {
    for answer in answers::COLLECTIONS {
        top.declare(answer);
    }
    let mut source_records = Vec::new();
    for (collection, single) in answers::SOURCE_COLLECTIONS {
        top.declare(collection);
        if let Value::Object(entries) = &root.value
            && let Some(entry) = entries.iter().find(|entry| entry.key == *collection)
        {
            source_records.extend(records::decode(decoder, entry, collection, *single));
        }
    }
    top.require("actions");
    Some(PlanFile {
        documents: top.collection("documents", document),
        outcomes: top.collection("outcomes", outcome),
        outcome_note: top.object("outcome_note", outcome_note),
        levels: top.collection("levels", level),
        pledges: top.collection("pledges", pledge),
        vulnerable_groups: top.collection("vulnerable_groups", vulnerable_group),
        actions: top.collection("actions", action),
        cross_references: top.collection("cross_references", cross_reference),
        agencies: top.collection("agencies", agency),
        services: top.collection("services", service),
        pathways: top.collection("pathways", pathway),
        milestones: top.collection("milestones", milestone),
        evidence: top.collection("evidence", evidence),
        glossary: top.collection("glossary", term),
        plan: top.single("plan", plan)?,
        source_records,
    })
}

fn plan(f: &Fields<'_, '_>) -> PlanItem {
    PlanItem {
        id: f.id(),
        title: f.text("title", LINE),
        title_note: f.text_or_null("title_note", TEXT),
        part: f.whole_or_null("part", 0, 1000),
        audience: f.text_or_null("audience", LINE),
        age_from: f.whole_or_null("age_from", 0, 150),
        age_to: f.whole_or_null("age_to", 0, 150),
        owner_board: f.reference_or_null("owner_board", "agencies"),
        foreword: f.object("foreword", |f| Foreword {
            author: f.text_or_null("author", SHORT),
            role: f.text_or_null("role", LINE),
            date: f.date_or_null("date"),
        }),
        period: f.object("period", |f| PlanPeriod {
            short_term_from: f.date_or_null("short_term_from"),
            short_term_from_other_papers: f.date_or_null("short_term_from_other_papers"),
            new_services_from: f.date_or_null("new_services_from"),
            end: f.span("short_term_from", "end").1,
            note: f.text_or_null("note", TEXT),
        }),
        summary: f.text_or_null("summary", TEXT),
        reading_orders: f.texts("reading_orders", LINE),
        action_count: f.whole_or_null("action_count", 0, 1_000_000),
        key_dates: f
            .objects("key_dates", key_date)
            .into_iter()
            .flatten()
            .collect(),
        source: f.source(),
    }
}

fn key_date(f: &Fields<'_, '_>) -> Option<KeyDate> {
    let (id, date, what, source) = (
        f.claim("key_dates"),
        f.date("date"),
        f.text("what", LINE),
        f.source(),
    );
    Some(KeyDate {
        id,
        date: date?,
        what,
        source,
    })
}

fn document(f: &Fields<'_, '_>) -> DocumentItem {
    DocumentItem {
        id: f.id(),
        file: f.text("file", SHORT),
        label: f.text("label", LINE),
        to_body: f.reference_or_null("to_body", "agencies"),
        date_printed: f.date_or_null("date_printed"),
        date_hint: f.text_or_null("date_hint", TEXT),
        recommendation: f.text_or_null("recommendation", TEXT),
        appendices_named: f.texts("appendices_named", LINE),
        source: f.source(),
    }
}

fn outcome(f: &Fields<'_, '_>) -> OutcomeItem {
    OutcomeItem {
        id: f.id(),
        number: f.whole_or_null("number", 0, 1000),
        name: f.text("name", LINE),
        kind: f.text_or_null("kind", SHORT),
        names_printed: f.texts("names_printed", LINE),
        statement: f.text_or_null("statement", TEXT),
        in_part_1_list: f.flag_or_null("in_part_1_list"),
        note: f.text_or_null("note", TEXT),
        source: f.source(),
    }
}

fn outcome_note(f: &Fields<'_, '_>) -> OutcomeNote {
    OutcomeNote {
        numbering: f.text_or_null("numbering", TEXT),
        count_as_printed: f.counts("count_as_printed"),
        source: f.source(),
    }
}

fn level(f: &Fields<'_, '_>) -> LevelItem {
    LevelItem {
        id: f.id(),
        number: f.whole("number", 0, 1000),
        name: f.text("name", LINE),
        share: f.object("share", |f| LevelShare {
            text: f.text_or_null("text", TEXT),
            min_percent: f.percent_or_null("min_percent"),
            max_percent: f.percent_or_null("max_percent"),
            min_count: f.whole_or_null("min_count", 0, PEOPLE),
            max_count: f.whole_or_null("max_count", 0, PEOPLE),
            applies_to: f.text_or_null("applies_to", LINE),
        }),
        description: f.text_or_null("description", TEXT),
        difficulties: f.texts("difficulties", TEXT),
        delivered_by: f.texts("delivered_by", LINE),
        relies_on: f.texts("relies_on", TEXT),
        actions: f.references("actions", "actions"),
        source: f.source(),
    }
}

/// The outcomes of an item, and their basis. Unless the plan prints them they are an answer.
fn printed_outcomes(f: &Fields<'_, '_>) -> (Vec<String>, Option<String>) {
    let basis = f.text_or_null("outcomes_basis", LINE);
    f.declare("outcomes");
    let outcomes = if basis.as_deref() == Some("printed") {
        f.references("outcomes", "outcomes")
    } else {
        Vec::new()
    };
    (outcomes, basis)
}

fn pledge(f: &Fields<'_, '_>) -> PledgeItem {
    let (outcomes, outcomes_basis) = printed_outcomes(f);
    PledgeItem {
        id: f.id(),
        number: f.whole("number", 0, 1000),
        title: f.text("title", LINE),
        summary: f.text_or_null("summary", TEXT),
        outcomes,
        outcomes_basis,
        source: f.source(),
    }
}

fn vulnerable_group(f: &Fields<'_, '_>) -> VulnerableGroupItem {
    VulnerableGroupItem {
        id: f.id(),
        name: f.text("name", LINE),
        summary: f.text_or_null("summary", TEXT),
        actions: f.references("actions", "actions"),
        pathways: f.references("pathways", "pathways"),
        source: f.source(),
        also_in: f.also_in(),
    }
}

fn action(f: &Fields<'_, '_>) -> ActionItem {
    let (outcomes, outcomes_basis) = printed_outcomes(f);
    ActionItem {
        id: f.id(),
        order: f.whole("order", 0, 1_000_000),
        printed_ref: f.text("printed_ref", SHORT),
        level: f.reference_or_null("level", "levels"),
        outcomes_printed: f.texts("outcomes_printed", LINE),
        outcomes,
        outcomes_basis,
        title: f.text("title", LINE),
        summary: f.text_or_null("summary", TEXT),
        parts: f.texts("parts", TEXT),
        rationale: f.text_or_null("rationale", TEXT),
        evidence: f.references("evidence", "evidence"),
        evidence_pages: f.texts_by_id("evidence_pages", "evidence"),
        leads: f.objects("leads", |f| LeadItem {
            agency: f.reference("agency", "agencies"),
            role: f.choice("role", LeadRole::WORDS, LeadRole::Partner),
            role_basis: f.choice_or_null("role_basis", RoleBasis::WORDS),
            role_printed: f.text_or_null("role_printed", LINE),
            coordinates: f.flag_or_null("coordinates"),
        }),
        lead_note: f.text_or_null("lead_note", TEXT),
        timescale: f.object("timescale", |f| Timescale {
            class: f.text("class", SHORT),
            also: f.texts("also", SHORT),
            basis: f.text_or_null("basis", SHORT),
            evidence: f.text_or_null("evidence", TEXT),
        }),
        cross_references: f.references("cross_references", "cross_references"),
        measures: f.references("measures", "measures"),
        source: f.source(),
    }
}

fn cross_reference(f: &Fields<'_, '_>) -> CrossReferenceItem {
    CrossReferenceItem {
        id: f.id(),
        from_action: f.reference("from_action", "actions"),
        cell: f.choice_or_null("cell", Cell::WORDS),
        printed_target: f.text("printed_target", LINE),
        printed_label: f.text_or_null("printed_label", LINE),
        kind: f.choice("kind", LinkKind::WORDS, LinkKind::Named),
        source: f.source(),
    }
}

fn agency(f: &Fields<'_, '_>) -> AgencyItem {
    let (valid_from, valid_to) = f.span("valid_from", "valid_to");
    AgencyItem {
        id: f.id(),
        name: f.text("name", LINE),
        abbreviation: f.text_or_null("abbreviation", SHORT),
        kind: f.choice("kind", AgencyKind::WORDS, AgencyKind::Generic),
        parent: f.reference_or_null("parent", "agencies"),
        names_printed: f.texts("names_printed", LINE),
        aliases: f.texts("aliases", LINE),
        role: f.text_or_null("role", TEXT),
        note: f.text_or_null("note", TEXT),
        is_class: f.flag_or_null("is_class"),
        reporting_member: f.reference_or_null("reporting_member", "agencies"),
        valid_from,
        valid_to,
        successor: f.reference_or_null("successor", "agencies"),
        action_roles: f.objects("action_roles", |f| ActionRole {
            action: f.reference("action", "actions"),
            role: f.choice("role", LeadRole::WORDS, LeadRole::Partner),
        }),
        source: f.source(),
        also_in: f.also_in(),
    }
}

fn service(f: &Fields<'_, '_>) -> ServiceItem {
    let (start, end) = f.span("start", "end");
    ServiceItem {
        id: f.id(),
        name: f.text("name", LINE),
        aliases: f.texts("aliases", LINE),
        kind: f.choice("kind", ServiceKind::WORDS, ServiceKind::Other),
        summary: f.text_or_null("summary", TEXT),
        provider: f.reference_or_null("provider", "agencies"),
        commissioners: f.references("commissioners", "agencies"),
        start,
        end,
        levels: f.references("levels", "levels"),
        levels_basis: f.text_or_null("levels_basis", LINE),
        age_from: f.whole_or_null("age_from", 0, 120),
        age_to: f.whole_or_null("age_to", 0, 120),
        area: f.text_or_null("area", LINE),
        facts: f.texts("facts", TEXT),
        url: f.text_or_null("url", LINE),
        note: f.text_or_null("note", TEXT),
        source: f.source(),
        also_in: f.also_in(),
    }
}

fn pathway(f: &Fields<'_, '_>) -> PathwayItem {
    PathwayItem {
        id: f.id(),
        name: f.text("name", LINE),
        kind: f.choice("kind", PathwayKind::WORDS, PathwayKind::Other),
        summary: f.text_or_null("summary", TEXT),
        from_level: f.reference_or_null("from_level", "levels"),
        to_level: f.reference_or_null("to_level", "levels"),
        levels_basis: f.text_or_null("levels_basis", LINE),
        outcomes: f.references("outcomes", "outcomes"),
        actions: f.references("actions", "actions"),
        agencies: f.references("agencies", "agencies"),
        services: f.references("services", "services"),
        other_parties: f.texts("other_parties", LINE),
        entry_routes: f.texts("entry_routes", LINE),
        targets: f.objects("targets", |f| TargetItem {
            text: f.text("text", TEXT),
            measure: f.reference_or_null("measure", "measures"),
            value: f.figures("value"),
            unit: f.text_or_null("unit", SHORT),
        }),
        status_as_printed: f.text_or_null("status_as_printed", LINE),
        note: f.text_or_null("note", TEXT),
        source: f.source(),
        also_in: f.also_in(),
    }
}

fn milestone(f: &Fields<'_, '_>) -> MilestoneItem {
    let (start, end): (Option<PartialDate>, Option<PartialDate>) = f.span("start", "end");
    MilestoneItem {
        id: f.id(),
        title: f.text("title", LINE),
        kind: f.text_or_null("kind", SHORT),
        start,
        end,
        status_as_printed: f.text_or_null("status_as_printed", LINE),
        owner: f.reference_or_null("owner", "agencies"),
        actions: f.references("actions", "actions"),
        note: f.text_or_null("note", TEXT),
        source: f.source(),
        also_in: f.also_in(),
    }
}

fn evidence(f: &Fields<'_, '_>) -> EvidenceItem {
    EvidenceItem {
        id: f.id(),
        title: f.text("title", LINE),
        author: f.text_or_null("author", LINE),
        year: f.whole_or_null("year", YEARS.0, YEARS.1),
        kind: f.text_or_null("kind", SHORT),
        in_appendix_3: f.flag_or_null("in_appendix_3"),
        url: f.text_or_null("url", LINE),
        variants: f.texts("variants", LINE),
        note: f.text_or_null("note", TEXT),
        cited_by_actions: f.references("cited_by_actions", "actions"),
        source: f.source(),
    }
}

fn term(f: &Fields<'_, '_>) -> GlossaryItem {
    GlossaryItem {
        id: f.id(),
        term: f.text("term", LINE),
        meaning: f.text("meaning", TEXT),
        in_source_glossary: f.flag_or_null("in_source_glossary"),
        note: f.text_or_null("note", TEXT),
        source: f.source(),
    }
}

/// An agency cannot be above itself; a circle would hang every walk up the tree.
fn parents_form_no_circle(decoder: &Decoder<'_>, file: &PlanFile) {
    let parents: BTreeMap<&str, &str> = file
        .agencies
        .iter()
        .filter_map(|a| Some((a.id.as_str(), a.parent.as_deref()?)))
        .collect();
    for (index, agency) in file.agencies.iter().enumerate() {
        let mut above = parents.get(agency.id.as_str()).copied();
        let mut steps = 0;
        while let Some(id) = above.filter(|id| *id != agency.id && steps < parents.len()) {
            above = parents.get(id).copied();
            steps += 1;
        }
        if above == Some(agency.id.as_str()) {
            let fault = FormatFault::ParentCircle {
                id: agency.id.clone(),
            };
            decoder.fault_on(&agency.id, &format!("/agencies/{index}/parent"), fault);
        }
    }
}

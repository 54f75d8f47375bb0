//! What is written down of a plan: the time line of its case, and the audit log.

use chrono::NaiveDate;
use serde_json::{Value, json};
use shared::{
    ids::{AgencyId, CaseId},
    step_down::{StepDown, StepDownEvent},
};

use crate::{
    clock,
    db::{Act, Unit},
    error::ApiError,
};

use super::kept::Kept;

/// What the time line keeps beside the words: which plan and version, and what was there before,
/// so that nothing is overwritten without trace.
pub(super) fn detail(
    kept: &Kept,
    next: &StepDown,
    event: &StepDownEvent,
) -> Result<Value, ApiError> {
    let number = next
        .working()
        .or_else(|| next.in_force())
        .or_else(|| next.versions().last())
        .map(|version| version.number);
    let mut detail = json!({"plan": kept.row.id, "number": number});
    let put = |detail: &mut Value, name: &str, value: Value| {
        if let Some(object) = detail.as_object_mut() {
            object.insert(name.to_owned(), value);
        }
    };
    match event {
        StepDownEvent::Save { .. } => {
            let before = kept.plan.working().map(|version| &version.content);
            put(&mut detail, "before", serde_json::to_value(before)?);
        }
        StepDownEvent::StepDown { on } => put(&mut detail, "on", json!(on)),
        StepDownEvent::Review {
            due,
            on,
            finding,
            next,
            ..
        } => {
            put(&mut detail, "due", json!(due));
            put(&mut detail, "on", json!(on));
            put(&mut detail, "finding", json!(finding));
            put(&mut detail, "next", json!(next));
        }
        StepDownEvent::MissReview { due, next, .. } => {
            put(&mut detail, "due", json!(due));
            put(&mut detail, "next", json!(next));
        }
        _ => {}
    }
    let gone: Vec<NaiveDate> = kept
        .plan
        .reviews()
        .iter()
        .map(|review| review.due)
        .filter(|due| !next.reviews().iter().any(|review| review.due == *due))
        .collect();
    if !gone.is_empty() {
        put(&mut detail, "reviews_taken_out", json!(gone));
    }
    Ok(detail)
}

/// Adds a line to the time line of a case.
pub(super) fn tell_case(
    unit: &Unit<'_>,
    case: CaseId,
    kind: &'static str,
    agency: Option<AgencyId>,
    words: Option<String>,
    detail: Value,
) {
    unit.add(
        "case_event",
        vec![
            ("id", clock::ordered_id().into()),
            ("case_id", case.0.into()),
            ("at", unit.now.into()),
            ("by_id", unit.person().map(|person| person.0).into()),
            ("agency_id", agency.map(|agency| agency.0).into()),
            ("kind", kind.into()),
            ("words", words.into()),
            ("detail", detail.into()),
        ],
    );
}

/// Writes down what was done to a plan, or that it was read: the log of a case is that of its plans.
pub(super) fn record(
    unit: &mut Unit<'_>,
    case: CaseId,
    act: &'static str,
    agency: Option<AgencyId>,
) {
    unit.record(Act {
        act,
        kind: "case",
        subject: case.0,
        plan: None,
        agency,
    });
}

//! Deciding a finding.

use std::collections::BTreeSet;

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use shared::{
    ids::{FindingId, PersonId},
    plans::api::{DecideFinding, FindingDecided, FindingDecision},
    policy::{Resource, Verb},
    problem::ErrorCode,
};

use crate::{
    db::{Act, Unit, history::Record},
    error::{ApiError, permit},
    features::plans::find::{self, SeenPlan},
};

use super::{
    recheck, repair,
    rows::{self, Repair},
    stored::Stored,
    view,
};

use entities::finding::{ActiveModel, Column, Entity, Model};

/// A decision as history keeps it.
#[derive(Debug, Serialize, Deserialize)]
struct FindingRecord {
    code: String,
    item: String,
    printed: String,
    repair: Option<serde_json::Value>,
    reason: String,
    state: String,
    decided_by: Option<PersonId>,
    note: Option<String>,
}

async fn one(unit: &Unit<'_>, plan: &SeenPlan, finding: FindingId) -> Result<Model, ApiError> {
    Entity::find_by_id(finding.0)
        .filter(Column::PlanId.eq(plan.id().0))
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)
}

const fn act(decision: FindingDecision) -> &'static str {
    match decision {
        FindingDecision::Accept => "finding.accept",
        FindingDecision::Overrule => "finding.overrule",
        FindingDecision::Park => "finding.park",
        FindingDecision::Reopen => "finding.reopen",
    }
}

/// Decides a finding: notes the decision, applies the repair when it is accepted, and runs the
/// checks on the plan again.
///
/// # Errors
/// `not_found`, `forbidden`, `stale`, `wrong_state`, `invalid` when words are needed, and
/// `already_exists` when a reference has been taken meanwhile.
pub async fn decide(
    unit: &mut Unit<'_>,
    plan: &str,
    finding: FindingId,
    version: i32,
    form: DecideFinding,
) -> Result<FindingDecided, ApiError> {
    let plan = find::plan(unit.txn, unit.actor()?, unit.scope()?, plan).await?;
    unit.alone(&format!("plan {}", plan.id())).await?;
    let row = one(unit, &plan, finding).await?;
    permit(plan.decide(unit.actor()?, Verb::Approve, Resource::Finding, &[]))?;
    if row.version != version {
        let current = view::view(unit.txn, unit.actor()?, &plan, row).await?;
        return Err(ApiError::new(
            ErrorCode::Stale,
            "Somebody has decided this finding or the checks have run again since you opened it.",
        )
        .with_current(serde_json::to_value(current)?));
    }
    let note = form
        .checked_note()
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let proposal = Repair::of(&row)?.proposal;
    let state = rows::state(&row)?
        .next(form.decision, proposal.as_ref())
        .map_err(ApiError::wrong_state)?;
    let mut touched = BTreeSet::new();
    if let (FindingDecision::Accept, Some(proposal)) = (form.decision, &proposal) {
        let stored = Stored::load(unit.txn, plan.id()).await?;
        repair::apply(unit, &stored, proposal, &mut touched).await?;
    }
    let reopened = form.decision == FindingDecision::Reopen;
    let row = ActiveModel {
        id: Set(row.id),
        state: Set(rows::word(state)?),
        decided_by_id: Set(unit.person().filter(|_| !reopened).map(|person| person.0)),
        decided_at: Set((!reopened).then_some(unit.now)),
        note: Set(note.filter(|_| !reopened)),
        version: Set(row.version + 1),
        ..Default::default()
    }
    .update(unit.txn)
    .await?;
    unit.record(Act {
        act: act(form.decision),
        kind: "finding",
        subject: row.id,
        plan: Some(plan.id()),
        agency: None,
    });
    keep(unit, &plan, &row).await?;
    let rechecked = recheck::run(unit, plan.id(), &mut touched).await?;
    recheck::finish(unit, plan.id(), touched).await?;
    let row = one(unit, &plan, finding).await?;
    Ok(FindingDecided {
        finding: view::view(unit.txn, unit.actor()?, &plan, row).await?,
        added: rechecked.added,
        gone: rechecked.gone,
    })
}

async fn keep(unit: &Unit<'_>, plan: &SeenPlan, row: &Model) -> Result<(), ApiError> {
    let body = FindingRecord {
        code: row.code.clone(),
        item: row.item.clone(),
        printed: row.printed.clone(),
        repair: row.proposal.clone(),
        reason: row.reason.clone(),
        state: row.state.clone(),
        decided_by: row.decided_by_id.map(PersonId),
        note: row.note.clone(),
    };
    unit.keep(Record {
        kind: "finding",
        id: row.id,
        plan: Some(plan.id()),
        version: row.version,
        body: &body,
    })
    .await
}

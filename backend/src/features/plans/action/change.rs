//! Changing an action's reference, title, level, outcomes, parts and dates.

use std::collections::HashSet;

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    calendar::PartialDate,
    ids::{ActionId, LevelId, OutcomeId, PlanId},
    patch::Patch,
    plans::{
        ActionState, REFERENCE_MAX,
        api::{ActionView, FieldChange, NewPart, PatchAction},
        check_dates,
    },
    policy::{RefusalCode, Resource, Verb},
    problem::{FieldCode, FieldError},
    text::{TITLE_MAX, line},
};

use crate::{
    db::Unit,
    error::{ApiError, permit},
    features::plans::{findings, records, register::Scheme, rows},
};

use super::{
    parts::{self, Parts},
    view,
    write::{Claimed, reason},
};

/// What of an action becomes something else; absent members stay.
#[derive(Default)]
struct Change {
    reference: Option<Option<String>>,
    title: Option<String>,
    level: Option<Option<LevelId>>,
    outcomes: Option<Vec<OutcomeId>>,
    parts: Option<Parts>,
    starts: Option<Option<PartialDate>>,
    ends: Option<Option<PartialDate>>,
    because: Vec<FieldChange>,
}

impl Change {
    /// Whether it concerns more than dates.
    const fn settles(&self) -> bool {
        self.reference.is_some()
            || self.title.is_some()
            || self.level.is_some()
            || self.outcomes.is_some()
            || self.parts.is_some()
    }

    const fn moves(&self) -> bool {
        self.starts.is_some() || self.ends.is_some()
    }
}

/// Changes an action. Those who answer for it change its dates; everything else is for the plan's
/// coordinator.
///
/// # Errors
/// `stale`, `forbidden`, `invalid` by field.
pub async fn patch(
    unit: &mut Unit<'_>,
    plan: PlanId,
    action: ActionId,
    version: i32,
    form: PatchAction,
) -> Result<ActionView, ApiError> {
    // References are unique in a plan, and the checks read the whole of it.
    unit.alone(&format!("plan {plan}")).await?;
    let claimed = Claimed::find(unit, plan, action).await?;
    authorise(unit, &claimed, &form)?;
    claimed.fresh(unit, version).await?;
    let change = checked(unit, &claimed, form).await?;
    if !change.settles() && !change.moves() {
        unit.changes_nothing();
        return view::now(unit, &claimed.plan, action).await;
    }
    let settles = change.settles();
    let because = change.because.clone();
    write(unit, &claimed, change).await?;
    if settles {
        findings::recheck(unit, plan).await?;
    }
    records::keep_actions_because(unit, plan, &[action], &because).await?;
    claimed.record_act(unit, "action.update")?;
    view::now(unit, &claimed.plan, action).await
}

fn authorise(unit: &Unit<'_>, claimed: &Claimed, form: &PatchAction) -> Result<(), ApiError> {
    let settles = !(form.reference.is_keep()
        && form.title.is_keep()
        && form.level.is_keep()
        && form.outcomes.is_keep()
        && form.parts.is_keep());
    let moves = !(form.starts.is_keep() && form.ends.is_keep());
    let actor = unit.actor()?;
    let decide = |verb| {
        claimed
            .plan
            .decide(actor, verb, Resource::Action, &claimed.leads)
    };
    if settles {
        permit(decide(Verb::Approve))?;
    }
    if moves || !settles {
        permit(decide(Verb::Update))?;
    }
    Ok(())
}

/// The change that `form` makes, with every fault in it found.
async fn checked(
    unit: &Unit<'_>,
    claimed: &Claimed,
    form: PatchAction,
) -> Result<Change, ApiError> {
    let record = &claimed.record;
    let mut faults: Vec<FieldError> = Vec::new();
    let mut change = Change::default();
    take(
        &mut faults,
        reference(unit, claimed, form.reference).await?,
        &mut change.reference,
    );
    take(&mut faults, title(form.title), &mut change.title);
    let scheme = Scheme::load(unit.txn, claimed.plan.id()).await?;
    take(&mut faults, level(&scheme, form.level), &mut change.level);
    match outcomes(&scheme, record.state, form.outcomes) {
        Ok(outcomes) => change.outcomes = outcomes,
        Err(found) => faults.extend(found),
    }
    let wanted: Option<Vec<NewPart>> = match form.parts {
        Patch::Keep => None,
        Patch::Clear => Some(Vec::new()),
        Patch::Set(parts) => Some(parts),
    };
    if let Some(wanted) = wanted {
        match parts::checked(unit, record, wanted).await? {
            Ok(parts) => change.parts = Some(parts),
            Err(found) => faults.extend(found),
        }
    }
    change.starts = changed(form.starts, record.starts.as_ref());
    change.ends = changed(form.ends, record.ends.as_ref());
    if change.moves() {
        let begins = rows::perhaps(claimed.plan.row().starts.as_ref())?;
        let starts = change
            .starts
            .clone()
            .unwrap_or_else(|| record.starts.clone());
        let ends = change.ends.clone().unwrap_or_else(|| record.ends.clone());
        if let Err(found) = check_dates(starts.as_ref(), ends.as_ref(), begins.as_ref()) {
            faults.extend(found);
        }
    }
    let words = form.reason.apply(None);
    match reason(record.state, change.moves(), words.as_deref()) {
        Ok(because) => change.because = because,
        Err(fault) => faults.push(fault),
    }
    drop_unchanged(&mut change, claimed);
    if faults.is_empty() {
        Ok(change)
    } else {
        Err(ApiError::invalid(faults))
    }
}

fn take<T>(
    faults: &mut Vec<FieldError>,
    found: Result<Option<T>, FieldError>,
    place: &mut Option<T>,
) {
    match found {
        Ok(value) => *place = value,
        Err(fault) => faults.push(fault),
    }
}

/// What a date becomes, where it becomes another one.
fn changed(patch: Patch<PartialDate>, now: Option<&PartialDate>) -> Option<Option<PartialDate>> {
    let after = match patch {
        Patch::Keep => return None,
        Patch::Clear => None,
        Patch::Set(date) => Some(date),
    };
    (after.as_ref() != now).then_some(after)
}

/// What is set to the value that it has is no change.
fn drop_unchanged(change: &mut Change, claimed: &Claimed) {
    let record = &claimed.record;
    change.reference.take_if(|value| *value == record.reference);
    change.title.take_if(|value| *value == record.title);
    change.level.take_if(|value| *value == record.level);
    change.outcomes.take_if(|value| *value == record.outcomes);
    change.parts.take_if(|value| value.is_as(record));
}

async fn reference(
    unit: &Unit<'_>,
    claimed: &Claimed,
    patch: Patch<String>,
) -> Result<Result<Option<Option<String>>, FieldError>, ApiError> {
    use entities::action::{Column, Entity};
    const POINTER: &str = "/reference";
    let text = match patch {
        Patch::Keep => return Ok(Ok(None)),
        Patch::Clear if claimed.record.state == ActionState::Proposed => return Ok(Ok(Some(None))),
        Patch::Clear => {
            return Ok(Err(FieldError::required(
                POINTER,
                RefusalCode::ReferenceUnsettled.sentence(),
            )));
        }
        Patch::Set(text) => text,
    };
    let text = match line(POINTER, "a reference", &text, REFERENCE_MAX) {
        Ok(text) => text,
        Err(fault) => return Ok(Err(fault)),
    };
    let other = Entity::find()
        .filter(Column::PlanId.eq(claimed.plan.id().0))
        .filter(Column::Reference.eq(text.clone()))
        .filter(Column::Id.ne(claimed.record.id.0))
        .one(unit.txn)
        .await?;
    Ok(match other {
        Some(other) => Err(FieldError::new(
            POINTER,
            FieldCode::Taken,
            format!(
                "The action \u{201c}{}\u{201d} has the reference {text}. Choose another one",
                other.title
            ),
        )),
        None => Ok(Some(Some(text))),
    })
}

fn title(patch: Patch<String>) -> Result<Option<String>, FieldError> {
    match patch {
        Patch::Keep => Ok(None),
        Patch::Clear => Err(FieldError::required("/title", "Enter a title")),
        Patch::Set(text) => line("/title", "a title", &text, TITLE_MAX).map(Some),
    }
}

fn level(scheme: &Scheme, patch: Patch<LevelId>) -> Result<Option<Option<LevelId>>, FieldError> {
    match patch {
        Patch::Keep => Ok(None),
        Patch::Clear => Ok(Some(None)),
        Patch::Set(id) if scheme.levels.iter().any(|level| level.id == id) => Ok(Some(Some(id))),
        Patch::Set(_) => Err(FieldError::new(
            "/level",
            FieldCode::NotFound,
            "The plan has no such level. Choose one from the list",
        )),
    }
}

fn outcomes(
    scheme: &Scheme,
    state: ActionState,
    patch: Patch<Vec<OutcomeId>>,
) -> Result<Option<Vec<OutcomeId>>, Vec<FieldError>> {
    let wanted = match patch {
        Patch::Keep => return Ok(None),
        Patch::Clear => Vec::new(),
        Patch::Set(wanted) => wanted,
    };
    if wanted.is_empty() && state != ActionState::Proposed {
        return Err(vec![FieldError::required(
            "/outcomes",
            RefusalCode::OutcomeMissing.sentence(),
        )]);
    }
    let mut seen = HashSet::new();
    let faults: Vec<FieldError> = wanted
        .iter()
        .enumerate()
        .filter_map(|(at, id)| {
            let pointer = format!("/outcomes/{at}");
            if !scheme.outcomes.iter().any(|outcome| outcome.id == *id) {
                Some(FieldError::new(
                    pointer,
                    FieldCode::NotFound,
                    "The plan has no such outcome. Choose one from the list",
                ))
            } else if !seen.insert(*id) {
                Some(FieldError::new(
                    pointer,
                    FieldCode::Duplicate,
                    "Name each outcome once",
                ))
            } else {
                None
            }
        })
        .collect();
    if faults.is_empty() {
        Ok(Some(wanted))
    } else {
        Err(faults)
    }
}

async fn write(unit: &Unit<'_>, claimed: &Claimed, change: Change) -> Result<(), ApiError> {
    let text = |date: Option<PartialDate>| date.map(String::from);
    let mut row = entities::action::ActiveModel::default();
    if let Some(reference) = change.reference {
        row.reference = Set(reference);
    }
    if let Some(title) = change.title {
        row.title = Set(title);
    }
    if let Some(level) = change.level {
        row.level_id = Set(level.map(|id| id.0));
    }
    if let Some(starts) = change.starts {
        row.starts = Set(text(starts));
    }
    if let Some(ends) = change.ends {
        row.ends = Set(text(ends));
    }
    claimed.save(unit, row).await.map_err(|error| {
        if error.is_duplicate() {
            ApiError::field(
                "/reference",
                FieldCode::Taken,
                "Another action has this reference. Choose another one",
            )
        } else {
            error
        }
    })?;
    if let Some(outcomes) = change.outcomes {
        write_outcomes(unit, claimed.record.id, &outcomes).await?;
    }
    if let Some(parts) = change.parts {
        parts.write(unit, &claimed.plan, &claimed.record).await?;
    }
    Ok(())
}

async fn write_outcomes(
    unit: &Unit<'_>,
    action: ActionId,
    outcomes: &[OutcomeId],
) -> Result<(), ApiError> {
    use entities::action_outcome::{ActiveModel, Column, Entity};
    Entity::delete_many()
        .filter(Column::ActionId.eq(action.0))
        .exec(unit.txn)
        .await?;
    let rows: Vec<ActiveModel> = (1i32..)
        .zip(outcomes)
        .map(|(sort, outcome)| ActiveModel {
            action_id: Set(action.0),
            outcome_id: Set(outcome.0),
            sort: Set(sort),
        })
        .collect();
    if !rows.is_empty() {
        Entity::insert_many(rows)
            .exec_without_returning(unit.txn)
            .await?;
    }
    Ok(())
}

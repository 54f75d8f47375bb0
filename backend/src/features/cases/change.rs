//! Saying anew what a case is about, and what happens to it.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use shared::{
    cases::{
        CaseEvent, CaseEventKind, CaseFacts, CaseState, CaseVerb, OtherCase,
        api::{CaseDraft, CaseReceipt, Happening},
        check, identifiers,
    },
    ids::{AgencyId, CaseId, PersonId},
    notices::Occasion,
    policy::RefusalCode,
    problem::FieldError,
    text::PASSAGE_MAX,
};

use crate::{db::Unit, error::ApiError, features::step_down};

use super::{
    door::{self, Opened},
    open::{by_reference, typed},
    parts::{Done, trace},
    tell,
};

use entities::{case_file::Model, case_part};

/// Replaces what is said about the young person, and the own reference of the caller's agency.
///
/// # Errors
/// `not_found`, `forbidden`, `stale`, or `invalid` by field.
pub(in crate::features) async fn change(
    unit: &mut Unit<'_>,
    case: CaseId,
    version: i32,
    draft: CaseDraft,
) -> Result<CaseReceipt, ApiError> {
    let opened = door::open(unit, case, CaseVerb::Update).await?;
    opened.running()?;
    opened.fresh(version)?;
    let agency = opened.acting()?;
    let draft = check(draft, unit.today()).map_err(ApiError::invalid)?;
    let before = serde_json::json!({
        "born": opened.row.born, "district": opened.row.district,
        "cohorts": opened.row.cohorts, "level": opened.row.level,
    });
    own_reference(unit, &opened, agency, draft.own_reference.clone()).await?;
    let mut row = opened.row.into_active_model();
    row.born = Set(Some(draft.born.to_string()));
    row.born_year = Set(draft.born.year());
    row.district = Set(draft.district.map(|district| district.code().to_owned()));
    row.cohorts = Set(serde_json::to_value(&draft.cohorts)?);
    row.level = Set(draft.level.number());
    row.version = Set(version + 1);
    let row = row.update(unit.txn).await?;
    let after = serde_json::json!({
        "born": row.born, "district": row.district, "cohorts": row.cohorts, "level": row.level,
    });
    trace(
        unit,
        Done {
            case,
            act: "case.update",
            agency,
            words: "",
            detail: Some(serde_json::json!({ "before": before, "after": after })),
        },
    );
    Ok(CaseReceipt {
        id: case,
        version: row.version,
    })
}

/// Keeps the own reference of an agency, which nobody else sees and the time line does not tell.
async fn own_reference(
    unit: &Unit<'_>,
    opened: &Opened,
    agency: AgencyId,
    own: Option<String>,
) -> Result<(), ApiError> {
    let Some(part) = opened.part_of(agency) else {
        return Ok(());
    };
    let row = case_part::Entity::find_by_id(part.0)
        .one(unit.txn)
        .await?
        .ok_or(ApiError::Lost("a part of a case"))?;
    if row.own_reference != own {
        let version = row.version + 1;
        let mut row = row.into_active_model();
        row.own_reference = Set(own);
        row.version = Set(version);
        row.update(unit.txn).await?;
    }
    Ok(())
}

/// Lets something happen to a case.
///
/// # Errors
/// `not_found`, `forbidden`, `stale`, `wrong_state`, or `invalid` by field.
pub(in crate::features) async fn happen(
    unit: &mut Unit<'_>,
    case: CaseId,
    version: i32,
    form: Happening,
) -> Result<CaseReceipt, ApiError> {
    let opened = door::open(unit, case, CaseVerb::Update).await?;
    opened.fresh(version)?;
    // Cases are anonymised by runs of retention alone.
    if form.event == CaseEventKind::Anonymise {
        return Err(ApiError::wrong_state(RefusalCode::RetentionNotAgreed));
    }
    let agency = opened.acting()?;
    let other = other(unit, &opened, &form).await?;
    let event = checked(&opened, &form)?;
    let running = step_down::running(unit.txn, case).await?;
    let facts = CaseFacts {
        running,
        concern: opened.row.concern,
        other: other.as_ref().map(|(_, other)| *other),
        may_anonymise: false,
    };
    let state = opened
        .state
        .next(event.event, &facts)
        .map_err(ApiError::wrong_state)?;
    // What is still running has nobody to be done for.
    if running && !state.live() {
        step_down::stop(unit, case, agency, event.words.clone()).await?;
    }
    let into = other.map(|(row, _)| row.id);
    let mut row: entities::case_file::ActiveModel = opened.row.clone().into_active_model();
    if state != opened.state {
        row.state = Set(state.code().to_owned());
        row.state_since = Set(unit.now);
        row.merged_into = Set(if state == CaseState::Merged {
            into
        } else {
            None
        });
    }
    match event.event {
        CaseEventKind::RaiseConcern => row.concern = Set(true),
        CaseEventKind::SettleConcern => row.concern = Set(false),
        _ => {}
    }
    row.version = Set(version + 1);
    row.update(unit.txn).await?;
    trace(
        unit,
        Done {
            case,
            act: event.event.act(),
            agency,
            words: &event.words,
            detail: into.map(|into| serde_json::json!({ "into": into })),
        },
    );
    carried_on(unit, &opened, event.event, into, agency).await?;
    if event.event.tells_at_once() {
        let told = tell::named(unit, case, None).await?;
        tell::say(unit, Occasion::CaseTold, case_subject(), told, None);
    }
    Ok(CaseReceipt {
        id: case,
        version: version + 1,
    })
}

/// Writes down in the case that carries on that another was merged into it, or is separate from it
/// after all, and tells its people. The words stay with the other case: not everybody takes part in
/// both.
async fn carried_on(
    unit: &mut Unit<'_>,
    opened: &Opened,
    event: CaseEventKind,
    into: Option<uuid::Uuid>,
    agency: AgencyId,
) -> Result<(), ApiError> {
    let (act, other) = match event {
        CaseEventKind::Merge => ("case.take_in", into),
        CaseEventKind::Separate => (CaseEventKind::Separate.act(), opened.row.merged_into),
        _ => return Ok(()),
    };
    let Some(other) = other.map(CaseId) else {
        return Ok(());
    };
    unit.beside(&door::lock(other)).await?;
    let row = entities::case_file::Entity::find_by_id(other.0)
        .one(unit.txn)
        .await?
        .ok_or(ApiError::Lost("the case that carries on"))?;
    if door::state(&row)? == CaseState::Anonymised {
        return Ok(());
    }
    trace(
        unit,
        Done {
            case: other,
            act,
            agency,
            words: "",
            detail: Some(serde_json::json!({ "other": opened.row.id })),
        },
    );
    let told = tell::named(unit, other, None).await?;
    tell::say(unit, Occasion::CaseTold, case_subject(), told, None);
    Ok(())
}

/// What a notice is about that says nothing of the case: itself.
fn case_subject() -> uuid::Uuid {
    crate::clock::ordered_id()
}

fn checked(opened: &Opened, form: &Happening) -> Result<CaseEvent, ApiError> {
    let mut faults: Vec<FieldError> = Vec::new();
    let event = CaseEvent {
        event: form.event,
        words: form.words.clone(),
    }
    .checked()
    .map_err(|fault| faults.push(fault));
    if let Err(fault) = identifiers::check("/words", &form.words, PASSAGE_MAX, &opened.known())
        && faults.is_empty()
    {
        faults.push(fault);
    }
    match event {
        Ok(event) if faults.is_empty() => Ok(event),
        _ => Err(ApiError::invalid(faults)),
    }
}

/// The case into which this one is merged, with what the law asks of it. Whether there is one that
/// the caller is not named on is not told.
async fn other(
    unit: &Unit<'_>,
    opened: &Opened,
    form: &Happening,
) -> Result<Option<(Model, OtherCase)>, ApiError> {
    let Some(text) = form
        .into
        .as_deref()
        .filter(|_| form.event == CaseEventKind::Merge)
    else {
        return Ok(None);
    };
    let reference = typed("/into", text)?;
    let row = match by_reference(unit, reference).await {
        Ok(row) => row,
        Err(error) if error.code() == shared::problem::ErrorCode::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let case = CaseId(row.id);
    let person: Option<PersonId> = unit.person();
    let named_on_both = match door::open(unit, case, CaseVerb::Read).await {
        Ok(other) => other.named.iter().any(|(one, _)| Some(*one) == person),
        Err(error) if error.code() == shared::problem::ErrorCode::NotFound => false,
        Err(error) => return Err(error),
    };
    let other = OtherCase {
        itself: row.id == opened.row.id,
        state: door::state(&row)?,
        same_birth: row.born == opened.row.born,
        named_on_both,
    };
    Ok(Some((row, other)))
}

//! The end of a part. What the agency wrote stays with the case; who was named of it reads nothing
//! more from this moment on.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr,
};
use shared::{
    cases::{
        CaseVerb, PartState,
        api::{CaseReceipt, ConsentWithdrawn, PartWords},
    },
    ids::{AgencyId, CaseId, PartId},
    notices::Occasion,
    policy::RefusalCode,
    problem::FieldError,
};

use crate::{
    db::Unit,
    error::ApiError,
    features::{
        cases::{pass, tell},
        step_down,
    },
};

use super::{
    file,
    ledger::Ledger,
    own,
    trace::{Done, needed, raised, trace},
};

use entities::{case_named, case_part};

/// Ends a live part, as the law lets it: not that of the agency that holds responsibility.
///
/// # Errors
/// `wrong_state` with the reason.
pub(in crate::features::cases) async fn end(
    unit: &Unit<'_>,
    ledger: &Ledger,
    row: &case_part::Model,
    words: &str,
) -> Result<(), ApiError> {
    ledger
        .law
        .leave(AgencyId(row.agency_id), unit.now)
        .map_err(ApiError::wrong_state)?;
    let mut next: case_part::ActiveModel = row.clone().into();
    next.state = Set(PartState::Left.code().to_owned());
    next.words = Set((!words.is_empty()).then(|| words.to_owned()));
    next.until_at = Set(Some(unit.now));
    next.own_reference = Set(None);
    next.version = Set(row.version + 1);
    next.update(unit.txn).await?;
    case_named::Entity::update_many()
        .col_expr(case_named::Column::UntilAt, Expr::value(unit.now))
        .filter(case_named::Column::PartId.eq(row.id))
        .filter(case_named::Column::UntilAt.is_null())
        .exec(unit.txn)
        .await?;
    pass::lapse(unit, CaseId(row.case_id), AgencyId(row.agency_id)).await
}

/// An agency leaves.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_state`, or `invalid` by field.
pub(super) async fn leave(
    unit: &mut Unit<'_>,
    case: CaseId,
    part: PartId,
    form: PartWords,
) -> Result<CaseReceipt, ApiError> {
    let file = file::enter(unit, case, CaseVerb::NameOwn).await?;
    let ledger = Ledger::load(unit, case).await?;
    let row = ledger.part(part)?.clone();
    let agency = own::mine(unit, &row)?;
    if row.state != PartState::Live.code() {
        return Err(ApiError::wrong_state(RefusalCode::TakesNoPart));
    }
    let words = needed(
        "/words",
        &form.words,
        &file::known(&file),
        "Say why your agency leaves, and what carries on",
    )
    .map_err(|fault| ApiError::invalid(vec![fault]))?;
    end(unit, &ledger, &row, &words).await?;
    let told = tell::named(unit, case, None).await?;
    tell::say(unit, Occasion::CaseAnswered, part.0, told, None);
    let done = Done {
        case,
        act: "case.leave",
        agency,
        words: &words,
        detail: Some(serde_json::json!({ "agency": agency, "part": part })),
    };
    trace(unit, done);
    step_down::parties_changed(unit, case).await?;
    raised(unit, case, file.version).await
}

/// Records that consent to tell an agency was withdrawn. Its part ends with that; that of the
/// agency that holds responsibility stays until it has passed it on, and shows as stuck.
///
/// # Errors
/// `not_found`, `forbidden`, `stale`, `wrong_state`, or `invalid` by field.
pub(super) async fn consent_withdrawn(
    unit: &mut Unit<'_>,
    case: CaseId,
    (part, version): (PartId, i32),
    form: ConsentWithdrawn,
) -> Result<CaseReceipt, ApiError> {
    let file = file::enter(unit, case, CaseVerb::Update).await?;
    let ledger = Ledger::load(unit, case).await?;
    let row = ledger.part(part)?.clone();
    let agency = match own::mine(unit, &row) {
        Ok(agency) => agency,
        // For another agency's part only the holder records it.
        Err(_) => {
            file::enter(unit, case, CaseVerb::Participants).await?;
            ledger.holder()?
        }
    };
    if row.state != PartState::Live.code() {
        return Err(ApiError::wrong_state(RefusalCode::TakesNoPart));
    }
    own::fresh(&row, version)?;
    let words = needed(
        "/words",
        &form.words,
        &file::known(&file),
        "Say who withdrew it, and what they were told",
    )
    .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let Some(mut sharing) = own::sharing(&row)? else {
        return Err(ApiError::wrong_state(RefusalCode::NotNow));
    };
    sharing.withdrawn_on = Some(form.on);
    if let Some(born) = file::born(&file) {
        sharing = sharing.check(born, unit.today()).map_err(|faults| {
            ApiError::invalid(
                faults
                    .into_iter()
                    .map(|fault| FieldError {
                        pointer: "/on".to_owned(),
                        ..fault
                    })
                    .collect(),
            )
        })?;
    }
    let mut next: case_part::ActiveModel = row.clone().into();
    next.sharing = Set(Some(serde_json::to_value(&sharing)?));
    next.version = Set(row.version + 1);
    let row = next.update(unit.txn).await?;
    let gone = AgencyId(row.agency_id);
    if ledger.law.holder() != Some(gone) {
        let told = tell::named(unit, case, None).await?;
        end(unit, &ledger, &row, &words).await?;
        tell::say(unit, Occasion::CaseAnswered, part.0, told, None);
    }
    let done = Done {
        case,
        act: "case.consent_withdrawn",
        agency,
        words: &words,
        detail: Some(serde_json::json!({ "agency": gone, "part": part, "on": form.on })),
    };
    trace(unit, done);
    step_down::parties_changed(unit, case).await?;
    raised(unit, case, file.version).await
}

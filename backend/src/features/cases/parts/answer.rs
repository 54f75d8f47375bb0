//! What an agency reads that is asked to take part, and its answer. It takes no part yet, so that
//! no door of the case is open to it: only its own lead and practitioners know of the asking.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use shared::{
    cases::{
        NeedLevel, PartState,
        api::{AskedView, CaseReceipt, PartAnswer},
        identifiers,
    },
    ids::{AgencyId, AgreementId, CaseId, PartId, PersonId},
    notices::Occasion,
    policy::RefusalCode,
    text::PASSAGE_MAX,
};

use crate::{
    db::Unit,
    error::ApiError,
    features::{agreements, cases::tell, names, step_down},
};

use super::{
    file,
    ledger::Ledger,
    own,
    trace::{Done, needed, raised, record, trace},
};

use entities::{case_file, case_part, sharing_agreement};

/// The part that the caller's agency is asked to take, with its case; as missing to everybody else.
async fn asked(
    unit: &Unit<'_>,
    part: PartId,
) -> Result<(case_part::Model, case_file::Model), ApiError> {
    // A program answers for nobody.
    if unit.actor()?.scopes.is_some() {
        return Err(ApiError::not_found());
    }
    let row = case_part::Entity::find_by_id(part.0)
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)?;
    file::alone(unit, CaseId(row.case_id)).await?;
    // Again, now that nobody else answers.
    let row = case_part::Entity::find_by_id(part.0)
        .one(unit.txn)
        .await?
        .filter(|row| row.state == PartState::Asked.code())
        .ok_or_else(ApiError::not_found)?;
    if !own::works_for(unit, AgencyId(row.agency_id))? {
        return Err(ApiError::not_found());
    }
    let case = file::row(unit, CaseId(row.case_id)).await?;
    Ok((row, case))
}

/// What an agency reads before it answers.
///
/// # Errors
/// `not_found`.
pub(super) async fn view(unit: &mut Unit<'_>, part: PartId) -> Result<AskedView, ApiError> {
    let (row, case) = asked(unit, part).await?;
    let agency = AgencyId(row.agency_id);
    let id = CaseId(case.id);
    let sharing = own::sharing(&row)?.ok_or_else(ApiError::not_found)?;
    let ledger = Ledger::load(unit, id).await?;
    let holder = ledger.law.holder();
    let agencies = names::agencies(unit.txn, [Some(agency), holder].into_iter().flatten()).await?;
    let asker = PersonId(row.asked_by.ok_or_else(ApiError::not_found)?);
    let asked_by = names::people(unit.txn, [asker])
        .await?
        .remove(&asker)
        .ok_or_else(ApiError::not_found)?;
    let agreement = match row.agreement_id {
        Some(agreement) => sharing_agreement::Entity::find_by_id(agreement)
            .one(unit.txn)
            .await?
            .map(|agreement| agreement.name)
            .unwrap_or_default(),
        None => String::new(),
    };
    let view = AskedView {
        id: part,
        case: id,
        reference: file::reference(&case)?,
        level: NeedLevel::try_from(case.level).map_err(|_| ApiError::Lost("a level of need"))?,
        agency: agencies
            .get(&agency)
            .cloned()
            .ok_or_else(ApiError::not_found)?,
        holder: holder.and_then(|holder| agencies.get(&holder).cloned()),
        asked_by,
        asked_at: row.asked_at,
        words: row.asked_for.unwrap_or_default(),
        purpose: sharing.purpose,
        basis: sharing.basis,
        agreement,
        colleagues: own::colleagues(unit, agency).await?,
    };
    record(unit, "case.asked", id, agency);
    Ok(view)
}

/// Answers for an agency that was asked to take part.
///
/// # Errors
/// `not_found`, `wrong_state`, or `invalid` by field.
pub(crate) async fn answer(
    unit: &mut Unit<'_>,
    case: CaseId,
    part: PartId,
    form: PartAnswer,
) -> Result<CaseReceipt, ApiError> {
    let (row, file) = asked(unit, part).await?;
    if row.case_id != case.0 {
        return Err(ApiError::not_found());
    }
    let agency = AgencyId(row.agency_id);
    let known = file::known(&file);
    let ledger = Ledger::load(unit, case).await?;
    tell::settled(unit, part.0, &[Occasion::CaseAsked]);
    let holders = tell::named(unit, case, ledger.law.holder()).await?;
    if form.accept {
        // It may have ended since the agency was asked.
        file::runs(&file)?;
        let covered = match (row.agreement_id, ledger.law.holder()) {
            (Some(agreement), Some(holder)) => {
                let pair = (holder, agency);
                agreements::covering(unit.txn, AgreementId(agreement), pair, unit.today()).await?
            }
            _ => None,
        };
        if covered != Some(true) {
            return Err(ApiError::wrong_state(RefusalCode::AgreementMissing));
        }
        let shared = own::sharing(&row)?.is_some_and(|one| one.in_force(unit.today()));
        let next = ledger
            .law
            .join(agency, &form.people, shared, unit.now)
            .map_err(ApiError::wrong_state)?;
        own::practitioners(unit, agency, &form.people).await?;
        let offers = identifiers::check("/offers", &form.offers, PASSAGE_MAX, &known)
            .map_err(|fault| ApiError::invalid(vec![fault]))?;
        let people: Vec<PersonId> = next
            .live()
            .find(|one| one.agency == agency)
            .map(|one| one.people.clone())
            .unwrap_or_default();
        let mut joined: case_part::ActiveModel = row.clone().into();
        joined.state = Set(PartState::Live.code().to_owned());
        joined.offers = Set(offers.clone());
        joined.from_at = Set(Some(unit.now));
        joined.version = Set(row.version + 1);
        let row = joined.update(unit.txn).await?;
        own::name(unit, &row, &[], &people).await?;
        let done = Done {
            case,
            act: "case.join",
            agency,
            words: &offers,
            detail: Some(serde_json::json!({ "part": part, "people": people })),
        };
        trace(unit, done);
    } else {
        let words = needed(
            "/words",
            &form.words,
            &known,
            "Say why your agency does not take part, and who could instead",
        )
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
        let mut declined: case_part::ActiveModel = row.clone().into();
        declined.state = Set(PartState::Declined.code().to_owned());
        declined.words = Set(Some(words.clone()));
        declined.until_at = Set(Some(unit.now));
        declined.version = Set(row.version + 1);
        declined.update(unit.txn).await?;
        let done = Done {
            case,
            act: "case.decline",
            agency,
            words: &words,
            detail: Some(serde_json::json!({ "part": part })),
        };
        trace(unit, done);
    }
    tell::say(unit, Occasion::CaseAnswered, part.0, holders, None);
    if form.accept {
        step_down::parties_changed(unit, case).await?;
    }
    raised(unit, case, file.version).await
}

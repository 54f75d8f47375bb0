//! Asking an agency to take part, taking that back, and ending a part that is live.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use shared::{
    cases::{
        CaseVerb, PartState, Sharing,
        api::{CaseReceipt, Invitation, PartWords},
        identifiers,
    },
    ids::{AgencyId, CaseId, PartId},
    notices::Occasion,
    policy::{RefusalCode, Role},
    problem::{FieldCode, FieldError},
    text::PASSAGE_MAX,
};

use crate::{
    clock,
    db::Unit,
    error::ApiError,
    features::{agreements, cases::tell, step_down},
};

use super::{
    ending, file,
    ledger::Ledger,
    trace::{Done, needed, raised, trace},
};

use entities::{agency, case_file, case_part};

/// Checks what was recorded about a sharing, its words for what tells who somebody is too.
fn checked_sharing(
    sharing: Sharing,
    file: &case_file::Model,
    today: chrono::NaiveDate,
) -> Result<Sharing, Vec<FieldError>> {
    let known = file::known(file);
    let below = |fault: FieldError| FieldError {
        pointer: format!("/sharing{}", fault.pointer),
        ..fault
    };
    let sharing = match file::born(file) {
        Some(born) => sharing.check(born, today),
        None => Ok(sharing),
    }
    .map_err(|faults| faults.into_iter().map(below).collect::<Vec<_>>())?;
    let faults: Vec<FieldError> = [
        ("/purpose", &sharing.purpose),
        ("/because", &sharing.because),
        ("/not_told_because", &sharing.not_told_because),
    ]
    .into_iter()
    .filter_map(|(pointer, text)| identifiers::check(pointer, text, PASSAGE_MAX, &known).err())
    .map(below)
    .collect();
    if faults.is_empty() {
        Ok(sharing)
    } else {
        Err(faults)
    }
}

/// Why an agency cannot be asked, at its field.
async fn askable(unit: &Unit<'_>, asked: AgencyId) -> Result<(), ApiError> {
    let fault = |code, words: &str| Err(ApiError::field("/agency", code, words));
    match agency::Entity::find_by_id(asked.0).one(unit.txn).await? {
        None => fault(
            FieldCode::NotFound,
            "There is no such agency. Choose one from the list",
        ),
        Some(row) if row.is_class => fault(
            FieldCode::Contradiction,
            "A class of agencies takes part in no case. Choose one of its members",
        ),
        Some(row) if row.valid_to.is_some_and(|last| last < unit.today()) => fault(
            FieldCode::Contradiction,
            "This agency has ended. Choose its successor",
        ),
        Some(_) => Ok(()),
    }
}

/// Asks an agency to take part.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_state`, or `invalid` by field.
pub(crate) async fn invite(
    unit: &mut Unit<'_>,
    case: CaseId,
    form: Invitation,
) -> Result<(PartId, CaseReceipt), ApiError> {
    let file = file::enter(unit, case, CaseVerb::Participants).await?;
    file::runs(&file)?;
    let ledger = Ledger::load(unit, case).await?;
    let holder = ledger.holder()?;
    let mut faults = Vec::new();
    let known = file::known(&file);
    let words = needed(
        "/words",
        &form.words,
        &known,
        "Say what you ask this agency for. It reads this before it answers",
    )
    .unwrap_or_else(|fault| {
        faults.push(fault);
        String::new()
    });
    let sharing = match checked_sharing(form.sharing, &file, unit.today()) {
        Ok(sharing) => Some(sharing),
        Err(mut found) => {
            faults.append(&mut found);
            None
        }
    };
    let Some(sharing) = sharing.filter(|_| faults.is_empty()) else {
        return Err(ApiError::invalid(faults));
    };
    askable(unit, form.agency).await?;
    let state = |state: PartState| {
        ledger
            .parts
            .iter()
            .any(|part| part.agency_id == form.agency.0 && part.state == state.code())
    };
    if state(PartState::Live) {
        return Err(ApiError::wrong_state(RefusalCode::AlreadyTakesPart));
    }
    if state(PartState::Asked) {
        return Err(ApiError::wrong_state(RefusalCode::AskedAlready));
    }
    if !sharing.in_force(unit.today()) {
        return Err(ApiError::wrong_state(RefusalCode::SharingMissing));
    }
    match agreements::covering(
        unit.txn,
        form.agreement,
        (holder, form.agency),
        unit.today(),
    )
    .await?
    {
        None => {
            return Err(ApiError::field(
                "/agreement",
                FieldCode::NotFound,
                "There is no such sharing agreement. Choose one from the list",
            ));
        }
        Some(false) => return Err(ApiError::wrong_state(RefusalCode::AgreementMissing)),
        Some(true) => {}
    }
    let part = case_part::ActiveModel {
        id: Set(clock::ordered_id()),
        case_id: Set(case.0),
        agency_id: Set(form.agency.0),
        state: Set(PartState::Asked.code().to_owned()),
        offers: Set(String::new()),
        own_reference: Set(None),
        agreement_id: Set(Some(form.agreement.0)),
        sharing: Set(Some(serde_json::to_value(&sharing)?)),
        asked_by: Set(Some(unit.actor()?.person.0)),
        asked_at: Set(unit.now),
        from_at: Set(None),
        until_at: Set(None),
        words: Set(None),
        asked_for: Set(Some(words.clone())),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    let told = tell::with_role(
        unit,
        &[Role::AgencyLead, Role::Practitioner],
        Some(form.agency),
    )
    .await?;
    let told = told.into_iter().map(|person| (form.agency, person));
    tell::say(unit, Occasion::CaseAsked, part.id, told, None);
    let done = Done {
        case,
        act: "case.invite",
        agency: holder,
        words: &words,
        detail: Some(serde_json::json!({ "agency": form.agency, "part": part.id })),
    };
    trace(unit, done);
    Ok((PartId(part.id), raised(unit, case, file.version).await?))
}

/// Takes an asking back, or ends the part of another agency. The holder does so, and says why.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_state`, or `invalid` by field.
pub(super) async fn withdraw(
    unit: &mut Unit<'_>,
    case: CaseId,
    part: PartId,
    form: PartWords,
) -> Result<CaseReceipt, ApiError> {
    let file = file::enter(unit, case, CaseVerb::Participants).await?;
    let ledger = Ledger::load(unit, case).await?;
    let row = ledger.part(part)?.clone();
    let words = needed(
        "/words",
        &form.words,
        &file::known(&file),
        "Say why this agency does not take part any more",
    )
    .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let holder = ledger.holder()?;
    let gone = AgencyId(row.agency_id);
    match PartState::from_code(&row.state) {
        Some(PartState::Asked) => {
            let version = row.version + 1;
            let mut next: case_part::ActiveModel = row.into();
            next.state = Set(PartState::Withdrawn.code().to_owned());
            next.words = Set(Some(words.clone()));
            next.until_at = Set(Some(unit.now));
            next.version = Set(version);
            next.update(unit.txn).await?;
            tell::settled(unit, part.0, &[Occasion::CaseAsked]);
        }
        Some(PartState::Live) => {
            let told = tell::named(unit, case, Some(gone)).await?;
            ending::end(unit, &ledger, &row, &words).await?;
            tell::say(unit, Occasion::CaseAnswered, part.0, told, None);
        }
        _ => return Err(ApiError::wrong_state(RefusalCode::NotNow)),
    }
    let done = Done {
        case,
        act: "case.withdraw",
        agency: holder,
        words: &words,
        detail: Some(serde_json::json!({ "agency": gone, "part": part })),
    };
    trace(unit, done);
    step_down::parties_changed(unit, case).await?;
    raised(unit, case, file.version).await
}

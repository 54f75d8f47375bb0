//! Passing responsibility on. Exactly one agency holds it at any moment: it passes in the very
//! transaction that ends the holding of the one before, and an index of the database lets no second
//! one be open.

pub mod routes;

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr,
};
use shared::{
    cases::{
        CaseVerb, PassState, Passing,
        api::{CaseReceipt, FirstContact, PassAnswer, PassAsk, PassOverride},
        identifiers,
    },
    ids::{AgencyId, CaseId},
    notices::Occasion,
    policy::RefusalCode,
    problem::FieldCode,
    text::PASSAGE_MAX,
};

use crate::{clock, db::Unit, error::ApiError};

use super::{
    door,
    parts::{Done, Ledger, file, needed, raised, trace, works_for},
    tell,
};

use entities::{case_file, case_pass, responsibility};

/// The asking that is open or accepted.
async fn pending(unit: &Unit<'_>, case: CaseId) -> Result<Option<case_pass::Model>, ApiError> {
    Ok(case_pass::Entity::find()
        .filter(case_pass::Column::CaseId.eq(case.0))
        .filter(
            case_pass::Column::State.is_in([PassState::Open.code(), PassState::Accepted.code()]),
        )
        .one(unit.txn)
        .await?)
}

async fn asked(unit: &Unit<'_>, case: CaseId) -> Result<case_pass::Model, ApiError> {
    pending(unit, case)
        .await?
        .ok_or_else(|| ApiError::wrong_state(RefusalCode::NoPass))
}

/// Asks an agency that takes part to hold responsibility.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_state`, or `invalid` at `/words`.
pub(crate) async fn ask(
    unit: &mut Unit<'_>,
    case: CaseId,
    form: PassAsk,
) -> Result<CaseReceipt, ApiError> {
    let opened = door::open(unit, case, CaseVerb::Pass).await?;
    opened.running()?;
    let holder = opened.holder()?;
    let ledger = Ledger::load(unit, case).await?;
    let words = needed(
        "/words",
        &form.words,
        &opened.known(),
        "Say why responsibility should pass, and what this agency takes over",
    )
    .map_err(|fault| ApiError::invalid(vec![fault]))?;
    if pending(unit, case).await?.is_some() {
        return Err(ApiError::wrong_state(RefusalCode::PassOpen));
    }
    let passing = Passing {
        to: form.to,
        accepted: false,
        first_contact: false,
        clinical_reason: String::new(),
    };
    // All that is allowed to be missing is the answer.
    match ledger.law.pass(&passing, unit.now) {
        Ok(_) | Err(RefusalCode::NotAcceptedYet) => {}
        Err(code) => return Err(ApiError::wrong_state(code)),
    }
    let id = clock::ordered_id();
    case_pass::ActiveModel {
        id: Set(id),
        case_id: Set(case.0),
        from_agency: Set(holder.0),
        to_agency: Set(form.to.0),
        asked_by: Set(unit.actor()?.person.0),
        asked_at: Set(unit.now),
        words: Set(words.clone()),
        state: Set(PassState::Open.code().to_owned()),
        answered_by: Set(None),
        answered_at: Set(None),
        answer_words: Set(None),
        first_contact_on: Set(None),
        clinical_reason: Set(None),
    }
    .insert(unit.txn)
    .await?;
    let told = tell::named(unit, case, Some(form.to)).await?;
    tell::say(unit, Occasion::CasePass, id, told, None);
    let done = Done {
        case,
        act: "case.pass_ask",
        agency: holder,
        words: &words,
        detail: Some(serde_json::json!({ "to": form.to })),
    };
    trace(unit, done);
    raised(unit, case, opened.version()).await
}

/// The receiving agency answers. Silence is not acceptance, and acceptance alone passes nothing.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_state`, or `invalid` at `/words`.
pub(crate) async fn answer(
    unit: &mut Unit<'_>,
    case: CaseId,
    form: PassAnswer,
) -> Result<CaseReceipt, ApiError> {
    let file = file::enter(unit, case, CaseVerb::NameOwn).await?;
    file::runs(&file)?;
    let row = asked(unit, case).await?;
    let to = AgencyId(row.to_agency);
    if !works_for(unit, to)? {
        return Err(ApiError::forbidden(RefusalCode::NotYours.into()));
    }
    if row.state != PassState::Open.code() {
        return Err(ApiError::wrong_state(RefusalCode::NotNow));
    }
    let words = identifiers::check("/words", &form.words, PASSAGE_MAX, &file::known(&file))
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    if !form.accept && words.is_empty() {
        return Err(ApiError::field(
            "/words",
            FieldCode::Required,
            "Say why your agency does not accept, and what would have to change",
        ));
    }
    let (id, from) = (row.id, AgencyId(row.from_agency));
    let mut next: case_pass::ActiveModel = row.into();
    next.state = Set(if form.accept {
        PassState::Accepted.code()
    } else {
        PassState::Declined.code()
    }
    .to_owned());
    next.answered_by = Set(Some(unit.actor()?.person.0));
    next.answered_at = Set(Some(unit.now));
    next.answer_words = Set((!words.is_empty()).then(|| words.clone()));
    next.update(unit.txn).await?;
    tell::settled(unit, id, &[Occasion::CasePass]);
    let told = tell::named(unit, case, Some(from)).await?;
    tell::say(unit, Occasion::CasePassed, id, told, None);
    let done = Done {
        case,
        act: if form.accept {
            "case.pass_accept"
        } else {
            "case.pass_decline"
        },
        agency: to,
        words: &words,
        detail: None,
    };
    trace(unit, done);
    raised(unit, case, file.version).await
}

/// The holder takes the asking back, also after it was accepted.
///
/// # Errors
/// `not_found`, `forbidden`, or `wrong_state`.
pub(super) async fn withdraw(unit: &mut Unit<'_>, case: CaseId) -> Result<CaseReceipt, ApiError> {
    let file = file::enter(unit, case, CaseVerb::Pass).await?;
    let row = asked(unit, case).await?;
    let (id, from, to) = (row.id, row.from_agency, AgencyId(row.to_agency));
    let mut next: case_pass::ActiveModel = row.into();
    next.state = Set(PassState::Withdrawn.code().to_owned());
    next.update(unit.txn).await?;
    tell::settled(unit, id, &[Occasion::CasePass]);
    let told = tell::named(unit, case, Some(to)).await?;
    tell::say(unit, Occasion::CasePassed, id, told, None);
    let done = Done {
        case,
        act: "case.pass_withdraw",
        agency: AgencyId(from),
        words: "",
        detail: None,
    };
    trace(unit, done);
    raised(unit, case, file.version).await
}

/// Takes back what an agency asked or was asked that takes no part any more.
///
/// # Errors
/// When the database fails.
pub(super) async fn lapse(unit: &Unit<'_>, case: CaseId, agency: AgencyId) -> Result<(), ApiError> {
    let Some(row) = pending(unit, case).await? else {
        return Ok(());
    };
    if row.to_agency != agency.0 && row.from_agency != agency.0 {
        return Ok(());
    }
    tell::settled(unit, row.id, &[Occasion::CasePass]);
    let mut next: case_pass::ActiveModel = row.into();
    next.state = Set(PassState::Withdrawn.code().to_owned());
    next.update(unit.txn).await?;
    Ok(())
}

/// Records the first contact that was attended. With it responsibility passes.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_state`, or `invalid` at `/on`.
pub(super) async fn first_contact(
    unit: &mut Unit<'_>,
    case: CaseId,
    form: FirstContact,
) -> Result<CaseReceipt, ApiError> {
    let file = file::enter(unit, case, CaseVerb::Update).await?;
    let row = ours(unit, &file, case).await?;
    if form.on > unit.today() {
        return Err(ApiError::field(
            "/on",
            FieldCode::TooLate,
            "This day is to come. Record the contact when it has been attended",
        ));
    }
    if form.on < clock::london_day(row.asked_at) {
        return Err(ApiError::field(
            "/on",
            FieldCode::TooEarly,
            "This day is before responsibility was asked for. Enter the first contact after it",
        ));
    }
    passes(unit, &file, row, How::Contact(form.on)).await
}

/// Lets responsibility pass before a first contact, for a clinical reason.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_state`, or `invalid` at `/clinical_reason`.
pub(super) async fn override_with(
    unit: &mut Unit<'_>,
    case: CaseId,
    form: PassOverride,
) -> Result<CaseReceipt, ApiError> {
    let file = file::enter(unit, case, CaseVerb::Update).await?;
    let row = ours(unit, &file, case).await?;
    let reason = needed(
        "/clinical_reason",
        &form.clinical_reason,
        &file::known(&file),
        "Give the clinical reason for which it passes before a first contact",
    )
    .map_err(|fault| ApiError::invalid(vec![fault]))?;
    passes(unit, &file, row, How::Reason(reason)).await
}

/// The asking, where the caller works for one of the two agencies that it is between.
async fn ours(
    unit: &Unit<'_>,
    file: &case_file::Model,
    case: CaseId,
) -> Result<case_pass::Model, ApiError> {
    file::runs(file)?;
    let row = asked(unit, case).await?;
    let both = [AgencyId(row.from_agency), AgencyId(row.to_agency)];
    for agency in both {
        if works_for(unit, agency)? {
            return Ok(row);
        }
    }
    Err(ApiError::forbidden(RefusalCode::NotYours.into()))
}

/// For what it passes.
enum How {
    Contact(NaiveDate),
    Reason(String),
}

async fn passes(
    unit: &mut Unit<'_>,
    file: &case_file::Model,
    row: case_pass::Model,
    how: How,
) -> Result<CaseReceipt, ApiError> {
    let case = CaseId(row.case_id);
    let ledger = Ledger::load(unit, case).await?;
    let to = AgencyId(row.to_agency);
    let (contact, reason) = match how {
        How::Contact(day) => (Some(day), String::new()),
        How::Reason(reason) => (None, reason),
    };
    let passing = Passing {
        to,
        accepted: row.state == PassState::Accepted.code(),
        first_contact: contact.is_some(),
        clinical_reason: reason.clone(),
    };
    ledger
        .law
        .pass(&passing, unit.now)
        .map_err(ApiError::wrong_state)?;
    let ended = responsibility::Entity::update_many()
        .col_expr(responsibility::Column::UntilAt, Expr::value(unit.now))
        .filter(responsibility::Column::CaseId.eq(case.0))
        .filter(responsibility::Column::UntilAt.is_null())
        .exec(unit.txn)
        .await?;
    if ended.rows_affected != 1 {
        return Err(ApiError::Lost("who holds responsibility for a case"));
    }
    responsibility::ActiveModel {
        id: Set(clock::ordered_id()),
        case_id: Set(case.0),
        agency_id: Set(to.0),
        from_at: Set(unit.now),
        until_at: Set(None),
        because: Set(if contact.is_some() {
            "first_contact".to_owned()
        } else {
            "clinical_reason".to_owned()
        }),
    }
    .insert(unit.txn)
    .await?;
    let id = row.id;
    let mut next: case_pass::ActiveModel = row.into();
    next.state = Set(PassState::Passed.code().to_owned());
    next.first_contact_on = Set(contact);
    next.clinical_reason = Set((!reason.is_empty()).then(|| reason.clone()));
    next.update(unit.txn).await?;
    let told = tell::named(unit, case, None).await?;
    tell::say(unit, Occasion::CasePassed, id, told, None);
    let done = Done {
        case,
        act: "case.pass",
        agency: to,
        words: &reason,
        detail: Some(serde_json::json!({ "to": to, "first_contact_on": contact })),
    };
    trace(unit, done);
    raised(unit, case, file.version).await
}

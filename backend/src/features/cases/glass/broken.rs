//! Breaking the glass, and ending it before its time.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    cases::{
        BreakGlassRequest, Breaker, BrokenGlass, CaseReference, CaseState, CaseVerb, Known,
        api::{BreakGlass, CaseReceipt},
        identifiers,
    },
    ids::{AgencyId, CaseId, DeviceId},
    notices::Occasion,
    policy::{RefusalCode, Role},
    text::PASSAGE_MAX,
};

use crate::{
    clock,
    ctx::Ctx,
    db::Unit,
    error::ApiError,
    features::{agreements, auth::throttle::Counter, chasing::urgent},
    http::reply::Reply,
};

use super::super::{
    door,
    parts::{Done, Ledger, file, trace},
    tell,
};

use entities::{broken_glass, case_file, session};

/// Breaks the glass of the case with a reference. Whoever tries references that are not there has
/// to wait longer and longer.
///
/// # Errors
/// `forbidden` before anything is told of the case; `not_found`, `too_many`, or `invalid`.
pub(super) async fn break_it(ctx: Ctx, form: BreakGlass) -> Result<Reply, ApiError> {
    let device = ctx.session()?.device;
    let app = ctx.app.clone();
    let who = ctx.who();
    let counter = Counter::glass(ctx.actor().person);
    counter.check(ctx.read(), ctx.now).await?;
    let answer = ctx
        .unit(move |unit| {
            Box::pin(async move { door::answered(&opened(unit, device, form).await?) })
        })
        .await;
    if let Err(error) = &answer
        && error.code() == shared::problem::ErrorCode::NotFound
    {
        app.db
            .unit(who, move |unit| {
                Box::pin(async move {
                    unit.changes_nothing();
                    unit.alone("throttle").await?;
                    counter.failed(unit.txn, unit.now).await
                })
            })
            .await?;
    }
    answer
}

/// The agency for which the caller may break glass: they are one of its practitioners, and it has
/// signed an agreement that is in force.
async fn eligible(unit: &Unit<'_>) -> Result<Option<AgencyId>, ApiError> {
    let signed = agreements::holding(unit.txn, unit.today()).await?;
    Ok(unit
        .actor()?
        .grants
        .iter()
        .filter(|grant| grant.role == Role::Practitioner)
        .filter_map(|grant| grant.agency)
        .find(|agency| signed.contains(agency)))
}

/// When the session of the caller began: only a password begins one.
async fn signed_in(unit: &Unit<'_>, device: DeviceId) -> Result<DateTime<Utc>, ApiError> {
    Ok(session::Entity::find_by_id(device.0)
        .one(unit.txn)
        .await?
        .map_or(DateTime::<Utc>::MIN_UTC, |row| row.created_at))
}

async fn opened(
    unit: &mut Unit<'_>,
    device: DeviceId,
    form: BreakGlass,
) -> Result<CaseReceipt, ApiError> {
    let refused = |code: RefusalCode| ApiError::forbidden(code.into());
    let agency = eligible(unit).await?;
    let mut breaker = Breaker {
        eligible: agency.is_some(),
        program: unit.actor()?.scopes.is_some(),
        named: false,
        signed_in: signed_in(unit, device).await?,
    };
    breaker.may(unit.now).map_err(refused)?;
    let agency = agency.ok_or_else(|| refused(RefusalCode::NotOnAgreement))?;
    // What was typed is looked at before it is looked for, so that a known reference and an unknown
    // one are answered alike as far as they can be.
    let mut faults = Vec::new();
    let reference = form
        .reference
        .parse::<CaseReference>()
        .map_err(|fault| faults.push(fault.at("/reference")))
        .ok();
    let request = BreakGlassRequest {
        reason: form.reason,
        words: form.words,
    };
    let checked = request.checked().and_then(|request| {
        let words = identifiers::check("/words", &request.words, PASSAGE_MAX, &Known::default())?;
        Ok(BreakGlassRequest { words, ..request })
    });
    let request = checked.map_err(|fault| faults.push(fault)).ok();
    let (Some(reference), Some(request)) = (reference, request) else {
        return Err(ApiError::invalid(faults));
    };
    let found = case_file::Entity::find()
        .filter(case_file::Column::Reference.eq(reference.to_string()))
        .one(unit.txn)
        .await?
        .filter(|row| row.state != CaseState::Anonymised.code())
        .ok_or_else(ApiError::not_found)?;
    let case = CaseId(found.id);
    file::alone(unit, case).await?;
    let words = identifiers::check("/words", &request.words, PASSAGE_MAX, &file::known(&found))
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let person = unit.actor()?.person;
    let named = tell::named(unit, case, None).await?;
    breaker.named = named.iter().any(|(_, one)| *one == person);
    breaker.may(unit.now).map_err(refused)?;
    if own_open(unit, case).await?.is_some() {
        return Err(ApiError::wrong_state(RefusalCode::GlassOpen));
    }
    let id = clock::ordered_id();
    let due = BrokenGlass::review_due(unit.today());
    broken_glass::ActiveModel {
        id: Set(id),
        case_id: Set(case.0),
        person_id: Set(person.0),
        agency_id: Set(agency.0),
        opened_at: Set(unit.now),
        ended_at: Set(None),
        reason: Set(request.reason.code().to_owned()),
        words: Set(words.clone()),
        review_due: Set(due),
        reviewed_by: Set(None),
        reviewed_at: Set(None),
        finding: Set(None),
        review_words: Set(None),
    }
    .insert(unit.txn)
    .await?;
    let holder = Ledger::load(unit, case).await?.law.holder();
    let auditors = tell::with_role(unit, &[Role::Auditor], None).await?;
    let told: Vec<_> = named
        .into_iter()
        .filter(|(of, _)| Some(*of) == holder)
        .chain(auditors.into_iter().map(|auditor| (agency, auditor)))
        .collect();
    tell::say(unit, Occasion::GlassBroken, id, told.clone(), Some(due));
    urgent::glass_broken(unit, told);
    let done = Done {
        case,
        act: "case.break_glass",
        agency,
        words: &words,
        detail: Some(serde_json::json!({ "glass": id, "reason": request.reason.code() })),
    };
    trace(unit, done);
    // Whoever edits the case loses nothing by its being read: its version stays.
    Ok(CaseReceipt {
        id: case,
        version: found.version,
    })
}

/// The glass of a case that the caller has broken and that has not ended.
async fn own_open(unit: &Unit<'_>, case: CaseId) -> Result<Option<broken_glass::Model>, ApiError> {
    let rows = broken_glass::Entity::find()
        .filter(broken_glass::Column::CaseId.eq(case.0))
        .filter(broken_glass::Column::PersonId.eq(unit.actor()?.person.0))
        .filter(broken_glass::Column::EndedAt.is_null())
        .all(unit.txn)
        .await?;
    Ok(rows.into_iter().find(|row| {
        BrokenGlass {
            opened: row.opened_at,
            ended: row.ended_at,
        }
        .allows(CaseVerb::Read, unit.now)
    }))
}

/// Ends the caller's own access to a case.
///
/// # Errors
/// `not_found` where they have none.
pub(super) async fn end(unit: &mut Unit<'_>, case: CaseId) -> Result<CaseReceipt, ApiError> {
    file::alone(unit, case).await?;
    let row = own_open(unit, case)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let agency = AgencyId(row.agency_id);
    let id = row.id;
    let mut next: broken_glass::ActiveModel = row.into();
    next.ended_at = Set(Some(unit.now));
    next.update(unit.txn).await?;
    let done = Done {
        case,
        act: "case.glass_end",
        agency,
        words: "",
        detail: Some(serde_json::json!({ "glass": id })),
    };
    trace(unit, done);
    Ok(CaseReceipt {
        id: case,
        version: file::row(unit, case).await?.version,
    })
}

//! An agency's own part: who is named, what it offers, what it calls the young person itself.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr,
};
use shared::{
    auth::api::PersonRef,
    cases::{
        CaseVerb, PartState, Sharing,
        api::{CaseReceipt, OwnPartView, PartOffer, PartPeople},
        identifiers, own_reference,
    },
    ids::{AgencyId, CaseId, PartId, PersonId},
    notices::Occasion,
    policy::{RefusalCode, Role},
    problem::{ErrorCode, FieldCode, FieldError},
    text::PASSAGE_MAX,
};

use crate::{
    clock,
    db::Unit,
    error::{ApiError, permit},
    features::{cases::tell, names},
};

use super::{
    file,
    ledger::Ledger,
    trace::{Done, raised, record, trace},
};

use entities::{case_named, case_part};

/// The agency of a part, where the caller works for it or leads it.
///
/// # Errors
/// `forbidden`: the part is another agency's.
pub(in crate::features::cases) fn mine(
    unit: &Unit<'_>,
    row: &case_part::Model,
) -> Result<AgencyId, ApiError> {
    let agency = AgencyId(row.agency_id);
    if works_for(unit, agency)? {
        Ok(agency)
    } else {
        Err(ApiError::forbidden(RefusalCode::NotYours.into()))
    }
}

/// Whether the caller is a practitioner of an agency, or leads it.
///
/// # Errors
/// `not_found` for the console.
pub(in crate::features::cases) fn works_for(
    unit: &Unit<'_>,
    agency: AgencyId,
) -> Result<bool, ApiError> {
    Ok(unit.actor()?.grants.iter().any(|grant| {
        matches!(grant.role, Role::Practitioner | Role::AgencyLead) && grant.agency == Some(agency)
    }))
}

/// Refuses a version that is not the part's. Its words are not among the answer.
///
/// # Errors
/// `stale`.
pub(super) fn fresh(row: &case_part::Model, version: i32) -> Result<(), ApiError> {
    if row.version == version {
        return Ok(());
    }
    Err(ApiError::new(
        ErrorCode::Stale,
        "Somebody else has changed this part. Look at it again and repeat your change.",
    )
    .with_current(serde_json::json!({ "version": row.version })))
}

/// The ground on which an agency was told; none of the agency that opened the case.
///
/// # Errors
/// When the row cannot be read.
pub(super) fn sharing(row: &case_part::Model) -> Result<Option<Sharing>, ApiError> {
    Ok(row
        .sharing
        .clone()
        .filter(|sharing| !sharing.is_null())
        .map(serde_json::from_value)
        .transpose()?)
}

/// The practitioners of an agency who can be named, by name.
///
/// # Errors
/// When the database fails.
pub(super) async fn colleagues(
    unit: &Unit<'_>,
    agency: AgencyId,
) -> Result<Vec<PersonRef>, ApiError> {
    let people = tell::with_role(unit, &[Role::Practitioner], Some(agency)).await?;
    by_name(unit, people).await
}

async fn by_name(
    unit: &Unit<'_>,
    people: impl IntoIterator<Item = PersonId>,
) -> Result<Vec<PersonRef>, ApiError> {
    let mut named: Vec<PersonRef> = names::people(unit.txn, people)
        .await?
        .into_values()
        .collect();
    named.sort_by_cached_key(|person| (person.name.to_lowercase(), person.id));
    Ok(named)
}

/// Refuses people who are no practitioners of the agency with an open account.
///
/// # Errors
/// `invalid` at `/people`.
pub(super) async fn practitioners(
    unit: &Unit<'_>,
    agency: AgencyId,
    people: &[PersonId],
) -> Result<(), ApiError> {
    let able = tell::with_role(unit, &[Role::Practitioner], Some(agency)).await?;
    let faults: Vec<FieldError> = people
        .iter()
        .enumerate()
        .filter(|(_, person)| !able.contains(person))
        .map(|(at, _)| {
            FieldError::new(
                format!("/people/{at}"),
                FieldCode::NotAllowed,
                "Choose practitioners of the agency. Its lead gives that role",
            )
        })
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ApiError::invalid(faults))
    }
}

/// Names `people` on a part, and nobody else.
///
/// # Errors
/// When the database fails.
pub(super) async fn name(
    unit: &Unit<'_>,
    row: &case_part::Model,
    before: &[PersonId],
    people: &[PersonId],
) -> Result<(), ApiError> {
    let gone: Vec<uuid::Uuid> = before
        .iter()
        .filter(|person| !people.contains(person))
        .map(|person| person.0)
        .collect();
    case_named::Entity::update_many()
        .col_expr(case_named::Column::UntilAt, Expr::value(unit.now))
        .filter(case_named::Column::PartId.eq(row.id))
        .filter(case_named::Column::UntilAt.is_null())
        .filter(case_named::Column::PersonId.is_in(gone))
        .exec(unit.txn)
        .await?;
    let new: Vec<PersonId> = people
        .iter()
        .copied()
        .filter(|person| !before.contains(person))
        .collect();
    for person in &new {
        unit.add(
            "case_named",
            vec![
                ("id", clock::ordered_id().into()),
                ("part_id", row.id.into()),
                ("case_id", row.case_id.into()),
                ("agency_id", row.agency_id.into()),
                ("person_id", person.0.into()),
                ("from_at", unit.now.into()),
            ],
        );
    }
    unit.flush().await?;
    let agency = AgencyId(row.agency_id);
    let told = new.into_iter().map(|person| (agency, person));
    tell::say(unit, Occasion::CaseNamed, row.id, told, None);
    Ok(())
}

/// A part as its own agency keeps it.
///
/// # Errors
/// `not_found`, or `forbidden` for another agency's.
pub(super) async fn view(
    unit: &mut Unit<'_>,
    case: CaseId,
    part: PartId,
) -> Result<OwnPartView, ApiError> {
    let file = file::enter(unit, case, CaseVerb::NameOwn).await?;
    let ledger = Ledger::load(unit, case).await?;
    let row = ledger.part(part)?;
    let agency = mine(unit, row)?;
    if row.state != PartState::Live.code() {
        return Err(ApiError::not_found());
    }
    let people = ledger.people(agency);
    // Who leads the agency and is not named looks after its people, and reads nothing.
    let named = people.contains(&unit.actor()?.person);
    let view = OwnPartView {
        id: part,
        case,
        reference: file::reference(&file)?,
        agency: names::agencies(unit.txn, [agency])
            .await?
            .remove(&agency)
            .ok_or_else(ApiError::not_found)?,
        people: by_name(unit, people).await?,
        colleagues: colleagues(unit, agency).await?,
        offers: named.then(|| row.offers.clone()),
        own_reference: row.own_reference.clone().filter(|_| named),
        version: row.version,
    };
    record(unit, "case.part", case, agency);
    Ok(view)
}

/// Names other people of an agency from now on. Whoever is not named any more reads nothing from
/// then on.
///
/// # Errors
/// `not_found`, `forbidden`, `stale`, `wrong_state`, or `invalid` at `/people`.
pub(super) async fn people(
    unit: &mut Unit<'_>,
    case: CaseId,
    (part, version): (PartId, i32),
    form: PartPeople,
) -> Result<CaseReceipt, ApiError> {
    let file = file::enter(unit, case, CaseVerb::NameOwn).await?;
    let ledger = Ledger::load(unit, case).await?;
    let row = ledger.part(part)?.clone();
    let agency = mine(unit, &row)?;
    fresh(&row, version)?;
    let next = ledger
        .law
        .name(agency, &form.people)
        .map_err(ApiError::wrong_state)?;
    let people: Vec<PersonId> = next
        .live()
        .find(|one| one.agency == agency)
        .map(|one| one.people.clone())
        .unwrap_or_default();
    let before = ledger.people(agency);
    // Who is named already may have lost the role meanwhile; they are not named anew.
    let new: Vec<PersonId> = form
        .people
        .iter()
        .copied()
        .filter(|person| !before.contains(person))
        .collect();
    practitioners(unit, agency, &new).await?;
    name(unit, &row, &before, &people).await?;
    let mut changed: case_part::ActiveModel = row.into();
    changed.version = Set(version + 1);
    changed.update(unit.txn).await?;
    let done = Done {
        case,
        act: "case.name",
        agency,
        words: "",
        detail: Some(serde_json::json!({ "before": before, "after": people })),
    };
    trace(unit, done);
    raised(unit, case, file.version).await
}

/// Says what an agency offers from now on, and what it calls the young person itself.
///
/// # Errors
/// `not_found`, `forbidden`, `stale`, `wrong_state`, or `invalid` by field.
pub(super) async fn offer(
    unit: &mut Unit<'_>,
    case: CaseId,
    (part, version): (PartId, i32),
    form: PartOffer,
) -> Result<CaseReceipt, ApiError> {
    let file = file::enter(unit, case, CaseVerb::Offer).await?;
    let ledger = Ledger::load(unit, case).await?;
    let row = ledger.part(part)?.clone();
    let agency = mine(unit, &row)?;
    // A practitioner who is named for one agency writes nothing for another.
    if !ledger.law.names(unit.actor()?.person, agency) {
        permit(shared::policy::Decision::Refused(
            RefusalCode::NotYours.into(),
        ))?;
    }
    fresh(&row, version)?;
    let mut faults = Vec::new();
    let offers = identifiers::check("/offers", &form.offers, PASSAGE_MAX, &file::known(&file))
        .unwrap_or_else(|fault| {
            faults.push(fault);
            String::new()
        });
    let own = form
        .own_reference
        .filter(|text| !text.trim().is_empty())
        .map(|text| own_reference("/own_reference", &text))
        .transpose()
        .unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    ledger
        .law
        .offer(agency, offers.clone())
        .map_err(ApiError::wrong_state)?;
    let before = row.offers.clone();
    let mut changed: case_part::ActiveModel = row.into();
    changed.offers = Set(offers.clone());
    changed.own_reference = Set(own);
    changed.version = Set(version + 1);
    changed.update(unit.txn).await?;
    let done = Done {
        case,
        act: "case.offer",
        agency,
        words: &offers,
        detail: Some(serde_json::json!({ "before": before })),
    };
    trace(unit, done);
    raised(unit, case, file.version).await
}

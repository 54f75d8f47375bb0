//! Opening a case, and finding one by its reference.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    cases::{
        CaseReference, CaseState, CaseVerb, Known, PartState, ReferenceFault,
        api::{CaseReceipt, FindCase, NewCase},
        check, identifiers,
    },
    ids::CaseId,
    policy::{RefusalCode, Role},
    problem::FieldError,
    text::PASSAGE_MAX,
};

use crate::{clock, db::Unit, error::ApiError};

use super::{
    door,
    parts::{Done, trace},
    read::reading,
};

use entities::{case_file, case_named, case_part, responsibility};

/// How often another reference is drawn where one is in use.
const DRAWS: usize = 8;

/// Opens a case for an agency of which the caller is a practitioner.
///
/// # Errors
/// `forbidden` for everybody else, `invalid` by field.
pub(crate) async fn open(unit: &mut Unit<'_>, form: NewCase) -> Result<CaseReceipt, ApiError> {
    let actor = unit.actor()?;
    let works = actor.scopes.is_none()
        && actor
            .grants
            .iter()
            .any(|grant| grant.role == Role::Practitioner && grant.agency == Some(form.agency));
    if !works {
        return Err(ApiError::forbidden(RefusalCode::NotYourRole.into()));
    }
    let person = actor.person;
    let (draft, offers) = checked(unit, form.clone())?;
    let row = case_file::ActiveModel {
        id: Set(clock::random_id()),
        reference: Set(Some(unused(unit).await?.to_string())),
        born: Set(Some(draft.born.to_string())),
        born_year: Set(draft.born.year()),
        district: Set(draft.district.map(|district| district.code().to_owned())),
        cohorts: Set(serde_json::to_value(&draft.cohorts)?),
        level: Set(draft.level.number()),
        state: Set(CaseState::Open.code().to_owned()),
        state_since: Set(unit.now),
        merged_into: Set(None),
        concern: Set(false),
        legal_hold: Set(false),
        opened_at: Set(unit.now),
        opened_by: Set(Some(person.0)),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    let case = CaseId(row.id);
    let part = case_part::ActiveModel {
        id: Set(clock::ordered_id()),
        case_id: Set(row.id),
        agency_id: Set(form.agency.0),
        state: Set(PartState::Live.code().to_owned()),
        offers: Set(offers),
        own_reference: Set(draft.own_reference),
        agreement_id: Set(None),
        sharing: Set(None),
        asked_by: Set(None),
        asked_at: Set(unit.now),
        asked_for: Set(None),
        from_at: Set(Some(unit.now)),
        until_at: Set(None),
        words: Set(None),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    case_named::ActiveModel {
        id: Set(clock::ordered_id()),
        part_id: Set(part.id),
        case_id: Set(row.id),
        agency_id: Set(form.agency.0),
        person_id: Set(person.0),
        from_at: Set(unit.now),
        until_at: Set(None),
    }
    .insert(unit.txn)
    .await?;
    responsibility::ActiveModel {
        id: Set(clock::ordered_id()),
        case_id: Set(row.id),
        agency_id: Set(form.agency.0),
        from_at: Set(unit.now),
        until_at: Set(None),
        because: Set("opened".to_owned()),
    }
    .insert(unit.txn)
    .await?;
    trace(
        unit,
        Done {
            case,
            act: "case.open",
            agency: form.agency,
            words: "",
            detail: None,
        },
    );
    Ok(CaseReceipt {
        id: case,
        version: row.version,
    })
}

fn checked(
    unit: &Unit<'_>,
    form: NewCase,
) -> Result<(shared::cases::api::CaseDraft, String), ApiError> {
    let known = Known {
        born: Some(form.case.born),
    };
    let mut faults = Vec::new();
    let draft = check(form.case, unit.today()).map_err(|found| {
        faults.extend(found.into_iter().map(|fault| FieldError {
            pointer: format!("/case{}", fault.pointer),
            ..fault
        }));
    });
    let offers = identifiers::check("/offers", &form.offers, PASSAGE_MAX, &known)
        .map_err(|fault| faults.push(fault));
    match (draft, offers) {
        (Ok(draft), Ok(offers)) => Ok((draft, offers)),
        _ => Err(ApiError::invalid(faults)),
    }
}

/// A reference that no case has.
async fn unused(unit: &Unit<'_>) -> Result<CaseReference, ApiError> {
    let mut drawn = Vec::with_capacity(DRAWS);
    for _ in 0..DRAWS {
        let number = u128::from_be_bytes(clock::random::<16>()?);
        drawn.push(CaseReference::from_random(number));
    }
    let used: Vec<String> = case_file::Entity::find()
        .filter(case_file::Column::Reference.is_in(drawn.iter().map(CaseReference::to_string)))
        .all(unit.txn)
        .await?
        .into_iter()
        .filter_map(|row| row.reference)
        .collect();
    drawn
        .into_iter()
        .find(|one| !used.contains(&one.to_string()))
        .ok_or(ApiError::Lost("a reference that is not in use"))
}

/// Reads a reference as it was typed.
///
/// # Errors
/// `invalid` at `pointer`, which says what is wrong with it.
pub(in crate::features) fn typed(pointer: &str, text: &str) -> Result<CaseReference, ApiError> {
    text.parse()
        .map_err(|fault: ReferenceFault| ApiError::invalid(vec![fault.at(pointer)]))
}

/// The case with a reference; whether the caller may know of it is still to be asked.
///
/// # Errors
/// `not_found`.
pub(in crate::features) async fn by_reference(
    unit: &Unit<'_>,
    reference: CaseReference,
) -> Result<case_file::Model, ApiError> {
    case_file::Entity::find()
        .filter(case_file::Column::Reference.eq(reference.to_string()))
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)
}

/// Finds a case by its reference, for those who may read it.
///
/// # Errors
/// `invalid` for what is no reference, `not_found` for a case that the caller may not know of.
pub(super) async fn find(unit: &mut Unit<'_>, form: &FindCase) -> Result<CaseReceipt, ApiError> {
    let reference = typed("/reference", &form.reference)?;
    let row = by_reference(unit, reference).await?;
    let opened = door::open(unit, CaseId(row.id), CaseVerb::Read).await?;
    reading(unit, "case.find", &opened);
    Ok(CaseReceipt {
        id: opened.id(),
        version: opened.version(),
    })
}

//! Adding and changing sharing agreements. Where one ends, nothing that was told under it is taken
//! back; nobody is invited or breaks the glass under it any more.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use shared::{
    agreements::{
        api::{AgreementDraft, AgreementView},
        check,
    },
    ids::AgreementId,
    policy::Verb,
    problem::{ErrorCode, FieldCode, FieldError},
};

use crate::{
    clock,
    db::{Act, Unit, history::Record},
    error::{ApiError, permit},
};

use super::read::{find, judge, parties, view};

use entities::sharing_agreement::{ActiveModel, Column, Entity, Model};

/// What kind of record an agreement is.
const KIND: &str = "agreement";

/// An agreement as history keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct AgreementRecord {
    name: String,
    purpose: String,
    basis: String,
    starts_on: chrono::NaiveDate,
    ends_on: Option<chrono::NaiveDate>,
    parties: serde_json::Value,
}

async fn keep(unit: &mut Unit<'_>, act: &'static str, row: &Model) -> Result<(), ApiError> {
    let body = AgreementRecord {
        name: row.name.clone(),
        purpose: row.purpose.clone(),
        basis: row.basis.clone(),
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        parties: row.parties.clone(),
    };
    unit.keep(Record {
        kind: KIND,
        id: row.id,
        plan: None,
        version: row.version,
        body: &body,
    })
    .await?;
    unit.record(Act {
        act,
        kind: KIND,
        subject: row.id,
        plan: None,
        agency: None,
    });
    Ok(())
}

/// Checks what was typed, and that the agencies are there: a class signs nothing, and one that has
/// ended signs nothing new.
async fn checked(
    unit: &Unit<'_>,
    draft: AgreementDraft,
    own: Option<&Model>,
) -> Result<AgreementDraft, ApiError> {
    use entities::agency;
    let draft = check(draft).map_err(ApiError::invalid)?;
    let same = Entity::find()
        .filter(Column::Name.eq(draft.name.clone()))
        .one(unit.txn)
        .await?;
    if same.is_some_and(|same| own.is_none_or(|own| own.id != same.id)) {
        return Err(ApiError::field(
            "/name",
            FieldCode::Taken,
            "Another agreement has this name. Change that one, or choose another name",
        ));
    }
    let kept = own.map(parties).transpose()?.unwrap_or_default();
    let rows = agency::Entity::find()
        .filter(agency::Column::Id.is_in(draft.parties.iter().map(|party| party.0)))
        .all(unit.txn)
        .await?;
    let mut faults = Vec::new();
    for party in &draft.parties {
        let fault = match rows.iter().find(|row| row.id == party.0) {
            None => Some((
                FieldCode::NotFound,
                "There is no such agency. Choose one from the list",
            )),
            Some(row) if row.is_class => Some((
                FieldCode::Contradiction,
                "A class of agencies signs nothing. Choose its members",
            )),
            Some(row)
                if !kept.contains(party)
                    && row.valid_to.is_some_and(|last| last < unit.today()) =>
            {
                Some((
                    FieldCode::Contradiction,
                    "This agency has ended. Choose its successor",
                ))
            }
            Some(_) => None,
        };
        faults.extend(fault.map(|(code, words)| FieldError::new("/parties", code, words)));
    }
    if faults.is_empty() {
        Ok(draft)
    } else {
        faults.dedup();
        Err(ApiError::invalid(faults))
    }
}

fn fill(row: &mut ActiveModel, draft: AgreementDraft) -> Result<(), ApiError> {
    let AgreementDraft {
        name,
        purpose,
        basis,
        starts_on,
        ends_on,
        parties,
    } = draft;
    row.name = Set(name);
    row.purpose = Set(purpose);
    row.basis = Set(basis);
    row.starts_on = Set(starts_on);
    row.ends_on = Set(ends_on);
    row.parties = Set(serde_json::to_value(parties)?);
    Ok(())
}

/// Adds an agreement.
///
/// # Errors
/// `forbidden`, or `invalid` by field.
pub(crate) async fn create(
    unit: &mut Unit<'_>,
    draft: AgreementDraft,
) -> Result<AgreementView, ApiError> {
    permit(judge(unit.actor()?, Verb::Create))?;
    unit.alone(KIND).await?;
    let draft = checked(unit, draft, None).await?;
    let mut row = ActiveModel {
        id: Set(clock::ordered_id()),
        version: Set(1),
        ..Default::default()
    };
    fill(&mut row, draft)?;
    let row = row.insert(unit.txn).await?;
    keep(unit, "agreement.create", &row).await?;
    view(unit.txn, unit.actor()?, unit.today(), row).await
}

/// Says anew what an agreement is.
///
/// # Errors
/// `stale`, `forbidden`, or `invalid` by field.
pub(super) async fn replace(
    unit: &mut Unit<'_>,
    agreement: AgreementId,
    version: i32,
    draft: AgreementDraft,
) -> Result<AgreementView, ApiError> {
    unit.alone(KIND).await?;
    let row = find(unit.txn, unit.actor()?, unit.scope()?, agreement).await?;
    permit(judge(unit.actor()?, Verb::Update))?;
    if row.version != version {
        let current = view(unit.txn, unit.actor()?, unit.today(), row).await?;
        return Err(ApiError::new(
            ErrorCode::Stale,
            "Somebody else has changed this agreement. Look at it again and repeat your change.",
        )
        .with_current(serde_json::to_value(current)?));
    }
    let draft = checked(unit, draft, Some(&row)).await?;
    let mut next: ActiveModel = row.into();
    fill(&mut next, draft)?;
    next.version = Set(version + 1);
    let row = next.update(unit.txn).await?;
    keep(unit, "agreement.update", &row).await?;
    view(unit.txn, unit.actor()?, unit.today(), row).await
}

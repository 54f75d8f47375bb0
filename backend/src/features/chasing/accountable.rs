//! Who answers for an agency when a cycle closes without its reports.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};
use shared::{
    auth::api::{Permit, PersonRef},
    chasing::api::{AccountableView, SetAccountable},
    ids::{AgencyId, PersonId},
    policy::{Actor, Decision, RefusalCode, Resource, Scope, Target, Verb, decide},
    problem::{ErrorCode, FieldCode},
};

use crate::{
    db::{Act, Unit},
    error::{ApiError, permit},
    features::{agencies::read::find, names},
};

use super::people::People;

use entities::accountable::{ActiveModel, Column, Entity};

fn judge(actor: &Actor, verb: Verb, agency: AgencyId) -> Decision {
    decide(
        actor,
        verb,
        Resource::Accountable,
        &Target {
            plan: None,
            agencies: &[agency],
            person: None,
        },
    )
}

/// Who answers for an agency.
///
/// # Errors
/// `not_found`.
pub async fn read(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    today: NaiveDate,
    agency: AgencyId,
) -> Result<AccountableView, ApiError> {
    let row = find(connection, scope, agency).await?;
    permit(judge(actor, Verb::Read, agency))?;
    let leads = leads(connection, scope, today, agency).await?;
    let named = Entity::find_by_id(agency.0).one(connection).await?;
    let person = named.as_ref().and_then(|row| row.person_id).map(PersonId);
    Ok(AccountableView {
        agency: names::agency(row),
        // Who has left or leads no longer is not told, and so not shown.
        person: person.and_then(|person| leads.iter().find(|lead| lead.id == person).cloned()),
        leads,
        version: named.map_or(0, |row| row.version),
        allowed: vec![Permit {
            act: "update".to_owned(),
            refusal: match judge(actor, Verb::Update, agency) {
                Decision::Allowed => None,
                Decision::Refused(refusal) => Some(refusal),
                Decision::Hidden => Some(RefusalCode::NotYourRole.into()),
            },
        }],
    })
}

/// The leads of an agency with an open account, by name.
async fn leads(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    today: NaiveDate,
    agency: AgencyId,
) -> Result<Vec<PersonRef>, ApiError> {
    let people = People::load(connection, scope, today, [agency]).await?;
    let ids = people
        .of(agency)
        .iter()
        .filter(|one| one.leads())
        .map(|one| one.person);
    let mut leads: Vec<PersonRef> = names::people(connection, ids)
        .await?
        .into_values()
        .collect();
    leads.sort_by_cached_key(|person| (person.name.to_lowercase(), person.id));
    Ok(leads)
}

/// Names who answers for an agency, or nobody.
///
/// # Errors
/// `not_found`, `forbidden`, `stale`, or `invalid` at `/person`.
pub async fn set(
    unit: &mut Unit<'_>,
    agency: AgencyId,
    version: i32,
    form: SetAccountable,
) -> Result<AccountableView, ApiError> {
    let (actor, scope) = (unit.actor()?.clone(), unit.scope()?.clone());
    find(unit.txn, &scope, agency).await?;
    permit(judge(&actor, Verb::Update, agency))?;
    unit.alone(&format!("accountable {agency}")).await?;
    let current = read(unit.txn, &actor, &scope, unit.today(), agency).await?;
    if current.version != version {
        return Err(ApiError::new(
            ErrorCode::Stale,
            "Somebody else has named a person meanwhile. Look at it again and repeat your change.",
        )
        .with_current(serde_json::to_value(current)?));
    }
    if let Some(person) = form.person
        && !current.leads.iter().any(|lead| lead.id == person)
    {
        return Err(ApiError::field(
            "/person",
            FieldCode::NotAllowed,
            "Choose one of the agency's leads with an open account",
        ));
    }
    Entity::insert(ActiveModel {
        agency_id: Set(agency.0),
        person_id: Set(form.person.map(|person| person.0)),
        version: Set(version + 1),
    })
    .on_conflict(
        OnConflict::column(Column::AgencyId)
            .update_columns([Column::PersonId, Column::Version])
            .to_owned(),
    )
    .exec_without_returning(unit.txn)
    .await?;
    unit.record(Act {
        act: "agency.accountable",
        kind: "agency",
        subject: agency.0,
        plan: None,
        agency: Some(agency),
    });
    read(unit.txn, &actor, &scope, unit.today(), agency).await
}

//! What somebody gets by mail.

use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict,
};
use shared::{
    agencies::api::AgencyRef,
    chasing::{MailChoice, Reminder, api::MailView, recipients},
    ids::AgencyId,
    policy::{Actor, Scope},
};

use crate::{
    db::{Act, Unit},
    error::ApiError,
    features::names,
};

use super::people::{People, choice};

use entities::mail_choice::{ActiveModel, Column, Entity};

/// What the caller gets; `on` says whether mail is set up.
///
/// # Errors
/// When the database fails.
pub async fn read(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    today: NaiveDate,
    on: bool,
) -> Result<MailView, ApiError> {
    let person = actor.person;
    let email = entities::person::Entity::find_by_id(person.0)
        .one(connection)
        .await?
        .ok_or_else(ApiError::not_found)?
        .email;
    let chosen = Entity::find()
        .filter(Column::PersonId.eq(person.0))
        .one(connection)
        .await?
        .as_ref()
        .map(choice);
    Ok(MailView {
        on,
        email,
        choice: chosen.unwrap_or_default(),
        answers_for: answers_for(connection, actor, scope, today).await?,
    })
}

/// The agencies that somebody hears of when a cycle has closed without reports, by name.
async fn answers_for(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    today: NaiveDate,
) -> Result<Vec<AgencyRef>, ApiError> {
    let led: Vec<AgencyId> = actor
        .grants
        .iter()
        .filter(|grant| grant.role.accepts())
        .filter_map(|grant| grant.agency)
        .collect();
    let people = People::load(connection, scope, today, led.iter().copied()).await?;
    let named = names::agencies(connection, led.iter().copied()).await?;
    let mut found: Vec<AgencyRef> = led
        .into_iter()
        .filter(|agency| {
            recipients(
                Reminder::Escalated,
                people.of(*agency),
                people.accountable(*agency),
            )
            .contains(&actor.person)
        })
        .filter_map(|agency| named.get(&agency).cloned())
        .collect();
    found.sort_by_cached_key(|agency| (agency.name.to_lowercase(), agency.id));
    found.dedup();
    Ok(found)
}

/// Sets what the caller gets.
///
/// # Errors
/// When the database fails.
pub async fn set(unit: &mut Unit<'_>, choice: MailChoice, on: bool) -> Result<MailView, ApiError> {
    let person = unit.actor()?.person;
    Entity::insert(ActiveModel {
        person_id: Set(person.0),
        reminders: Set(choice.reminders),
        decisions: Set(choice.decisions),
        weekly: Set(choice.weekly),
    })
    .on_conflict(
        OnConflict::column(Column::PersonId)
            .update_columns([Column::Reminders, Column::Decisions, Column::Weekly])
            .to_owned(),
    )
    .exec_without_returning(unit.txn)
    .await?;
    unit.record(Act {
        act: "person.mail",
        kind: "person",
        subject: person.0,
        plan: None,
        agency: None,
    });
    read(unit.txn, unit.actor()?, unit.scope()?, unit.today(), on).await
}

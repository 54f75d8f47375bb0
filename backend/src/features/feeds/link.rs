//! The link of a person: made, replaced, ended. It is shown once and kept as its digest.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict,
};
use shared::{
    feeds::api::{CalendarLink, CalendarView},
    ids::PersonId,
};

use crate::{
    clock,
    ctx::Ctx,
    db::{Act, Unit},
    error::ApiError,
    features::auth::PERSON,
};

use entities::calendar_link::{ActiveModel, Column, Entity};

/// What the address of a feed ends in.
const ENDING: &str = ".ics";

/// Whether the caller has a link.
///
/// # Errors
/// When the database fails; `forbidden` for a program.
pub async fn read(ctx: &Ctx) -> Result<CalendarView, ApiError> {
    ctx.session()?;
    let row = Entity::find_by_id(ctx.actor().person.0)
        .one(ctx.read())
        .await?;
    Ok(CalendarView {
        since: row.map(|row| row.created_at),
    })
}

/// Makes a link for the caller, and ends the one before.
///
/// # Errors
/// When the database or the source of randomness fails.
pub async fn make(unit: &mut Unit<'_>, origin: &str) -> Result<CalendarLink, ApiError> {
    let person = unit.actor()?.person;
    let token = clock::secret()?;
    Entity::insert(ActiveModel {
        person_id: Set(person.0),
        token_hash: Set(clock::digest(&token)),
        created_at: Set(unit.now),
    })
    .on_conflict(
        OnConflict::column(Column::PersonId)
            .update_columns([Column::TokenHash, Column::CreatedAt])
            .to_owned(),
    )
    .exec_without_returning(unit.txn)
    .await?;
    unit.record(act("person.calendar", person));
    let token = URL_SAFE_NO_PAD.encode(token);
    Ok(CalendarLink {
        address: format!("{origin}/calendar/{token}{ENDING}"),
    })
}

/// Ends the caller's link. Where there is none, nothing has to be done.
///
/// # Errors
/// When the database fails.
pub async fn end(unit: &mut Unit<'_>) -> Result<(), ApiError> {
    let person = unit.actor()?.person;
    let done = Entity::delete_by_id(person.0).exec(unit.txn).await?;
    if done.rows_affected == 0 {
        unit.changes_nothing();
    } else {
        unit.record(act("person.calendar_end", person));
    }
    Ok(())
}

fn act(act: &'static str, person: PersonId) -> Act {
    Act {
        act,
        kind: "person",
        subject: person.0,
        plan: None,
        agency: None,
    }
}

/// Whose link this is, as the end of an address. A link that leads nowhere and one whose person
/// has left are alike.
///
/// # Errors
/// `not_found`.
pub async fn whose(connection: &impl ConnectionTrait, text: &str) -> Result<PersonId, ApiError> {
    use entities::person;
    let token = text
        .strip_suffix(ENDING)
        .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok())
        .ok_or_else(ApiError::not_found)?;
    let row = Entity::find()
        .filter(Column::TokenHash.eq(clock::digest(&token)))
        .one(connection)
        .await?
        .ok_or_else(ApiError::not_found)?;
    person::Entity::find_by_id(row.person_id)
        .filter(person::Column::Disabled.eq(false))
        .filter(person::Column::Kind.eq(PERSON))
        .one(connection)
        .await?
        .map(|row| PersonId(row.id))
        .ok_or_else(ApiError::not_found)
}

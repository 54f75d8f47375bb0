//! One-time links: how people choose their first password, or a new one. The secret stands behind
//! `#` in the address, so that no server or log sees it, and the database holds its digest alone.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter,
};
use shared::{
    auth::{
        LINK_HOURS,
        api::{LinkToken, LinkView, OneTimeLink, UseLink},
        check_password,
    },
    ids::PersonId,
    policy::Role,
    problem::{ErrorCode, FieldError},
    text::{NAME_MAX, email, line},
};

use crate::{
    clock,
    ctx::Guest,
    db::{Act, Database, Unit, Who},
    error::ApiError,
    http::reply::Reply,
};

use super::{session, sign_in, throttle::Counter};

fn spent() -> ApiError {
    ApiError::new(
        ErrorCode::LinkSpent,
        "This link was used before or has run out. Ask the person who sent it for a new one.",
    )
}

/// Makes a link for `person`, or for the first administrator, and takes earlier ones back.
///
/// # Errors
/// When the database or the source of randomness fails.
pub async fn make(
    unit: &Unit<'_>,
    origin: &str,
    person: Option<PersonId>,
) -> Result<OneTimeLink, ApiError> {
    use entities::one_time_link::{ActiveModel, Column, Entity};
    let earlier = match person {
        Some(person) => Column::PersonId.eq(person.0),
        None => Column::PersonId.is_null(),
    };
    Entity::delete_many()
        .filter(earlier)
        .filter(Column::UsedAt.is_null())
        .exec(unit.txn)
        .await?;
    let token = clock::secret()?;
    let expires_at = unit.now + Duration::hours(LINK_HOURS);
    ActiveModel {
        id: Set(clock::random_id()),
        token_hash: Set(clock::digest(&token)),
        person_id: Set(person.map(|person| person.0)),
        created_by_id: Set(unit.person().map(|person| person.0)),
        created_at: Set(unit.now),
        expires_at: Set(expires_at),
        used_at: Set(None),
    }
    .insert(unit.txn)
    .await?;
    Ok(OneTimeLink {
        link: format!("{origin}/welcome#{}", URL_SAFE_NO_PAD.encode(token)),
        expires_at,
    })
}

/// A link for the first administrator, when nobody has an account yet.
///
/// # Errors
/// When the database fails.
pub async fn first_administrator(
    db: &Database,
    origin: String,
) -> Result<Option<OneTimeLink>, ApiError> {
    if entities::person::Entity::find().count(&db.read).await? > 0 {
        return Ok(None);
    }
    db.unit(Who::console("serve"), move |unit| {
        Box::pin(async move {
            let link = make(unit, &origin, None).await?;
            unit.record(Act {
                act: "link.first_administrator",
                kind: "link",
                subject: clock::random_id(),
                plan: None,
                agency: None,
            });
            Ok(Some(link))
        })
    })
    .await
}

async fn live(
    connection: &impl ConnectionTrait,
    token: &str,
    now: DateTime<Utc>,
) -> Result<entities::one_time_link::Model, ApiError> {
    use entities::one_time_link::{Column, Entity};
    let bytes = URL_SAFE_NO_PAD.decode(token.trim()).map_err(|_| spent())?;
    Entity::find()
        .filter(Column::TokenHash.eq(clock::digest(&bytes)))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .one(connection)
        .await?
        .ok_or_else(spent)
}

/// What a link is for.
///
/// # Errors
/// `link_spent` when it cannot be used, `too_many` for somebody who tries many.
pub async fn view(guest: &Guest, form: &LinkToken) -> Result<LinkView, ApiError> {
    let counter = Counter::peer(&guest.peer);
    counter.check(&guest.app.db.read, guest.now).await?;
    let link = match live(&guest.app.db.read, &form.token, guest.now).await {
        Ok(link) => link,
        Err(error) => {
            guest
                .app
                .db
                .unit(guest.who(None), move |unit| {
                    Box::pin(async move {
                        unit.changes_nothing();
                        counter.failed(unit.txn, unit.now).await
                    })
                })
                .await?;
            return Err(error);
        }
    };
    let person = match link.person_id {
        Some(id) => {
            entities::person::Entity::find_by_id(id)
                .one(&guest.app.db.read)
                .await?
        }
        None => None,
    };
    let (name, email) = person.map(|person| (person.name, person.email)).unzip();
    Ok(LinkView {
        name,
        email,
        expires_at: link.expires_at,
    })
}

/// Sets a password by a link and signs in. The link for the first administrator makes the account.
///
/// # Errors
/// `link_spent`, or `invalid` by field.
pub async fn spend(guest: Guest, form: UseLink) -> Result<Reply, ApiError> {
    let link = live(&guest.app.db.read, &form.token, guest.now).await?;
    let first = match link.person_id {
        Some(_) => None,
        None => Some(first_account(&form)?),
    };
    let address = match (&first, link.person_id) {
        (Some((_, email)), _) => email.clone(),
        (None, Some(id)) => {
            entities::person::Entity::find_by_id(id)
                .one(&guest.app.db.read)
                .await?
                .filter(|person| !person.disabled)
                .ok_or_else(spent)?
                .email
        }
        (None, None) => return Err(spent()),
    };
    check_password("/password", &form.password, &address)
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let hash = guest.app.passwords.hash(form.password).await?;
    let label = session::label(&guest.headers);
    let config = std::sync::Arc::clone(&guest.app.config);
    let who = guest.who(link.person_id.map(PersonId));
    let token = form.token;
    guest
        .app
        .db
        .unit(who, move |unit| {
            Box::pin(async move {
                unit.alone("one-time links").await?;
                let link = live(unit.txn, &token, unit.now).await?;
                let known = link.person_id;
                let mut used = link.into_active_model();
                used.used_at = Set(Some(unit.now));
                used.update(unit.txn).await?;
                let person = match (known, first) {
                    (Some(id), _) => {
                        sign_in::set_password(unit, PersonId(id), hash, None).await?;
                        PersonId(id)
                    }
                    (None, Some((name, email))) => make_first(unit, name, email, hash).await?,
                    (None, None) => return Err(spent()),
                };
                unit.record(Act {
                    act: "link.use",
                    kind: "person",
                    subject: person.0,
                    plan: None,
                    agency: None,
                });
                sign_in::start(unit, &config, person, label).await
            })
        })
        .await
}

fn first_account(form: &UseLink) -> Result<(String, String), ApiError> {
    let name = line(
        "/name",
        "your name",
        form.name.as_deref().unwrap_or_default(),
        NAME_MAX,
    );
    let address = email("/email", form.email.as_deref().unwrap_or_default());
    match (name, address) {
        (Ok(name), Ok(address)) => Ok((name, address)),
        (name, address) => {
            let faults: Vec<FieldError> =
                [name.err(), address.err()].into_iter().flatten().collect();
            Err(ApiError::invalid(faults))
        }
    }
}

async fn make_first(
    unit: &mut Unit<'_>,
    name: String,
    email: String,
    hash: String,
) -> Result<PersonId, ApiError> {
    if entities::person::Entity::find().count(unit.txn).await? > 0 {
        return Err(spent());
    }
    let person = PersonId(clock::ordered_id());
    entities::person::ActiveModel {
        id: Set(person.0),
        name: Set(name),
        email: Set(email),
        password_hash: Set(Some(hash)),
        disabled: Set(false),
        last_signed_in_at: Set(None),
        created_at: Set(unit.now),
        version: Set(1),
        kind: Set(super::PERSON.to_owned()),
    }
    .insert(unit.txn)
    .await?;
    entities::person_grant::ActiveModel {
        id: Set(clock::ordered_id()),
        person_id: Set(person.0),
        role: Set(Role::Administrator.code().to_owned()),
        agency_id: Set(None),
        plan_id: Set(None),
        sort: Set(0),
        starts_on: Set(None),
        ends_on: Set(None),
    }
    .insert(unit.txn)
    .await?;
    Ok(person)
}

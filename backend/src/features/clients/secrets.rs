//! The secrets of API clients: random, shown once, kept as a digest.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter,
    QueryOrder, sea_query::Expr,
};
use shared::{
    clients::{
        api::{MadeSecret, NewSecret},
        check_overlap,
    },
    ids::ClientId,
    policy::RefusalCode,
};

use crate::{
    clock,
    db::Unit,
    error::{ApiError, permit},
};

use super::{
    change,
    read::{self, live_at},
};

use entities::client_secret::{ActiveModel, Column, Entity};

/// By which scanners know one that was published by mistake.
const MARK: &str = "tlcs_";

/// Makes a secret. The one before stays until `previous_ends_at`; those before that one end now,
/// so that two at most are live.
///
/// # Errors
/// When the database or the source of randomness fails.
pub async fn add(
    unit: &Unit<'_>,
    client: ClientId,
    previous_ends_at: DateTime<Utc>,
) -> Result<MadeSecret, ApiError> {
    let live = Entity::find()
        .filter(Column::ClientId.eq(client.0))
        .filter(live_at(unit.now))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .all(unit.txn)
        .await?;
    let ends = |only: Condition, at: DateTime<Utc>| {
        Entity::update_many()
            .col_expr(Column::EndsAt, Expr::value(at))
            .filter(Column::ClientId.eq(client.0))
            .filter(live_at(unit.now))
            .filter(only)
            .exec(unit.txn)
    };
    let previous = live.first().map(|row| row.id);
    if let Some(previous) = previous {
        ends(Condition::all().add(Column::Id.ne(previous)), unit.now).await?;
        ends(
            Condition::all().add(Column::Id.eq(previous)),
            previous_ends_at,
        )
        .await?;
    }
    let secret = format!("{MARK}{}", URL_SAFE_NO_PAD.encode(clock::secret()?));
    let ending: String = secret
        .chars()
        .skip(secret.chars().count().saturating_sub(4))
        .collect();
    ActiveModel {
        id: Set(clock::ordered_id()),
        client_id: Set(client.0),
        hash: Set(clock::digest(secret.as_bytes())),
        ending: Set(ending),
        created_at: Set(unit.now),
        ends_at: Set(None),
    }
    .insert(unit.txn)
    .await?;
    Ok(MadeSecret {
        client_id: client,
        client_secret: secret,
        previous_ends_at: previous.map(|_| previous_ends_at),
    })
}

/// Makes a new secret for whoever may: the agency's lead, an administrator, the client itself.
///
/// # Errors
/// `not_found`, `forbidden`, `wrong_state` for a disabled client, `invalid` at
/// `/previous_ends_at`.
pub async fn rotate(
    unit: &mut Unit<'_>,
    client: ClientId,
    form: NewSecret,
) -> Result<MadeSecret, ApiError> {
    unit.alone("api clients").await?;
    let actor = unit.actor()?;
    let known = read::one(unit.txn, actor, unit.scope()?, client).await?;
    permit(known.decide_secret(actor))?;
    if known.account.disabled {
        return Err(ApiError::wrong_state(RefusalCode::ClientDisabled));
    }
    let ends_at = check_overlap(form.previous_ends_at, unit.now)
        .map_err(|fault| ApiError::invalid(vec![fault]))?;
    let made = add(unit, client, ends_at).await?;
    change::record(unit, "client.secret", client, known.agency);
    Ok(made)
}

//! The keys that sign access tokens. One signs; the next one is published before it does, so that
//! whoever keeps a copy of the key set knows it in time; the one before stays until its last token
//! has run out.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::EncodingKey;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    QueryFilter, QueryOrder,
};
use serde_json::{Value, json};
use shared::clients::{LEEWAY_SECONDS, TOKEN_SECONDS};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    clock,
    db::{Act, Database, Unit, Who},
    error::ApiError,
    vault::Vault,
};

use super::provider;

use entities::signing_key::{ActiveModel, Column, Entity, Model};

/// After how long another key signs.
const AGE: Duration = Duration::days(90);
/// How often the age is looked at.
const EVERY: std::time::Duration = std::time::Duration::from_secs(3600);
/// What the vault locks them for.
const PURPOSE: &str = "signing key";

/// How long the tokens of a key that has been replaced are still good.
fn last_tokens() -> Duration {
    Duration::seconds(TOKEN_SECONDS + LEEWAY_SECONDS)
}

/// The key that signs now.
#[derive(Debug)]
pub struct Signing {
    /// Its name.
    pub kid: Uuid,
    /// The key itself.
    pub key: EncodingKey,
}

async fn signs(connection: &impl ConnectionTrait) -> Result<Option<Model>, ApiError> {
    Ok(Entity::find()
        .filter(Column::SignsFrom.is_not_null())
        .filter(Column::RetiredAt.is_null())
        .order_by_desc(Column::SignsFrom)
        .one(connection)
        .await?)
}

/// The key that signs now, which is made on first use.
///
/// # Errors
/// When the database fails or the key was locked by another vault.
pub async fn current(db: &Database, vault: &Vault) -> Result<Signing, ApiError> {
    let row = match signs(&db.read).await? {
        Some(row) => row,
        None => first(db, vault).await?,
    };
    let seed = vault.open(PURPOSE, row.id, &row.sealed)?;
    Ok(Signing {
        kid: row.id,
        key: EncodingKey::from_ed_der(&seed),
    })
}

async fn first(db: &Database, vault: &Vault) -> Result<Model, ApiError> {
    let vault = vault.clone();
    db.unit(Who::console("keys"), move |unit| {
        Box::pin(async move {
            unit.alone("signing keys").await?;
            if let Some(row) = signs(unit.txn).await? {
                unit.changes_nothing();
                return Ok(row);
            }
            rotate(unit, &vault, Rotation::Ordinary).await?;
            signs(unit.txn)
                .await?
                .ok_or(ApiError::Lost("no signing key after one was made"))
        })
    })
    .await
}

/// The public half of the key that is named `kid`, where tokens that it signed may be good.
///
/// # Errors
/// When the database fails.
pub async fn public(
    connection: &impl ConnectionTrait,
    kid: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<Vec<u8>>, ApiError> {
    Ok(Entity::find_by_id(kid)
        .filter(Column::SignsFrom.is_not_null())
        .filter(known_at(now))
        .one(connection)
        .await?
        .map(|row| row.public))
}

fn known_at(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(Column::RetiredAt.is_null())
        .add(Column::RetiredAt.gt(now - last_tokens()))
}

/// The key set (RFC 7517): the key that signs, the next one, and the one before while its tokens
/// last.
///
/// # Errors
/// When the database fails.
pub async fn key_set(
    connection: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Value, ApiError> {
    let rows = Entity::find()
        .filter(known_at(now))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .all(connection)
        .await?;
    let keys: Vec<Value> = rows
        .into_iter()
        .map(|row| {
            json!({
                "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig",
                "kid": row.id, "x": URL_SAFE_NO_PAD.encode(row.public),
            })
        })
        .collect();
    Ok(json!({ "keys": keys }))
}

/// Why the keys are changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// It is time: the tokens that are out stay good.
    Ordinary,
    /// A key may be in other hands: every token that is out is dead.
    Revoking,
}

/// Lets the next key sign and makes another one to follow it.
///
/// # Errors
/// When the database or the source of randomness fails.
pub async fn rotate(unit: &mut Unit<'_>, vault: &Vault, why: Rotation) -> Result<(), ApiError> {
    unit.alone("signing keys").await?;
    let next = match why {
        Rotation::Ordinary => {
            Entity::find()
                .filter(Column::SignsFrom.is_null())
                .one(unit.txn)
                .await?
        }
        Rotation::Revoking => {
            Entity::delete_many().exec(unit.txn).await?;
            None
        }
    };
    Entity::update_many()
        .col_expr(Column::RetiredAt, sea_orm::sea_query::Expr::value(unit.now))
        .filter(Column::SignsFrom.is_not_null())
        .filter(Column::RetiredAt.is_null())
        .exec(unit.txn)
        .await?;
    Entity::delete_many()
        .filter(Column::RetiredAt.lt(unit.now - last_tokens()))
        .exec(unit.txn)
        .await?;
    let signs = match next {
        Some(next) => {
            let id = next.id;
            let mut next: ActiveModel = next.into();
            next.signs_from = Set(Some(unit.now));
            next.update(unit.txn).await?;
            id
        }
        None => make(unit, vault, Some(unit.now)).await?,
    };
    make(unit, vault, None).await?;
    unit.record(Act {
        act: match why {
            Rotation::Ordinary => "key.rotate",
            Rotation::Revoking => "key.revoke",
        },
        kind: "key",
        subject: signs,
        plan: None,
        agency: None,
    });
    Ok(())
}

async fn make(
    unit: &Unit<'_>,
    vault: &Vault,
    signs_from: Option<DateTime<Utc>>,
) -> Result<Uuid, ApiError> {
    let id = clock::random_id();
    let seed = clock::secret()?;
    ActiveModel {
        id: Set(id),
        public: Set(provider::public_half(&seed)?),
        sealed: Set(vault.seal(PURPOSE, id, &seed)?),
        created_at: Set(unit.now),
        signs_from: Set(signs_from),
        retired_at: Set(None),
    }
    .insert(unit.txn)
    .await?;
    Ok(id)
}

/// Changes the keys at once.
///
/// # Errors
/// As [`rotate`].
pub async fn rotate_now(db: &Database, vault: &Vault, why: Rotation) -> Result<(), ApiError> {
    let vault = vault.clone();
    db.unit(Who::console("keys rotate"), move |unit| {
        Box::pin(async move { rotate(unit, &vault, why).await })
    })
    .await
}

/// Changes the keys when the one that signs has grown old. Of several processes one does.
///
/// # Errors
/// As [`rotate`].
pub async fn rotate_by_age(db: &Database, vault: &Vault) -> Result<(), ApiError> {
    let vault = vault.clone();
    db.unit(Who::console("keys"), move |unit| {
        Box::pin(async move {
            unit.alone("signing keys").await?;
            let old = signs(unit.txn)
                .await?
                .and_then(|row| row.signs_from)
                .is_some_and(|from| unit.now - from >= AGE);
            if old {
                rotate(unit, &vault, Rotation::Ordinary).await
            } else {
                unit.changes_nothing();
                Ok(())
            }
        })
    })
    .await
}

/// Looks after the keys' age until `stop` is cancelled.
pub fn start(db: Database, vault: Vault, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            if let Err(error) = rotate_by_age(&db, &vault).await {
                tracing::warn!(%error, "the signing keys' age was not looked at; the next hour tries again");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    })
}

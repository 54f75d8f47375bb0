//! The public keys with which a client signs assertions.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    clients::{
        api::{ClientView, PublicKey, SetKeys},
        check_keys,
    },
    ids::ClientId,
    problem::{FieldCode, FieldError},
};

use crate::{clock, db::Unit, error::ApiError};

use super::change;

use entities::{api_client, client_key};

/// Sets all keys of a client. A key that stays keeps the day on which it came.
///
/// # Errors
/// `stale`, `forbidden`, or `invalid` by field.
pub async fn set(
    unit: &mut Unit<'_>,
    client: ClientId,
    version: i32,
    form: SetKeys,
) -> Result<ClientView, ApiError> {
    use client_key::{ActiveModel, Column, Entity};
    let known = change::claimed(unit, client, version).await?;
    let algorithms = check_keys(&form.keys).map_err(ApiError::invalid)?;
    let faults: Vec<FieldError> = form
        .keys
        .iter()
        .enumerate()
        .filter_map(|(at, key)| bent(key).map(|field| (at, field)))
        .map(|(at, field)| {
            FieldError::new(
                format!("/keys/{at}/{field}"),
                FieldCode::WrongType,
                "Write 32 bytes in base64url without padding",
            )
        })
        .collect();
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    let before: HashMap<String, client_key::Model> = Entity::find()
        .filter(Column::ClientId.eq(client.0))
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|row| (row.kid.clone(), row))
        .collect();
    Entity::delete_many()
        .filter(Column::ClientId.eq(client.0))
        .exec(unit.txn)
        .await?;
    for (key, algorithm) in form.keys.into_iter().zip(algorithms) {
        let kid = key.kid.clone();
        let jwk = serde_json::to_value(key)?;
        let since = before
            .get(&kid)
            .filter(|row| row.jwk == jwk)
            .map_or(unit.now, |row| row.created_at);
        ActiveModel {
            id: Set(clock::ordered_id()),
            client_id: Set(client.0),
            kid: Set(kid),
            algorithm: Set(algorithm.code().to_owned()),
            jwk: Set(jwk),
            created_at: Set(since),
        }
        .insert(unit.txn)
        .await?;
    }
    let mut next: api_client::ActiveModel = known.row.into();
    next.version = Set(version + 1);
    next.update(unit.txn).await?;
    change::record(unit, "client.keys", client, known.agency);
    change::view(unit, client).await
}

/// The coordinate that looks like base64url but is not 32 bytes of it.
fn bent(key: &PublicKey) -> Option<&'static str> {
    let fits = |text: &str| {
        URL_SAFE_NO_PAD
            .decode(text)
            .is_ok_and(|bytes| bytes.len() == 32)
    };
    if !fits(&key.x) {
        Some("x")
    } else if key.y.as_deref().is_some_and(|y| !fits(y)) {
        Some("y")
    } else {
        None
    }
}

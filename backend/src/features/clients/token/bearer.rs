//! A request that carries an access token: who calls, with the rights that the client has now.

use axum::http::{HeaderMap, header};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, EntityTrait};
use shared::{
    auth::TokenScope,
    ids::PersonId,
    policy::{Actor, Scope},
    problem::ErrorCode,
};

use crate::{
    clock,
    error::ApiError,
    features::auth::{PROGRAM, session},
    state::App,
};

use super::access::{self, Bearer};

/// A program that calls.
#[derive(Clone, Debug)]
pub struct Program {
    /// The program, its role, and what its token is narrowed to.
    pub actor: Actor,
    /// What its queries reach.
    pub scope: Scope,
    bearer: Bearer,
}

/// The token of a request, where it carries one. Other schemes are for whoever stands in front.
///
/// # Errors
/// `bad_token` where there are several, or one that is no text.
pub fn token(headers: &HeaderMap) -> Result<Option<&str>, ApiError> {
    let mut found = None;
    for value in headers.get_all(header::AUTHORIZATION) {
        let bytes = value.as_bytes();
        let is_bearer = bytes.split_at_checked(6).is_some_and(|(scheme, rest)| {
            scheme.eq_ignore_ascii_case(b"bearer") && matches!(rest.first(), None | Some(b' '))
        });
        if !is_bearer {
            continue;
        }
        let text = value
            .to_str()
            .ok()
            .and_then(|text| text.get(7..))
            .ok_or_else(bad)?;
        if found.replace(text).is_some() {
            return Err(bad());
        }
    }
    Ok(found)
}

/// Whether a request carries a token, good or bad. What a browser sends of its own accord never
/// does.
pub fn is_carried(headers: &HeaderMap) -> bool {
    !matches!(token(headers), Ok(None))
}

fn bad() -> ApiError {
    ApiError::new(
        ErrorCode::BadToken,
        "Fetch a new access token from /oauth/token and send it as Authorization: Bearer TOKEN. A token is good for ten minutes, and no longer once its API client is disabled.",
    )
    .challenge("Bearer error=\"invalid_token\"")
}

/// The program that calls with `token`.
///
/// # Errors
/// `bad_token`.
pub async fn program(app: &App, token: &str, now: DateTime<Utc>) -> Result<Program, ApiError> {
    match access::verify(&app.db.read, &app.config.issuer, token, now).await? {
        Ok(bearer) => known(&app.db.read, bearer).await,
        Err(fault) => {
            tracing::info!(fault, "an access token was refused");
            Err(bad())
        }
    }
}

impl Program {
    /// The same program, read again inside a transaction: rights that were taken away meanwhile
    /// are gone.
    ///
    /// # Errors
    /// `bad_token` where it has been disabled.
    pub async fn again(&self, connection: &impl ConnectionTrait) -> Result<Self, ApiError> {
        known(connection, self.bearer.clone()).await
    }

    /// The scopes that both the token and the client have now.
    pub fn scopes(&self) -> &[TokenScope] {
        self.actor.scopes.as_deref().unwrap_or_default()
    }
}

async fn known(connection: &impl ConnectionTrait, bearer: Bearer) -> Result<Program, ApiError> {
    let id = bearer.client.0;
    let person = entities::person::Entity::find_by_id(id)
        .one(connection)
        .await?;
    let client = entities::api_client::Entity::find_by_id(id)
        .one(connection)
        .await?;
    let (Some(person), Some(client)) = (person, client) else {
        return Err(bad());
    };
    if person.disabled || person.kind != PROGRAM {
        return Err(bad());
    }
    let given = super::super::read::scopes(&client.scopes);
    let mut actor =
        session::actor(connection, PersonId(id), clock::london_day(clock::now())).await?;
    actor.scopes = Some(
        bearer
            .scopes
            .iter()
            .copied()
            .filter(|scope| given.contains(scope))
            .collect(),
    );
    let (actor, scope) = session::rights(connection, actor).await?;
    Ok(Program {
        actor,
        scope,
        bearer,
    })
}

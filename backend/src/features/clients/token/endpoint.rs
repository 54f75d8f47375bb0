//! `POST /oauth/token`: the client credentials grant of OAuth 2.0.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use chrono::DateTime;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter,
};
use serde_json::json;
use shared::{
    auth::TokenScope,
    clients::{LEEWAY_SECONDS, TOKEN_SECONDS},
    ids::{ClientId, PersonId},
    problem::ErrorCode,
};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::{
    clock,
    ctx::Guest,
    db::Act,
    error::ApiError,
    features::{auth::throttle::Counter, clients::read},
};

use super::{
    access, assertion,
    form::{Form, Reason, Refused, basic},
    known::token_address,
    signing,
};

/// Where tokens are fetched.
pub const PATH: &str = "/oauth/token";

/// The client that asks, and the assertion by which it showed who it is, if it did so by one.
struct Shown {
    client: ClientId,
    assertion: Option<assertion::Good>,
}

/// Gives a token.
pub async fn token(guest: Guest, body: Bytes) -> Response {
    match give(guest, &body).await {
        Ok(response) => response,
        Err(refused) => refused.into_response(),
    }
}

async fn give(guest: Guest, body: &[u8]) -> Result<Response, Refused> {
    let form = Form::read(&guest.headers, body)?;
    match form.grant_type.as_deref() {
        Some("client_credentials") => {}
        Some(_) => {
            return Err(Refused::new(
                Reason::GrantType,
                "Send grant_type=client_credentials. Tokens are given in no other way.",
            ));
        }
        None => {
            return Err(Refused::new(
                Reason::Request,
                "Send grant_type=client_credentials.",
            ));
        }
    }
    let shown = authenticate(&guest, &form).await?;
    let id = shown.client.0;
    let client = entities::api_client::Entity::find_by_id(id)
        .one(&guest.app.db.read)
        .await
        .map_err(ApiError::from)?
        .ok_or_else(stranger)?;
    let scopes = narrowed(&form, &read::scopes(&client.scopes))?;
    let agency = read::agency_of(&guest.app.db.read, shown.client).await?;
    let signing = signing::current(&guest.app.db, &guest.app.vault).await?;
    let token = access::issue(
        &guest.app.config.issuer,
        &signing,
        shown.client,
        &scopes,
        guest.now,
    )?;
    let app = guest.app.clone();
    app.db
        .unit(guest.who(Some(PersonId(id))), move |unit| {
            Box::pin(async move {
                if let Some(assertion) = shown.assertion {
                    spend(unit, shown.client, &assertion).await?;
                }
                entities::api_client::ActiveModel {
                    id: Set(id),
                    last_token_at: Set(Some(unit.now)),
                    ..Default::default()
                }
                .update(unit.txn)
                .await?;
                unit.record(Act {
                    act: "client.token",
                    kind: "client",
                    subject: id,
                    plan: None,
                    agency,
                });
                Ok(())
            })
        })
        .await
        .map_err(|error| match error.code() {
            ErrorCode::BadToken => Refused::new(
                Reason::Client,
                "This assertion has been used. Make a new one, with a jti of its own, for each token.",
            ),
            _ => error.into(),
        })?;
    let answer = json!({
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "scope": TokenScope::write_list(&scopes),
    });
    let mut response = axum::Json(answer).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Notes that an assertion was used. The row's key refuses a second time, in whichever process.
async fn spend(
    unit: &crate::db::Unit<'_>,
    client: ClientId,
    assertion: &assertion::Good,
) -> Result<(), ApiError> {
    let ends_at = DateTime::from_timestamp(assertion.ends.saturating_add(2 * LEEWAY_SECONDS), 0)
        .ok_or(ApiError::Lost("an assertion without an end"))?;
    let spent = entities::spent_assertion::ActiveModel {
        client_id: Set(client.0),
        jti_hash: Set(clock::digest(assertion.jti.as_bytes())),
        ends_at: Set(ends_at),
    };
    entities::spent_assertion::Entity::insert(spent)
        .exec_without_returning(unit.txn)
        .await
        .map(|_| ())
        .map_err(|error| match ApiError::from(error) {
            error if error.is_duplicate() => {
                ApiError::new(ErrorCode::BadToken, "This assertion has been used.")
            }
            error => error,
        })
}

/// The scopes that are asked for, all of them the client's; without a word all that it has.
fn narrowed(form: &Form, given: &[TokenScope]) -> Result<Vec<TokenScope>, Refused> {
    let Some(asked) = &form.scope else {
        return Ok(given.to_vec());
    };
    let words: Vec<&str> = given.iter().map(|scope| scope.code()).collect();
    let have = words.join(", ");
    let asked = TokenScope::read_list(asked).map_err(|word| {
        // What is sent back is plain: a header or a log cannot be bent by it.
        let word: String = word
            .chars()
            .filter(char::is_ascii_graphic)
            .take(40)
            .collect();
        Refused::new(
            Reason::Scope,
            format!("There is no scope {word}. This client has {have}."),
        )
    })?;
    if asked.is_empty() {
        return Ok(given.to_vec());
    }
    match asked.iter().find(|scope| !given.contains(scope)) {
        None => Ok(asked),
        Some(scope) => Err(Refused::new(
            Reason::Scope,
            format!(
                "This client does not have the scope {}. It has {have}.",
                scope.code()
            ),
        )),
    }
}

fn stranger() -> Refused {
    Refused::new(
        Reason::Client,
        "The client is not known or is disabled, or the secret is not right.",
    )
}

async fn authenticate(guest: &Guest, form: &Form) -> Result<Shown, Refused> {
    let basic = basic(&guest.headers)?;
    if form.client_secret.is_some() {
        return Err(Refused::new(
            Reason::Request,
            "Send the secret in the header Authorization: Basic, not in the form.",
        ));
    }
    let (named, proof) = match (basic, &form.client_assertion) {
        (Some(_), Some(_)) => {
            return Err(Refused::new(
                Reason::Request,
                "Show who you are once: by the secret, or by an assertion.",
            ));
        }
        (None, None) => {
            return Err(Refused::new(
                Reason::Client,
                "Show who you are: by Authorization: Basic with the client's id and secret, or by a signed client_assertion.",
            ));
        }
        (Some((id, secret)), None) => (Uuid::parse_str(&id).ok(), Proof::Secret(secret)),
        (None, Some(assertion)) => {
            if form.client_assertion_type.as_deref() != Some(assertion::KIND) {
                return Err(Refused::new(
                    Reason::Request,
                    format!("Send client_assertion_type={}.", assertion::KIND),
                ));
            }
            let named = form.client_id.as_deref().map(Uuid::parse_str);
            (named.and_then(Result::ok), Proof::Assertion(assertion))
        }
    };
    if form
        .client_id
        .as_deref()
        .is_some_and(|id| named.is_none_or(|named| named.to_string() != id))
    {
        return Err(Refused::new(
            Reason::Request,
            "client_id must be the id of the client that shows who it is, or be left out.",
        ));
    }
    // Clients behind one proxy have one address, so that each is counted by itself.
    let counter = Counter::client(&match named {
        Some(id) => format!("{id} {}", guest.peer),
        None => guest.peer.clone(),
    });
    wait(&counter, guest).await?;
    let shown = match proof {
        Proof::Secret(secret) => by_secret(guest, named, &secret).await,
        Proof::Assertion(text) => by_assertion(guest, named, text).await,
    };
    if let Err(Refused {
        reason: Reason::Client,
        ..
    }) = &shown
    {
        let who = guest.who(None);
        guest
            .app
            .db
            .unit(who, move |unit| {
                Box::pin(async move {
                    unit.changes_nothing();
                    unit.alone("throttle").await?;
                    counter.failed(unit.txn, unit.now).await
                })
            })
            .await?;
    }
    shown
}

enum Proof<'a> {
    Secret(String),
    Assertion(&'a str),
}

async fn wait(counter: &Counter, guest: &Guest) -> Result<(), Refused> {
    match counter.check(&guest.app.db.read, guest.now).await {
        Err(error) if error.code() == ErrorCode::TooMany => Err(Refused::new(
            Reason::Wait(error.seconds_to_wait().unwrap_or(1)),
            "Too many failures. Wait as Retry-After says, and check the client's secret or key.",
        )),
        other => Ok(other?),
    }
}

/// Whether `client` is one that may fetch tokens.
async fn enabled(guest: &Guest, client: Uuid) -> Result<bool, ApiError> {
    Ok(entities::person::Entity::find_by_id(client)
        .filter(entities::person::Column::Kind.eq(crate::features::auth::PROGRAM))
        .filter(entities::person::Column::Disabled.eq(false))
        .one(&guest.app.db.read)
        .await?
        .is_some())
}

async fn by_secret(guest: &Guest, named: Option<Uuid>, secret: &str) -> Result<Shown, Refused> {
    use entities::client_secret::{Column, Entity};
    let id = named.ok_or_else(stranger)?;
    let live = Condition::any()
        .add(Column::EndsAt.is_null())
        .add(Column::EndsAt.gt(guest.now));
    let rows = Entity::find()
        .filter(Column::ClientId.eq(id))
        .filter(live)
        .all(&guest.app.db.read)
        .await
        .map_err(ApiError::from)?;
    let digest = clock::digest(secret.as_bytes());
    let fits = rows.iter().fold(subtle::Choice::from(0), |found, row| {
        found | row.hash.as_slice().ct_eq(&digest)
    });
    if !bool::from(fits) || !enabled(guest, id).await? {
        return Err(stranger());
    }
    Ok(Shown {
        client: ClientId(id),
        assertion: None,
    })
}

async fn by_assertion(guest: &Guest, named: Option<Uuid>, text: &str) -> Result<Shown, Refused> {
    let issuer = &guest.app.config.issuer;
    let audiences = [issuer.clone(), token_address(issuer)];
    let now = guest.now.timestamp();
    let good = assertion::verify(&guest.app.db.read, &audiences, text, now)
        .await?
        .map_err(|detail| Refused::new(Reason::Client, detail))?;
    if named.is_some_and(|named| named != good.client.0) || !enabled(guest, good.client.0).await? {
        return Err(stranger());
    }
    Ok(Shown {
        client: good.client,
        assertion: Some(good),
    })
}

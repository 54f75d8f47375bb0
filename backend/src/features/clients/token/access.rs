//! Issuing an access token and telling whether one is good.

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode, encode};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use shared::{
    auth::TokenScope,
    clients::{LEEWAY_SECONDS, TOKEN_SECONDS},
    ids::ClientId,
};
use uuid::Uuid;

use crate::{clock, error::ApiError};

use super::{
    provider,
    signing::{self, Signing},
    strict,
};

/// The kind of token (RFC 9068).
const KIND: &str = "at+jwt";

/// What a token says. Nothing more: one with a claim that is not here is not one of ours.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    sub: String,
    aud: String,
    exp: i64,
    iat: i64,
    jti: Uuid,
    client_id: String,
    scope: String,
}

/// Who calls with a good token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// The API client.
    pub client: ClientId,
    /// What the token is narrowed to.
    pub scopes: Vec<TokenScope>,
}

/// For whom the tokens are: the interface below `issuer`.
pub fn audience(issuer: &str) -> String {
    format!("{issuer}/api/v1")
}

/// A token for `client`, narrowed to `scopes`.
///
/// # Errors
/// When it cannot be signed.
pub fn issue(
    issuer: &str,
    signing: &Signing,
    client: ClientId,
    scopes: &[TokenScope],
    now: DateTime<Utc>,
) -> Result<String, ApiError> {
    provider::install();
    let claims = Claims {
        iss: issuer.to_owned(),
        sub: client.to_string(),
        aud: audience(issuer),
        exp: now.timestamp() + TOKEN_SECONDS,
        iat: now.timestamp(),
        jti: clock::random_id(),
        client_id: client.to_string(),
        scope: TokenScope::write_list(scopes),
    };
    let mut header = Header::new(Algorithm::EdDSA);
    header.typ = Some(KIND.to_owned());
    header.kid = Some(signing.kid.to_string());
    encode(&header, &claims, &signing.key)
        .map_err(|_| ApiError::Lost("an access token could not be signed"))
}

/// Who calls with `token`, if it is good at `now`. The reason why not is for the log: a caller who
/// shows a bad token learns that it is bad.
///
/// # Errors
/// When the database fails; a bad token is an inner error.
pub async fn verify(
    connection: &impl ConnectionTrait,
    issuer: &str,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Result<Bearer, &'static str>, ApiError> {
    let (head, claims) = match strict::read::<Claims>(token) {
        Ok(read) => read,
        Err(fault) => return Ok(Err(fault)),
    };
    if head.alg != "EdDSA" || head.typ.as_deref() != Some(KIND) {
        return Ok(Err("it is of another kind"));
    }
    let Some(kid) = plain_id(&head.kid) else {
        return Ok(Err("its key is not one of ours"));
    };
    let Some(public) = signing::public(connection, kid, now).await? else {
        return Ok(Err("its key is not one of ours"));
    };
    Ok(check(issuer, token, &public, claims, now.timestamp()))
}

fn check(
    issuer: &str,
    token: &str,
    public: &[u8],
    claims: Claims,
    now: i64,
) -> Result<Bearer, &'static str> {
    provider::install();
    let mut rules = Validation::new(Algorithm::EdDSA);
    // The library takes a token without these unless they are named.
    rules.set_required_spec_claims(&["iss", "aud", "exp", "sub"]);
    rules.set_issuer(&[issuer]);
    rules.set_audience(&[audience(issuer)]);
    // Times are judged below, by the clock of the request.
    rules.validate_exp = false;
    decode::<Claims>(token, &DecodingKey::from_ed_der(public), &rules)
        .map_err(|_| "its signature, issuer or audience is not right")?;
    if now > claims.exp.saturating_add(LEEWAY_SECONDS) {
        return Err("it has run out");
    }
    if claims.iat > now.saturating_add(LEEWAY_SECONDS)
        || claims.exp.saturating_sub(claims.iat) != TOKEN_SECONDS
    {
        return Err("its times are not ones that we give");
    }
    let client = plain_id(&claims.client_id)
        .filter(|_| claims.client_id == claims.sub)
        .ok_or("it names no client")?;
    let scopes = TokenScope::read_list(&claims.scope).map_err(|_| "it names an unknown scope")?;
    Ok(Bearer {
        client: ClientId(client),
        scopes,
    })
}

/// An id as we write it: one with capitals or braces is not ours.
fn plain_id(text: &str) -> Option<Uuid> {
    Uuid::parse_str(text)
        .ok()
        .filter(|id| id.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUER: &str = "https://plan.example.org";

    #[test]
    fn five_seconds_between_clocks_are_borne_and_a_sixth_is_not() {
        let seed = [7; 32];
        let public = provider::public_half(&seed).unwrap();
        let signing = Signing {
            kid: Uuid::from_u128(1),
            key: jsonwebtoken::EncodingKey::from_ed_der(&seed),
        };
        let made: DateTime<Utc> = "2026-11-22T10:00:00Z".parse().unwrap();
        let client = ClientId(Uuid::from_u128(2));
        let scopes = [TokenScope::PlansRead];
        let token = issue(ISSUER, &signing, client, &scopes, made).unwrap();
        let at = |issuer: &str, seconds: i64| {
            let (_, claims) = strict::read::<Claims>(&token).unwrap();
            check(issuer, &token, &public, claims, made.timestamp() + seconds)
        };
        for good in [-5, 0, 600, 605] {
            assert!(at(ISSUER, good).is_ok(), "{good} seconds after");
        }
        for bad in [-6, 606, 86_400] {
            assert!(at(ISSUER, bad).is_err(), "{bad} seconds after");
        }
        assert!(at("https://other.example.org", 0).is_err());
    }
}

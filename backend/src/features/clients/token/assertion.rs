//! A client that shows who it is by signing a statement with a key of its own (`private_key_jwt`,
//! RFC 7523): good for five minutes at most, and once.

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::Deserialize;
use shared::{
    clients::{ASSERTION_SECONDS, KeyAlgorithm, LEEWAY_SECONDS, api::PublicKey},
    ids::ClientId,
};
use uuid::Uuid;

use crate::error::ApiError;

use super::{provider, strict};

/// The only kind of assertion.
pub const KIND: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// Longest name of an assertion, in bytes.
const JTI_MAX: usize = 200;

/// What an assertion has to say. It may say more.
#[derive(Debug, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    #[serde(rename = "aud")]
    _aud: Audience,
    exp: i64,
    jti: String,
    nbf: Option<i64>,
    iat: Option<i64>,
}

/// One audience, alone or as a list of one: an assertion for several services could be used at
/// another one.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    Word(#[expect(dead_code, reason = "compared by the library")] String),
    List(#[expect(dead_code, reason = "compared by the library")] [String; 1]),
}

/// An assertion that is good.
#[derive(Debug)]
pub struct Good {
    /// Who made it.
    pub client: ClientId,
    /// Its name, by which it is known when it comes again.
    pub jti: String,
    /// When it ends, in seconds since 1970.
    pub ends: i64,
}

/// What anybody learns who is not the client.
const STRANGER: &str =
    "The client is not known, or the assertion is not signed with one of its keys.";

/// Reads and checks an assertion at `now`, in seconds since 1970. `audiences` are the addresses
/// that mean us.
///
/// # Errors
/// When the database fails; what is wrong with the assertion is an inner error.
pub async fn verify(
    connection: &impl ConnectionTrait,
    audiences: &[String],
    assertion: &str,
    now: i64,
) -> Result<Result<Good, String>, ApiError> {
    let (head, claims) = match strict::read::<Claims>(assertion) {
        Ok(read) => read,
        Err(fault) => return Ok(Err(format!("The assertion cannot be used: {fault}."))),
    };
    if !matches!(
        head.typ.as_deref(),
        None | Some("JWT" | "client-authentication+jwt")
    ) {
        return Ok(Err(
            "The assertion is of another kind: leave out typ, or say JWT.".to_owned(),
        ));
    }
    let client = Uuid::parse_str(&claims.iss)
        .ok()
        .filter(|id| id.to_string() == claims.iss && claims.sub == claims.iss);
    let Some(client) = client else {
        return Ok(Err(
            "The assertion must name the client's id as iss and as sub.".to_owned(),
        ));
    };
    use entities::client_key::{Column, Entity};
    let key = Entity::find()
        .filter(Column::ClientId.eq(client))
        .filter(Column::Kid.eq(&head.kid))
        .one(connection)
        .await?;
    let Some(key) = key.filter(|key| key.algorithm == head.alg) else {
        return Ok(Err(STRANGER.to_owned()));
    };
    let public: PublicKey = serde_json::from_value(key.jwk)?;
    Ok(signed(assertion, &public, &head.alg, audiences, &claims)
        .and_then(|()| timely(&claims, now))
        .map(|()| Good {
            client: ClientId(client),
            jti: claims.jti,
            ends: claims.exp,
        })
        .map_err(str::to_owned))
}

fn signed(
    assertion: &str,
    public: &PublicKey,
    algorithm: &str,
    audiences: &[String],
    claims: &Claims,
) -> Result<(), &'static str> {
    provider::install();
    let (algorithm, key) = match KeyAlgorithm::from_code(algorithm) {
        Some(KeyAlgorithm::EdDsa) => (Algorithm::EdDSA, DecodingKey::from_ed_components(&public.x)),
        Some(KeyAlgorithm::Es256) => (
            Algorithm::ES256,
            DecodingKey::from_ec_components(&public.x, public.y.as_deref().unwrap_or_default()),
        ),
        None => return Err(STRANGER),
    };
    let key = key.map_err(|_| STRANGER)?;
    let mut rules = Validation::new(algorithm);
    rules.set_required_spec_claims(&["iss", "sub", "aud", "exp"]);
    rules.set_issuer(&[&claims.iss]);
    rules.set_audience(audiences);
    // Times are judged by the clock of the request.
    rules.validate_exp = false;
    decode::<serde_json::Value>(assertion, &key, &rules)
        .map(|_| ())
        .map_err(|error| match error.kind() {
            jsonwebtoken::errors::ErrorKind::InvalidAudience => {
                "The assertion is for somebody else: its aud must be the issuer or the address of the token endpoint."
            }
            _ => STRANGER,
        })
}

fn timely(claims: &Claims, now: i64) -> Result<(), &'static str> {
    if now > claims.exp.saturating_add(LEEWAY_SECONDS) {
        return Err(
            "The assertion has run out. Check the clock, and make a new one for each token.",
        );
    }
    if claims.exp > now.saturating_add(ASSERTION_SECONDS + LEEWAY_SECONDS) {
        return Err("The assertion is good for too long: its exp must be within five minutes.");
    }
    let latest = now.saturating_add(LEEWAY_SECONDS);
    if [claims.nbf, claims.iat]
        .into_iter()
        .flatten()
        .any(|at| at > latest)
    {
        return Err("The assertion is not good yet. Check the clock.");
    }
    if claims.jti.is_empty() || claims.jti.len() > JTI_MAX {
        return Err("The assertion must have a name of its own, a jti of 1 to 200 bytes.");
    }
    Ok(())
}

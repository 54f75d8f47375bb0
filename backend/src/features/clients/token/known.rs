//! What anyone may know: the keys with which tokens can be checked, and where tokens are fetched.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use shared::auth::TokenScope;

use crate::{clock, error::ApiError, state::App};

use super::{endpoint, signing};

/// Where the key set is.
pub const KEYS: &str = "/.well-known/jwks.json";
/// Where the metadata are (RFC 8414).
pub const METADATA: &str = "/.well-known/oauth-authorization-server";

/// The full address of the token endpoint below `issuer`.
pub fn token_address(issuer: &str) -> String {
    format!("{issuer}{}", endpoint::PATH)
}

/// The key set.
///
/// # Errors
/// When the database fails.
pub async fn keys(State(app): State<App>) -> Result<Response, ApiError> {
    Ok(lasting(signing::key_set(&app.db.read, clock::now()).await?))
}

/// The metadata.
pub async fn metadata(State(app): State<App>) -> Response {
    let issuer = &app.config.issuer;
    let scopes: Vec<&str> = TokenScope::ALL.iter().map(|scope| scope.code()).collect();
    lasting(json!({
        "issuer": issuer,
        "token_endpoint": token_address(issuer),
        "jwks_uri": format!("{issuer}{KEYS}"),
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "scopes_supported": scopes,
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["EdDSA", "ES256"],
        "service_documentation": format!("{issuer}/api-reference"),
    }))
}

/// Five minutes: a new key is published long before it signs.
fn lasting(body: Value) -> Response {
    let mut response = axum::Json(body).into_response();
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=300"),
    );
    response
}

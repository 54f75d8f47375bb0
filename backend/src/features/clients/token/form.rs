//! What is sent to the token endpoint, and its refusals in the words of RFC 6749.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::json;

use crate::{
    error::{ApiError, Written},
    http::query,
};

/// The form. What is unknown is ignored, as RFC 6749 asks; what is given twice is refused.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    /// How the token is asked for.
    pub grant_type: Option<String>,
    /// What it is to be narrowed to.
    pub scope: Option<String>,
    /// The client, where it is said beside the proof.
    pub client_id: Option<String>,
    /// A secret, which belongs into the header.
    pub client_secret: Option<String>,
    /// The kind of assertion.
    pub client_assertion_type: Option<String>,
    /// The assertion.
    pub client_assertion: Option<String>,
}

/// The reasons of RFC 6749, 5.2, and of RFC 6585 for those who try too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Something is missing, given twice or cannot be read.
    Request,
    /// The client did not show who it is.
    Client,
    /// Tokens are not given in this way.
    GrantType,
    /// A scope is unknown, or the client does not have it.
    Scope,
    /// Too many failures.
    Wait(u32),
    /// The service cannot answer now.
    Unavailable,
}

/// Why there is no token.
#[derive(Debug)]
pub struct Refused {
    /// The reason.
    pub reason: Reason,
    /// What is wrong and what to do.
    pub detail: String,
}

impl Refused {
    /// A refusal.
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self {
            reason,
            detail: detail.into(),
        }
    }
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        tracing::error!(%error, "a token was not given");
        Self::new(
            Reason::Unavailable,
            "No token could be given. Try again in a moment.",
        )
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, word) = match self.reason {
            Reason::Request => (StatusCode::BAD_REQUEST, "invalid_request"),
            Reason::Client => (StatusCode::UNAUTHORIZED, "invalid_client"),
            Reason::GrantType => (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
            Reason::Scope => (StatusCode::BAD_REQUEST, "invalid_scope"),
            Reason::Wait(_) => (StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable"),
            Reason::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable"),
        };
        let body = json!({"error": word, "error_description": self.detail});
        let mut response = (status, axum::Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self.reason {
            Reason::Client => {
                headers.insert(
                    header::WWW_AUTHENTICATE,
                    HeaderValue::from_static("Basic realm=\"token endpoint\""),
                );
            }
            Reason::Wait(seconds) => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            _ => {}
        }
        response.extensions_mut().insert(Written);
        response
    }
}

impl Form {
    /// Reads the form of a request.
    ///
    /// # Errors
    /// `invalid_request`.
    pub fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, Refused> {
        let request = |detail: &str| Refused::new(Reason::Request, detail);
        let declared = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|text| text.split(';').next())
            .is_some_and(|kind| {
                kind.trim()
                    .eq_ignore_ascii_case("application/x-www-form-urlencoded")
            });
        if !declared {
            return Err(request(
                "Send a form: Content-Type: application/x-www-form-urlencoded.",
            ));
        }
        let text =
            std::str::from_utf8(body).map_err(|_| request("The form is not valid UTF-8."))?;
        let mut form: Self = query::form(text)
            .map_err(|_| request("A field of the form is given twice or cannot be read."))?;
        // A field without a value counts as left out (RFC 6749, 3.2).
        for field in [
            &mut form.grant_type,
            &mut form.scope,
            &mut form.client_id,
            &mut form.client_secret,
            &mut form.client_assertion_type,
            &mut form.client_assertion,
        ] {
            if field.as_deref() == Some("") {
                *field = None;
            }
        }
        Ok(form)
    }
}

/// The id and the secret of `client_secret_basic`, each of them form-encoded inside (RFC 6749,
/// 2.3.1); none without the header.
///
/// # Errors
/// `invalid_client` for a header that cannot be read.
pub fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, Refused> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let unreadable = || {
        Refused::new(
            Reason::Client,
            "Send Authorization: Basic with the client's id and secret, once.",
        )
    };
    if values.next().is_some() {
        return Err(unreadable());
    }
    let (scheme, encoded) = value
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .ok_or_else(unreadable)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(unreadable());
    }
    let text = STANDARD
        .decode(encoded.trim())
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(unreadable)?;
    let (id, secret) = text.split_once(':').ok_or_else(unreadable)?;
    query::plain(id)
        .zip(query::plain(secret))
        .map(Some)
        .ok_or_else(unreadable)
}

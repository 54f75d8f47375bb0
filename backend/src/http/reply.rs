//! A finished answer: status, tag, place and JSON. It can be kept and given again, word for word.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{error::ApiError, http::condition};

/// An answer that is ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: StatusCode,
    /// The tag of the record, where it is one.
    pub etag: Option<String>,
    /// The address of what was made.
    pub location: Option<String>,
    /// The JSON, or nothing.
    pub body: String,
    /// A cookie to set, which is never kept.
    pub cookie: Option<HeaderValue>,
    /// The address of the next page.
    pub next: Option<String>,
    /// Whether the body holds a secret that is shown once and must not be kept.
    pub secret: bool,
}

impl Reply {
    /// A list or a view without a version of its own.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn view(view: &impl Serialize) -> Result<Self, ApiError> {
        let body = serde_json::to_string(view)?;
        let etag = Some(condition::tag(0, body.as_bytes()));
        Ok(Self {
            status: StatusCode::OK,
            etag,
            location: None,
            body,
            cookie: None,
            next: None,
            secret: false,
        })
    }

    /// A record in a version.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn record(view: &impl Serialize, version: i32) -> Result<Self, ApiError> {
        let body = serde_json::to_string(view)?;
        let etag = Some(condition::tag(version, body.as_bytes()));
        Ok(Self {
            status: StatusCode::OK,
            etag,
            location: None,
            body,
            cookie: None,
            next: None,
            secret: false,
        })
    }

    /// A record that was made, at `location`.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn created(
        view: &impl Serialize,
        version: i32,
        location: String,
    ) -> Result<Self, ApiError> {
        Ok(Self {
            status: StatusCode::CREATED,
            location: Some(location),
            ..Self::record(view, version)?
        })
    }

    /// Nothing to say but that it is done.
    pub const fn done() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            etag: None,
            location: None,
            body: String::new(),
            cookie: None,
            next: None,
            secret: false,
        }
    }

    /// Says that the body holds a secret: should the request be repeated, the answer is empty.
    #[must_use]
    pub const fn shown_once(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The header that leads to the next page.
    pub fn link(&self) -> Option<String> {
        let next = self.next.as_deref()?;
        Some(format!("<{next}>; rel=\"next\""))
    }

    /// Adds a cookie.
    #[must_use]
    pub fn with_cookie(mut self, cookie: Option<HeaderValue>) -> Self {
        self.cookie = cookie;
        self
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        let set = |headers: &mut axum::http::HeaderMap, name: HeaderName, text: Option<&str>| {
            if let Some(value) = text.and_then(|text| HeaderValue::from_str(text).ok()) {
                headers.insert(name, value);
            }
        };
        let headers = response.headers_mut();
        set(headers, header::ETAG, self.etag.as_deref());
        set(headers, header::LOCATION, self.location.as_deref());
        set(headers, header::LINK, self.link().as_deref());
        if let Some(cookie) = self.cookie {
            headers.insert(header::SET_COOKIE, cookie);
        }
        if !self.body.is_empty() {
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/json"),
            );
            *response.body_mut() = self.body.into();
        }
        response
    }
}

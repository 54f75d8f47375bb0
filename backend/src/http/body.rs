//! Reads the body of a state-changing request once, within its limit, and notes its digest, by
//! which a repeated idempotency key is recognised as the same request.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};
use shared::problem::ErrorCode;

use crate::{clock, error::ApiError};

/// The digest of a request's body.
#[derive(Clone, Debug)]
pub struct BodyDigest(pub Vec<u8>);

/// Buffers bodies of at most `limit` bytes.
pub async fn buffer(State(limit): State<usize>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, limit).await else {
        return ApiError::new(
            ErrorCode::TooLarge,
            format!("Send at most {} KiB in one request.", limit / 1024),
        )
        .into_response();
    };
    parts.extensions.insert(BodyDigest(clock::digest(&bytes)));
    next.run(Request::from_parts(parts, Body::from(bytes)))
        .await
}

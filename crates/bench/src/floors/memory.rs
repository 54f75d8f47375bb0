//! Bytes from memory: what an answer costs when there is nothing to find out.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

type Kept = Arc<RwLock<HashMap<String, Bytes>>>;

/// Answers under a key, put there by the driver.
pub fn router() -> Router {
    Router::new()
        .route("/memory/{key}", get(read).put(keep))
        .with_state(Kept::default())
}

async fn keep(State(kept): State<Kept>, Path(key): Path<String>, body: Bytes) -> StatusCode {
    match kept.write() {
        Ok(mut kept) => {
            kept.insert(key, body);
            StatusCode::NO_CONTENT
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

async fn read(State(kept): State<Kept>, Path(key): Path<String>) -> Response {
    let found = kept.read().ok().and_then(|kept| kept.get(&key).cloned());
    match found {
        Some(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

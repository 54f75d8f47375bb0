//! `/live`.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::FromRequestParts,
    http::{HeaderValue, header, request::Parts},
    response::Response,
};
use serde::Deserialize;
use shared::{
    policy::RefusalCode,
    problem::{ErrorCode, Problem},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    clock,
    ctx::Ctx,
    error::ApiError,
    features::{auth::session::Session, clients::token::bearer},
    http::query::Query,
    state::App,
};

use super::{letter::Letters, watch::Live};

/// The feature's part of the interface.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(live))
}

/// Where a page is in the change feed.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Place {
    /// The cursor up to which the page knows everything. The header Last-Event-ID, with which a
    /// browser comes back by itself, goes before it
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    after: Option<String>,
}

/// Somebody who watches. To watch is not to use: it does not keep a session alive.
struct Watcher {
    live: Live,
    session: Arc<Session>,
    last: Option<String>,
}

impl FromRequestParts<App> for Watcher {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        if bearer::is_carried(&parts.headers) {
            // Programs follow the change feed, or have webhooks.
            Ctx::from_request_parts(parts, app).await?;
            return Err(ApiError::forbidden(RefusalCode::NotForPrograms.into()));
        }
        let session = app
            .sessions
            .of(&app.db, &app.config, &parts.headers, clock::now())
            .await?;
        let last = match parts.headers.get("last-event-id").map(HeaderValue::to_str) {
            None => None,
            Some(Ok(text)) => Some(text.to_owned()),
            Some(Err(_)) => {
                return Err(ApiError::new(
                    ErrorCode::BadHeader,
                    "The header Last-Event-ID must hold the id of the last event that came.",
                ));
            }
        };
        Ok(Self {
            live: app.live.clone(),
            session,
            last,
        })
    }
}

/// What happens, at once, for as long as the connection stays
///
/// Server-sent events for pages. The messages `change` and `own` carry an event of the change feed;
/// `notices` says how many notices are unread now, `hello` where the page is in the feed, `reset`
/// that more was missed than can be told, `ended` that the session is over.
#[utoipa::path(get, path = "/live", tag = "Events", params(Place),
    responses((status = 200, description = "Messages, until either end hangs up", content_type = "text/event-stream", body = String), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 429, body = Problem), (status = 503, body = Problem)))]
async fn live(watcher: Watcher, Query(place): Query<Place>) -> Result<Response, ApiError> {
    let Watcher {
        live,
        session,
        last,
    } = watcher;
    let after = last.filter(|last| !last.is_empty()).or(place.after);
    let letters = live.take(session, after.as_deref()).await?;
    let mut response = Response::new(Body::new(Letters(letters)));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // What stands in front is asked not to hold letters back until there are many.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

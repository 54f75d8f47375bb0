//! The feed behind a link, for programs that know the link and no cookie.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    clock,
    error::ApiError,
    features::auth::session,
    http::condition::{tag, unchanged},
    state::App,
};

use super::{days::Reader, ics, link};

/// Where feeds are.
pub const PATH: &str = "/calendar/{link}";

/// What is due to the person whose link it is, with the rights that they have today.
///
/// # Errors
/// `not_found` for a link that leads nowhere.
pub async fn feed(
    State(app): State<App>,
    Path(text): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let connection = &app.db.read;
    let person = link::whose(connection, &text).await?;
    let now = clock::now();
    let today = clock::london_day(now);
    let actor = session::actor(connection, person, today).await?;
    let (actor, scope) = session::rights(connection, actor).await?;
    let reader = Reader {
        actor: &actor,
        scope: &scope,
        today,
        origin: &app.config.issuer,
    };
    let days = reader.days(connection).await?;
    let name = format!("Due: {}", app.config.partnership);
    // The tag is of what the calendar says; when it was put together does not count.
    let said = ics::write(&name, &days, chrono::DateTime::UNIX_EPOCH);
    let tag = tag(0, said.as_bytes());
    let mut response = if unchanged(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = ics::write(&name, &days, now).into_response();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/calendar; charset=utf-8"),
        );
        response
    };
    let own = response.headers_mut();
    own.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    if let Ok(tag) = HeaderValue::from_str(&format!("W/{tag}")) {
        own.insert(header::ETAG, tag);
    }
    Ok(response)
}

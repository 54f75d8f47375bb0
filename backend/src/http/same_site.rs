//! Changes come from our own pages or from programs, never from another site that rides on
//! somebody's cookie.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use shared::problem::ErrorCode;

use crate::{
    error::ApiError,
    features::clients::token::{bearer, endpoint},
    state::App,
};

/// Refuses state-changing requests without our header, from another origin, or with a body of
/// another kind than its address takes.
pub async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    if matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    ) {
        return next.run(request).await;
    }
    if request.uri().path() == endpoint::PATH {
        // Its proof is in the request itself, never in what a browser adds; its body is a form.
        return next.run(request).await;
    }
    let takes = Takes::of(request.uri().path());
    match judge(
        request.headers(),
        takes,
        app.config.public_origin.as_deref(),
    ) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// What the bodies of an address are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    Json,
    /// Files, whose kind the operation itself looks at. No form of another site can send one with
    /// our header.
    Files,
}

impl Takes {
    fn of(path: &str) -> Self {
        let file = path.starts_with("/api/v1/imports/")
            || path
                .strip_prefix("/api/v1/plans/")
                .is_some_and(|rest| rest.split('/').nth(1) == Some("imports"));
        if file { Self::Files } else { Self::Json }
    }
}

fn judge(headers: &HeaderMap, takes: Takes, public_origin: Option<&str>) -> Result<(), ApiError> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let cross = |detail: &str| Err(ApiError::new(ErrorCode::CrossSite, detail));
    if bearer::is_carried(headers) {
        // A browser adds no token of its own accord, and the cookie is not looked at beside one.
        return kind_of_body(headers, takes);
    }
    if !headers.contains_key("x-throughline") {
        return cross("Send the header X-Throughline with any value.");
    }
    if let Some(site) = text("sec-fetch-site")
        && !matches!(site, "same-origin" | "none")
    {
        return cross("Open the service itself and try again.");
    }
    if let Some(origin) = text("origin") {
        let host = text("host").unwrap_or_default();
        let own = public_origin == Some(origin)
            || origin.strip_prefix("http://") == Some(host)
            || origin.strip_prefix("https://") == Some(host);
        if !own {
            return cross("Open the service itself and try again.");
        }
    }
    kind_of_body(headers, takes)
}

fn kind_of_body(headers: &HeaderMap, takes: Takes) -> Result<(), ApiError> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let has_body = text("content-length").is_some_and(|length| length != "0")
        || headers.contains_key(header::TRANSFER_ENCODING);
    let is_json = text("content-type").is_some_and(|kind| {
        kind.split(';')
            .next()
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
    });
    if takes == Takes::Json && has_body && !is_json {
        return Err(ApiError::new(
            ErrorCode::NotJson,
            "Send the header Content-Type: application/json.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(pairs: &[(&'static str, &'static str)]) -> Option<ErrorCode> {
        let headers: HeaderMap = pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        judge(&headers, Takes::Json, Some("https://plan.example.org"))
            .err()
            .map(|error| error.code())
    }

    #[test]
    fn only_imports_take_files() {
        for (path, takes) in [
            ("/api/v1/plans/kent-2015/imports/updates", Takes::Files),
            ("/api/v1/imports/services", Takes::Files),
            ("/api/v1/plans/imports/cycles", Takes::Json),
            ("/api/v1/plans", Takes::Json),
            ("/api/v1/people", Takes::Json),
        ] {
            assert_eq!(Takes::of(path), takes, "{path}");
        }
    }

    #[test]
    fn only_our_own_pages_and_programs_change_things() {
        let own = ("x-throughline", "1");
        assert_eq!(verdict(&[own]), None);
        assert_eq!(
            verdict(&[own, ("origin", "https://plan.example.org")]),
            None
        );
        assert_eq!(
            verdict(&[
                own,
                ("host", "localhost:8080"),
                ("origin", "http://localhost:8080")
            ]),
            None
        );
        assert_eq!(verdict(&[]), Some(ErrorCode::CrossSite));
        assert_eq!(
            verdict(&[own, ("origin", "https://evil.example")]),
            Some(ErrorCode::CrossSite)
        );
        assert_eq!(
            verdict(&[own, ("origin", "null")]),
            Some(ErrorCode::CrossSite)
        );
        assert_eq!(
            verdict(&[own, ("sec-fetch-site", "cross-site")]),
            Some(ErrorCode::CrossSite)
        );
        assert_eq!(
            verdict(&[own, ("sec-fetch-site", "same-site")]),
            Some(ErrorCode::CrossSite)
        );
        assert_eq!(
            verdict(&[own, ("content-length", "2"), ("content-type", "text/plain")]),
            Some(ErrorCode::NotJson)
        );
        assert_eq!(
            verdict(&[
                own,
                ("content-length", "2"),
                ("content-type", "application/json; charset=utf-8")
            ]),
            None
        );
        // A token needs neither our header nor our origin, but what it sends is JSON all the same.
        let token = ("authorization", "Bearer abc");
        assert_eq!(verdict(&[token, ("origin", "https://other.example")]), None);
        assert_eq!(
            verdict(&[
                token,
                ("content-length", "2"),
                ("content-type", "text/plain")
            ]),
            Some(ErrorCode::NotJson)
        );
        assert_eq!(
            verdict(&[("authorization", "Basic abc")]),
            Some(ErrorCode::CrossSite)
        );
    }
}

//! The headers that every answer carries, errors too (`docs/SECURITY.md`, "Headers").

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::http::assets;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'";

const FIXED: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (
        header::STRICT_TRANSPORT_SECURITY,
        "max-age=63072000; includeSubDomains",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (RESOURCE_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=()",
    ),
];

/// Which sites may use an answer.
pub const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Names the pages that this server has.
const PAGES: HeaderName = HeaderName::from_static("throughline-pages");

/// Where something of a case may be answered, which nothing on the way and no browser keeps.
const CASES: [&str; 3] = ["/api/v1/cases", "/api/v1/step-downs", "/api/v1/retention"];

/// Adds them. Answers of the interface are not stored by anybody unless they say otherwise.
pub async fn protect(request: Request, next: Next) -> Response {
    let interface = request.uri().path().starts_with("/api/");
    let case = CASES
        .iter()
        .any(|path| request.uri().path().starts_with(path));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        // What anybody may read from any site says so itself.
        if name == RESOURCE_POLICY && headers.contains_key(&name) {
            continue;
        }
        headers.insert(name, HeaderValue::from_static(value));
    }
    if interface && let Some(pages) = assets::pages() {
        headers.insert(PAGES, pages);
    }
    if case {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    } else if interface && !headers.contains_key(header::CACHE_CONTROL) {
        // `no-cache` and not `no-store`: an answer with an ETag may be kept, but is asked for
        // again each time. What must not be kept says `no-store` itself.
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
    }
    response
}

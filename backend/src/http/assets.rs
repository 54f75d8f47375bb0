//! The front end, embedded in the binary and compressed beforehand. In debug builds it is read
//! from the folder instead, so that a new page needs no new server.

use std::borrow::Cow;

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

use crate::error::ApiError;

/// The build names the site it is about to embed, so that a binary that was first built without its
/// pages is built again once they are there; the files themselves the compiler watches already.
const _: Option<&str> = option_env!("THROUGHLINE_SITE");

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// Answers what no route of the interface took: an asset, or the page that shows every address of
/// the front end.
pub async fn serve(request: Request) -> Response {
    let path = request.uri().path();
    if path.starts_with("/api/") || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return ApiError::not_found().into_response();
    }
    let name = path.trim_start_matches('/');
    if name.starts_with("assets/") || name == "favicon.ico" || name == "robots.txt" {
        return file(
            name,
            request.headers(),
            "public, max-age=31536000, immutable",
        )
        .unwrap_or_else(|| ApiError::not_found().into_response());
    }
    file("index.html", request.headers(), "no-cache").unwrap_or_else(|| {
        (
            StatusCode::SERVICE_UNAVAILABLE,
            [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
            "This server was built without its pages. Build them with `cargo xtask web` and start it again.\n",
        )
            .into_response()
    })
}

/// Whether the pages are there.
pub fn present() -> bool {
    Site::get("index.html").is_some()
}

/// The address of an asset of the pages, such as `app-….css`, by the start and the end of its name;
/// none where the pages are not there.
pub fn address(starts: &str, ends: &str) -> Option<String> {
    Site::iter()
        .find(|name| {
            name.strip_prefix("assets/")
                .is_some_and(|name| name.starts_with(starts) && name.ends_with(ends))
        })
        .map(|name| format!("/{name}"))
}

/// The name of the pages that are there, as the build gave it to them. An open page compares it with
/// its own and so learns of an upgrade.
pub fn pages() -> Option<HeaderValue> {
    HeaderValue::from_bytes(&Site::get("version.txt")?.data).ok()
}

fn file(name: &str, asked: &HeaderMap, keep: &'static str) -> Option<Response> {
    let accepted = asked
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let takes = |coding: &str| {
        accepted.split(',').any(|one| {
            let mut parts = one.split(';');
            parts.next().is_some_and(|name| name.trim() == coding)
                && !parts
                    .any(|weight| matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    let (found, coding) = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(coding, _)| takes(coding))
        .find_map(|(coding, ending)| Some((Site::get(&format!("{name}.{ending}"))?, Some(coding))))
        .or_else(|| Some((Site::get(name)?, None)))?;
    let tag: String = found
        .metadata
        .sha256_hash()
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let tag = format!("\"{tag}\"");
    let mut response = if asked
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes())
    {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        match found.data {
            Cow::Borrowed(content) => content.into_response(),
            Cow::Owned(content) => content.into_response(),
        }
    };
    let headers = response.headers_mut();
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let kind = if kind.type_() == "text" {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_string()
    };
    for (name, value) in [
        (header::CONTENT_TYPE, HeaderValue::from_str(&kind).ok()?),
        (header::CACHE_CONTROL, HeaderValue::from_static(keep)),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
        (header::ETAG, HeaderValue::from_str(&tag).ok()?),
    ] {
        headers.insert(name, value);
    }
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    Some(response)
}

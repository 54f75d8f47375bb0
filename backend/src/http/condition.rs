//! `ETag`, `If-Match` and `If-None-Match`: which version of a record somebody has.

use axum::http::{HeaderMap, header};
use shared::problem::ErrorCode;

use crate::{clock::digest, error::ApiError};

/// The tag of a record: its version, and a digest of the answer, which also depends on what the
/// caller may do and on the hour.
pub fn tag(version: i32, body: &[u8]) -> String {
    let hash: String = digest(body)
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("\"v{version}-{hash}\"")
}

/// The version named in `If-Match`; the digest behind it does not count.
///
/// # Errors
/// `version_required` when the header is missing, `bad_header` when it names no version of ours.
pub fn version(headers: &HeaderMap) -> Result<i32, ApiError> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Err(ApiError::new(
            ErrorCode::VersionRequired,
            "Send the header If-Match with the ETag of the record that you read.",
        ));
    };
    value
        .to_str()
        .ok()
        .and_then(|text| {
            text.trim()
                .trim_start_matches("W/")
                .trim_matches('"')
                .strip_prefix('v')
        })
        .and_then(|text| text.split('-').next())
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| {
            ApiError::new(
                ErrorCode::BadHeader,
                "The header If-Match must hold an ETag of ours, such as \"v3\".",
            )
        })
}

/// Whether the caller already has the answer with `tag`.
pub fn unchanged(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(','))
        .any(|known| known.trim().trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_tags() {
        let of = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MATCH, text.parse().unwrap());
            version(&headers).map_err(|error| error.code())
        };
        assert_eq!(of("\"v3\""), Ok(3));
        assert_eq!(of("\"v12-0a1b2c\""), Ok(12));
        assert_eq!(of("W/\"v3-0a\""), Ok(3));
        for bad in ["*", "3", "\"w3\"", "\"v\"", "\"v99999999999\""] {
            assert_eq!(of(bad), Err(ErrorCode::BadHeader), "{bad}");
        }
        assert_eq!(
            version(&HeaderMap::new()).map_err(|error| error.code()),
            Err(ErrorCode::VersionRequired)
        );
    }
}

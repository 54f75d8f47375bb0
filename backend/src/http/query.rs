//! The query string as a `T`: a parameter that is unknown, given twice or unreadable is refused.

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;
use shared::problem::ErrorCode;

use crate::{
    error::ApiError,
    http::tree::{self, Tree},
};

/// A query string.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        read(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

/// Reads a form in the body of a request, which is written like a query string.
///
/// # Errors
/// `bad_query` for a field that is given twice or cannot be read.
pub fn form<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    read(text)
}

fn read<T: DeserializeOwned>(query: &str) -> Result<T, ApiError> {
    let mut members = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (Some(name), Some(value)) = (plain(name), plain(value)) else {
            return Err(ApiError::new(
                ErrorCode::BadQuery,
                "The address has a parameter that is not valid UTF-8.",
            ));
        };
        members.push((name, Tree::Text(value)));
    }
    tree::read(&Tree::Object(members), true).map_err(|fault| {
        let name = fault.pointer.trim_start_matches('/');
        ApiError::new(
            ErrorCode::BadQuery,
            format!("The parameter {name} cannot be used. {}.", fault.detail),
        )
    })
}

/// Undoes percent-encoding; `None` where the result is not UTF-8 or holds a control character.
pub fn plain(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| {
                    char::from(byte?)
                        .to_digit(16)
                        .and_then(|d| u8::try_from(d).ok())
                };
                digit(rest.next())? * 16 + digit(rest.next())?
            }
            other => other,
        });
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.chars().any(char::is_control)).then_some(text)
}

/// A value as it is written in an address: everything but RFC 3986's unreserved characters as
/// percent signs and digits.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Form {
        name: Option<String>,
        limit: Option<u16>,
        count: Option<bool>,
    }

    #[test]
    fn what_is_encoded_reads_back() {
        for text in ["a b+c", "0\u{2013}25 & more", "100%", "plain-1._~"] {
            assert_eq!(plain(&encoded(text)).as_deref(), Some(text));
        }
        assert_eq!(encoded("a&b=c"), "a%26b%3Dc");
    }

    #[test]
    fn parameters_are_read_once() {
        assert_eq!(
            read::<Form>("name=a%20b%2Bc&limit=3&count=true").unwrap(),
            Form {
                name: Some("a b+c".into()),
                limit: Some(3),
                count: Some(true)
            }
        );
        for bad in [
            "limit=3&limit=3",
            "limit=70000",
            "limit=x",
            "other=1",
            "name=%FF",
            "name=%0",
            "name=%00",
        ] {
            assert_eq!(
                read::<Form>(bad).unwrap_err().code(),
                ErrorCode::BadQuery,
                "{bad}"
            );
        }
    }
}

//! The body of a request as a `T`, read strictly.

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use serde::de::DeserializeOwned;
use shared::problem::{ErrorCode, FieldCode};

use crate::{
    error::ApiError,
    http::tree::{self, Tree},
};

/// A JSON body. Unknown and repeated fields and arrays for objects are refused.
#[derive(Clone, Copy, Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| ApiError::new(ErrorCode::TooLarge, "Send less in one request."))?;
        decode(&bytes).map(Self)
    }
}

/// Reads a `T` from `bytes`; nothing at all counts as an empty object.
///
/// # Errors
/// `malformed_body` when it is not JSON, `invalid` when it is not a `T`.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    let tree: Tree = serde_json::from_slice(bytes).map_err(|error| {
        ApiError::new(
            ErrorCode::MalformedBody,
            format!(
                "The request is not valid JSON at line {}, column {}.",
                error.line(),
                error.column()
            ),
        )
    })?;
    if let Some(pointer) = far_date(&tree, "") {
        return Err(ApiError::field(
            pointer,
            FieldCode::TooLate,
            "The year must have four digits",
        ));
    }
    tree::read(&tree, false).map_err(|fault| ApiError::invalid(vec![fault]))
}

/// Dates with more than four digits of a year are within the calendar of one of our libraries but
/// outside of the databases'.
fn far_date(tree: &Tree, pointer: &str) -> Option<String> {
    match tree {
        Tree::Text(text) => {
            let digits = text.trim_start_matches(['+', '-']);
            let year = digits.bytes().take_while(u8::is_ascii_digit).count();
            let dated = digits.get(year..).is_some_and(|rest| {
                rest.len() == 6
                    && rest.bytes().zip(*b"-00-00").all(|(found, form)| {
                        if form == b'-' {
                            found == b'-'
                        } else {
                            found.is_ascii_digit()
                        }
                    })
            });
            (dated && (year != 4 || digits.len() != text.len())).then(|| pointer.to_owned())
        }
        Tree::List(items) => items
            .iter()
            .enumerate()
            .find_map(|(at, item)| far_date(item, &format!("{pointer}/{at}"))),
        Tree::Object(members) => members
            .iter()
            .find_map(|(name, value)| far_date(value, &format!("{pointer}/{name}"))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use shared::updates::api::CreateCycle;

    use super::*;

    #[test]
    fn bodies_that_cannot_be_kept_are_refused() {
        let code = |text: &str| decode::<CreateCycle>(text.as_bytes()).unwrap_err().code();
        assert_eq!(code("{"), ErrorCode::MalformedBody);
        assert_eq!(code(""), ErrorCode::Invalid);
        assert_eq!(code(r#"{"opens":"+12026-01-01"}"#), ErrorCode::Invalid);
        assert_eq!(code(r#"{"opens":"12026-01-01"}"#), ErrorCode::Invalid);
    }
}

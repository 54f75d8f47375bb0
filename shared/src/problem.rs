//! What the interface answers when something is wrong: RFC 9457 problem details, with one table of
//! codes that never change their meaning.

use serde::{Deserialize, Serialize};

use crate::policy::Refusal;

/// A fault in one field, found by its JSON Pointer (RFC 6901).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Where the fault is in what was sent.
    pub pointer: String,
    /// What kind of fault it is.
    pub code: FieldCode,
    /// What is wrong and what to do, in words for people.
    pub detail: String,
}

impl FieldError {
    /// A fault at `pointer`.
    pub fn new(pointer: impl Into<String>, code: FieldCode, detail: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            detail: detail.into(),
        }
    }

    /// A field that must be filled in.
    pub fn required(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(pointer, FieldCode::Required, detail)
    }
}

/// The kinds of fault that a field can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    /// Nothing was given where something is needed.
    Required,
    /// More characters than the field holds.
    TooLong,
    /// Fewer characters than the field needs.
    TooShort,
    /// A character that cannot be kept.
    BadCharacter,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not a web address.
    NotAnAddress,
    /// A field that the form does not have.
    Unknown,
    /// A field that was given twice.
    Duplicate,
    /// A value of the wrong kind, such as an array for an object.
    WrongType,
    /// A word that is not one of those allowed.
    NotAllowed,
    /// The value is in use by another record.
    Taken,
    /// The record that this names does not exist, or the caller may not see it.
    NotFound,
    /// A date that comes too early.
    TooEarly,
    /// A date that comes too late.
    TooLate,
    /// A value that contradicts another one.
    Contradiction,
    /// A password that is too easily guessed.
    TooCommon,
    /// A text that could tell who a young person is.
    Identifying,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $status:literal, $title:literal;)+) => {
        /// Everything that can go wrong, each with its code, HTTP status and title.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum ErrorCode {
            $($(#[$doc])* $name,)+
        }

        impl ErrorCode {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code on the wire.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The HTTP status.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status),+ }
            }

            /// The short title.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }
        }
    };
}

codes! {
    /// The body is not JSON.
    MalformedBody, "malformed_body", 400, "The request is not valid JSON";
    /// A query parameter is unknown, given twice or has a bad value.
    BadQuery, "bad_query", 400, "The address has a parameter that cannot be read";
    /// A header that this operation needs is missing or has a bad value.
    BadHeader, "bad_header", 400, "A header is missing or cannot be read";
    /// Nobody is signed in, or the session has ended.
    NotSignedIn, "not_signed_in", 401, "You are not signed in";
    /// The access token is not one of ours, has run out, or its API client is disabled.
    BadToken, "bad_token", 401, "The access token cannot be used";
    /// The e-mail address or the password is wrong.
    WrongSignIn, "wrong_sign_in", 401, "The email address or password is not right";
    /// The caller sees the record but may not do this to it.
    Forbidden, "forbidden", 403, "You cannot do this";
    /// The access token lacks a scope, which the detail names.
    ScopeMissing, "scope_missing", 403, "The access token does not reach this far";
    /// A request that came from another site, or without the header that ours sends.
    CrossSite, "cross_site", 403, "This request did not come from this service";
    /// There is no such thing, or the caller may not know of it.
    NotFound, "not_found", 404, "There is nothing here";
    /// The address exists, but not for this verb.
    MethodNotAllowed, "method_not_allowed", 405, "This address does not take that method";
    /// The same key is being worked on by an earlier request.
    InFlight, "in_flight", 409, "The same request is still being worked on";
    /// The record's state does not allow it.
    WrongState, "wrong_state", 409, "This cannot be done now";
    /// The record is already there.
    AlreadyExists, "already_exists", 409, "There is one already";
    /// A link that was used or has run out.
    LinkSpent, "link_spent", 410, "This link can no longer be used";
    /// A place in the change feed that this database does not have.
    CursorGone, "cursor_gone", 410, "The change feed has no such place";
    /// The record has changed since the caller read it.
    Stale, "stale", 412, "This has changed since you opened it";
    /// The body is larger than this operation takes.
    TooLarge, "too_large", 413, "This is too large";
    /// The body is not declared as JSON.
    NotJson, "not_json", 415, "Send JSON";
    /// The body is not declared as a spreadsheet.
    NotASheet, "not_a_sheet", 415, "Send a spreadsheet";
    /// The file is not what it is declared to be, or is damaged.
    UnreadableFile, "unreadable_file", 400, "The file cannot be read";
    /// One or more fields are wrong.
    Invalid, "invalid", 422, "Some of what you sent needs to change";
    /// The key was used before with another body.
    KeyReused, "key_reused", 422, "This idempotency key belongs to another request";
    /// The version of the record must be named.
    VersionRequired, "version_required", 428, "Say which version you are changing";
    /// Too many attempts.
    TooMany, "too_many", 429, "Too many attempts";
    /// Our fault.
    Internal, "internal", 500, "Something went wrong on our side";
    /// The service is busy or its database cannot be reached.
    Unavailable, "unavailable", 503, "The service is not available now";
}

/// The body of every answer that is not a success (`application/problem+json`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The address of a page about this kind of problem.
    pub r#type: String,
    /// The kind of problem in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time and what to do about it.
    pub detail: String,
    /// The code, which never changes its meaning.
    pub code: ErrorCode,
    /// The request's number, to be quoted to support.
    pub request_id: String,
    /// Faults by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Why the rules refuse it, for `forbidden` and `wrong_state`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// The record as it stands now, for `stale`; the open record, for `already_exists`; the
    /// candidates of a reference that is not unique; the report, for an import with faults.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<serde_json::Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_survive_the_wire() {
        for (at, code) in ErrorCode::ALL.iter().enumerate() {
            assert!(
                !ErrorCode::ALL[..at]
                    .iter()
                    .any(|other| other.code() == code.code())
            );
            let text = serde_json::to_string(code).unwrap();
            assert_eq!(text, format!("\"{}\"", code.code()));
            assert_eq!(serde_json::from_str::<ErrorCode>(&text).unwrap(), *code);
            assert!((400..=503).contains(&code.status()));
        }
    }
}

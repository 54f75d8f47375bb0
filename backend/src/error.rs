//! Everything that can go wrong on the way to an answer, and the only place that makes an answer
//! of it: RFC 9457 problem details. Words from inside never reach the caller.

use std::sync::Arc;

use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sea_orm::{DbErr, SqlErr};
use shared::{
    policy::{Decision, Refusal, RefusalCode},
    problem::{ErrorCode, FieldCode, FieldError, Problem},
};

use crate::{db::out_of_reach, http::request_id::RequestId};

/// After how many seconds to try again, where nothing better is known.
const RETRY_AFTER: u32 = 2;
/// Where nobody can say whether something was done.
const MAYBE_DONE: &str = "This may or may not have been done. Send the same request again, with the same Idempotency-Key where it has one: nothing is done twice.";

/// What a handler or a service gives back instead of an answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The caller can do something about it.
    #[error("{0:?}")]
    Fault(Box<Fault>),
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] DbErr),
    /// The database did not say whether it committed.
    #[error("a commit without an answer: {0}")]
    Uncertain(String),
    /// The operating system gave no randomness.
    #[error("randomness: {0}")]
    Randomness(#[from] getrandom::Error),
    /// A record in the database cannot be read as what it should be.
    #[error("record: {0}")]
    Record(#[from] serde_json::Error),
    /// A task ended before it answered.
    #[error("a task was lost: {0}")]
    Lost(&'static str),
    /// A unit of work was only rehearsed, and nothing of it remains.
    #[error("a rehearsal")]
    Rehearsed,
    /// A unit of work tried to commit a change without an audit entry.
    #[error("a change without an audit entry")]
    Unaudited,
    /// A secret in the database cannot be opened.
    #[error("a sealed secret")]
    Sealed,
    /// Password hashing failed.
    #[error("password hashing")]
    Hashing,
}

/// Something that the caller can act on.
#[derive(Clone, Debug)]
pub struct Fault {
    code: ErrorCode,
    detail: String,
    errors: Vec<FieldError>,
    refusal: Option<Refusal>,
    current: Option<serde_json::Value>,
    retry_after: Option<u32>,
    challenge: Option<String>,
}

impl ApiError {
    /// A problem of the kind `code`, with what happened and what to do in `detail`.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self::Fault(Box::new(Fault {
            code,
            detail: detail.into(),
            errors: Vec::new(),
            refusal: None,
            current: None,
            retry_after: None,
            challenge: None,
        }))
    }

    /// There is no such record, or the caller may not know of it: the two look the same.
    pub fn not_found() -> Self {
        Self::new(
            ErrorCode::NotFound,
            "Check the address. What you look for may have moved, or you may not have access to it.",
        )
    }

    /// Fields that have to change.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [only] => only.detail.clone(),
            _ => format!("{} fields need to change.", errors.len()),
        };
        match Self::new(ErrorCode::Invalid, detail) {
            Self::Fault(mut fault) => {
                fault.errors = errors;
                Self::Fault(fault)
            }
            other => other,
        }
    }

    /// One field that has to change.
    pub fn field(pointer: impl Into<String>, code: FieldCode, detail: impl Into<String>) -> Self {
        Self::invalid(vec![FieldError::new(pointer, code, detail)])
    }

    /// The record's state does not allow it.
    pub fn wrong_state(code: RefusalCode) -> Self {
        Self::refused(ErrorCode::WrongState, Refusal::from(code))
    }

    /// The caller may see the record but not do this.
    pub fn forbidden(refusal: Refusal) -> Self {
        match refusal.code {
            RefusalCode::ScopeMissing => Self::refused(ErrorCode::ScopeMissing, refusal)
                .challenge("Bearer error=\"insufficient_scope\""),
            _ => Self::refused(ErrorCode::Forbidden, refusal),
        }
    }

    fn refused(code: ErrorCode, refusal: Refusal) -> Self {
        match Self::new(code, refusal.sentence.clone()) {
            Self::Fault(mut fault) => {
                fault.refusal = Some(refusal);
                Self::Fault(fault)
            }
            other => other,
        }
    }

    /// Adds the record as it stands now.
    #[must_use]
    pub fn with_current(self, current: serde_json::Value) -> Self {
        match self {
            Self::Fault(mut fault) => {
                fault.current = Some(current);
                Self::Fault(fault)
            }
            other => other,
        }
    }

    /// Adds after how many seconds to try again.
    #[must_use]
    pub fn retry_after(self, seconds: u32) -> Self {
        match self {
            Self::Fault(mut fault) => {
                fault.retry_after = Some(seconds);
                Self::Fault(fault)
            }
            other => other,
        }
    }

    /// Adds what the caller has to show to get further, for the header `WWW-Authenticate`.
    #[must_use]
    pub fn challenge(self, challenge: impl Into<String>) -> Self {
        match self {
            Self::Fault(mut fault) => {
                fault.challenge = Some(challenge.into());
                Self::Fault(fault)
            }
            other => other,
        }
    }

    /// The code of the problem that this becomes.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Fault(fault) => fault.code,
            Self::Database(error) if out_of_reach(error) => ErrorCode::Unavailable,
            Self::Uncertain(_) => ErrorCode::Unavailable,
            _ => ErrorCode::Internal,
        }
    }

    /// What happened and what to do, where the caller can act on it.
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Fault(fault) => Some(&fault.detail),
            _ => None,
        }
    }

    /// After how many seconds to try again, where it is said.
    pub fn seconds_to_wait(&self) -> Option<u32> {
        match self {
            Self::Fault(fault) => fault.retry_after,
            _ => None,
        }
    }

    /// The faults by field, where there are any.
    pub fn field_errors(&self) -> &[FieldError] {
        match self {
            Self::Fault(fault) => &fault.errors,
            _ => &[],
        }
    }

    /// Why the rules refuse it, where they do.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Fault(fault) => fault.refusal.as_ref(),
            _ => None,
        }
    }

    /// Whether the database refused a value because another row has it.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))))
    }
}

/// Turns the policy's word into an answer.
pub fn permit(decision: Decision) -> Result<(), ApiError> {
    match decision {
        Decision::Allowed => Ok(()),
        Decision::Refused(refusal) => Err(ApiError::forbidden(refusal)),
        Decision::Hidden => Err(ApiError::not_found()),
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.code().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// Marks a refusal that is written in another standard's form already.
#[derive(Clone, Copy, Debug)]
pub struct Written;

/// The layer that writes problem details for whatever failed inside of it, the framework's own
/// refusals included.
pub async fn render(request: Request, next: Next) -> Response {
    let id = request
        .extensions()
        .get::<RequestId>()
        .cloned()
        .unwrap_or_default();
    let response = next.run(request).await;
    let status = response.status();
    if status.is_success() || status.is_redirection() || status.is_informational() {
        return response;
    }
    let problem = match response.extensions().get::<Arc<ApiError>>() {
        Some(error) => problem_of(error, &id),
        None if is_problem(&response) => return response,
        None if response.extensions().get::<Written>().is_some() => return response,
        None => framework_problem(status, &id),
    };
    let (retry_after, challenge) =
        response
            .extensions()
            .get::<Arc<ApiError>>()
            .map_or((None, None), |error| match error.as_ref() {
                ApiError::Fault(fault) => (fault.retry_after, fault.challenge.clone()),
                _ => (None, None),
            });
    let retry_after =
        retry_after.or_else(|| (problem.code == ErrorCode::Unavailable).then_some(RETRY_AFTER));
    let kept: Vec<_> = [header::ALLOW, header::SET_COOKIE]
        .into_iter()
        .filter_map(|name| {
            response
                .headers()
                .get(&name)
                .cloned()
                .map(|value| (name, value))
        })
        .collect();
    let mut answer = (
        StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        Json(&problem),
    )
        .into_response();
    let headers = answer.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    headers.extend(
        kept.into_iter()
            .map(|(name, value)| (Some(name), value))
            .filter_map(|(name, value)| name.map(|n| (n, value))),
    );
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(value) = challenge.and_then(|text| HeaderValue::from_str(&text).ok()) {
        headers.insert(header::WWW_AUTHENTICATE, value);
    }
    answer
}

fn is_problem(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value == "application/problem+json")
}

fn problem_of(error: &ApiError, id: &RequestId) -> Problem {
    let code = error.code();
    if let ApiError::Fault(fault) = error {
        return Problem {
            errors: fault.errors.clone(),
            refusal: fault.refusal.clone(),
            current: fault.current.clone(),
            ..problem(code, fault.detail.clone(), id)
        };
    }
    tracing::error!(request_id = %id.0, error = %error, "a request failed");
    let detail = match (error, code) {
        (ApiError::Uncertain(_), _) => MAYBE_DONE,
        (_, ErrorCode::Unavailable) => "Nothing was changed. Try again in a moment.",
        _ => "Nothing was changed. Try again, and quote the request number if it happens again.",
    };
    problem(code, detail.to_owned(), id)
}

fn framework_problem(status: StatusCode, id: &RequestId) -> Problem {
    let code = ErrorCode::ALL
        .iter()
        .copied()
        .find(|code| code.status() == status.as_u16())
        .unwrap_or(if status.is_client_error() {
            ErrorCode::NotFound
        } else {
            ErrorCode::Internal
        });
    let detail = match code {
        ErrorCode::MethodNotAllowed => {
            "See the Allow header for the methods that this address takes."
        }
        ErrorCode::TooLarge => "Send less in one request.",
        // The time was up; what was begun goes on without its caller.
        ErrorCode::Unavailable => MAYBE_DONE,
        ErrorCode::NotFound => "Check the address.",
        _ => "Try again, and quote the request number if it happens again.",
    };
    problem(code, detail.to_owned(), id)
}

fn problem(code: ErrorCode, detail: String, id: &RequestId) -> Problem {
    Problem {
        r#type: format!("/api-reference#problem-{}", code.code()),
        title: code.title().to_owned(),
        status: code.status(),
        detail,
        code,
        request_id: id.0.clone(),
        errors: Vec::new(),
        refusal: None,
        current: None,
    }
}

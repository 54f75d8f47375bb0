//! What an access token can be used for at all. An operation that is not here is for people.

use shared::{
    auth::TokenScope::{
        self, ActionsWrite, EventsRead, PlansRead, UpdatesRead, UpdatesWrite, WebhooksWrite,
    },
    policy::{Refusal, RefusalCode},
};

use crate::error::ApiError;

/// Operations with the scopes of which the token needs one; none for what a client does to itself.
pub const OPERATIONS: &[(&str, &[TokenScope])] = &[
    ("GET /agencies", &[PlansRead]),
    ("GET /agencies/{agency}", &[PlansRead]),
    ("GET /services", &[PlansRead]),
    ("GET /services/{service}", &[PlansRead]),
    ("GET /plans", &[PlansRead]),
    ("GET /plans/{plan}", &[PlansRead]),
    ("GET /plans/{plan}/overview", &[PlansRead]),
    ("GET /plans/{plan}/board", &[PlansRead]),
    ("GET /plans/{plan}/reporting", &[PlansRead]),
    ("GET /plans/{plan}/levels", &[PlansRead]),
    ("GET /plans/{plan}/groups", &[PlansRead]),
    ("GET /plans/{plan}/cycles", &[PlansRead]),
    ("GET /plans/{plan}/meetings", &[PlansRead]),
    ("GET /plans/{plan}/meetings/{meeting}", &[PlansRead]),
    ("GET /plans/{plan}/decisions", &[PlansRead]),
    ("GET /plans/{plan}/decisions/{decision}", &[PlansRead]),
    ("GET /plans/{plan}/actions", &[PlansRead, ActionsWrite]),
    (
        "GET /plans/{plan}/actions/{action}",
        &[PlansRead, ActionsWrite],
    ),
    ("GET /plans/{plan}/actions/{action}/timeline", &[PlansRead]),
    ("PATCH /plans/{plan}/actions/{action}", &[ActionsWrite]),
    (
        "POST /plans/{plan}/actions/{action}/events",
        &[ActionsWrite],
    ),
    (
        "POST /plans/{plan}/actions/{action}/milestones",
        &[ActionsWrite],
    ),
    ("GET /events", &[EventsRead]),
    ("GET /plans/{plan}/activity", &[PlansRead]),
    ("GET /agencies/{agency}/activity", &[PlansRead]),
    ("GET /search", &[PlansRead, UpdatesRead, UpdatesWrite]),
    ("GET /my-work", &[UpdatesRead, UpdatesWrite]),
    ("GET /updates", &[UpdatesRead, UpdatesWrite]),
    ("GET /updates/{update}", &[UpdatesRead, UpdatesWrite]),
    ("POST /updates", &[UpdatesWrite]),
    ("PUT /updates/{update}", &[UpdatesWrite]),
    ("POST /updates/{update}/submit", &[UpdatesWrite]),
    ("GET /webhooks", &[WebhooksWrite]),
    ("POST /webhooks", &[WebhooksWrite]),
    ("GET /webhooks/{webhook}", &[WebhooksWrite]),
    ("PATCH /webhooks/{webhook}", &[WebhooksWrite]),
    ("DELETE /webhooks/{webhook}", &[WebhooksWrite]),
    ("POST /webhooks/{webhook}/secret", &[WebhooksWrite]),
    ("POST /webhooks/{webhook}/test", &[WebhooksWrite]),
    ("POST /webhooks/{webhook}/replay", &[WebhooksWrite]),
    ("GET /webhooks/{webhook}/deliveries", &[WebhooksWrite]),
    (
        "POST /webhooks/{webhook}/deliveries/{delivery}/replay",
        &[WebhooksWrite],
    ),
    ("POST /api-clients/{client}/secrets", &[]),
];

/// Refuses an operation that tokens are not for, or not a token with `scopes`.
///
/// # Errors
/// `forbidden` or `scope_missing`.
pub fn check(method: &str, path: &str, scopes: &[TokenScope]) -> Result<(), ApiError> {
    let method = if method == "HEAD" { "GET" } else { method };
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    let Some((_, needed)) = OPERATIONS.iter().find(|(operation, _)| {
        operation
            .split_once(' ')
            .is_some_and(|(verb, place)| verb == method && place == path)
    }) else {
        return Err(ApiError::forbidden(Refusal::from(
            RefusalCode::NotForPrograms,
        )));
    };
    match needed.first() {
        Some(first) if !needed.iter().any(|scope| scopes.contains(scope)) => {
            Err(ApiError::forbidden(first.missing()))
        }
        _ => Ok(()),
    }
}

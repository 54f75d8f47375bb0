//! Wire types of webhooks.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    agencies::api::AgencyRef,
    auth::api::Permit,
    ids::{AgencyId, DeliveryId, EventId, WebhookId},
    patch::Patch,
};

use super::{DeliveryState, DisabledBy, Outcome, WebhookState};

/// A webhook of an agency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookView {
    /// Which.
    pub id: WebhookId,
    /// Whose.
    pub agency: AgencyRef,
    /// The address that is told.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// The types of event that it is told of.
    pub events: Vec<String>,
    /// Whether it is told.
    pub state: WebhookState,
    /// Why and since when it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<DisabledView>,
    /// Until when the secret before this one signs too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_secret_until: Option<DateTime<Utc>>,
    /// Since when there is one.
    pub created_at: DateTime<Utc>,
    /// The version to name when changing it.
    pub version: i32,
    /// What the caller may do to it: `update`, `remove`, `rotate`, `test`, `replay`.
    pub allowed: Vec<Permit>,
}

/// Why a webhook is switched off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DisabledView {
    /// Why.
    pub by: DisabledBy,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// The webhooks within the caller's reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookList {
    /// The webhooks, by agency and then from the oldest on.
    pub items: Vec<WebhookView>,
    /// The agencies for which the caller may add one.
    pub agencies: Vec<AgencyRef>,
}

/// A webhook with its secret, which is shown this once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookWithSecret {
    /// The webhook.
    pub webhook: WebhookView,
    /// The secret that signs what it is sent: `whsec_` and base64.
    pub secret: String,
}

/// A new webhook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateWebhook {
    /// For which agency.
    pub agency: AgencyId,
    /// The address to tell: `https://`, on the public internet.
    pub url: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// The types of event to tell it of.
    pub events: Vec<String>,
}

/// A change to a webhook (JSON Merge Patch).
#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchWebhook {
    /// The address.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub url: Patch<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub description: Patch<String>,
    /// All of its types of event.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>))]
    pub events: Patch<Vec<String>>,
    /// Whether it is told.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<WebhookState>))]
    pub state: Patch<WebhookState>,
}

/// A new secret for a webhook.
#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RotateSecret {
    /// For how many hours the old one signs too: 0 to 168, and 24 where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_old_for_hours: Option<u16>,
}

/// What is to be sent again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Replay {
    /// Everything that happened since then, at most 30 days ago.
    pub since: DateTime<Utc>,
}

/// How much is sent again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Replayed {
    /// How many deliveries.
    pub deliveries: u64,
}

/// An event on its way to a webhook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryView {
    /// Which; the header `webhook-id`, the same at every attempt.
    pub id: DeliveryId,
    /// The event; absent for a test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    /// Its type.
    pub r#type: String,
    /// Since when it is on its way.
    pub at: DateTime<Utc>,
    /// How far it has got.
    pub state: DeliveryState,
    /// When it is attempted next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// The attempts, first to last.
    pub attempts: Vec<AttemptView>,
}

/// An attempt at a delivery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttemptView {
    /// 1 for the first.
    pub number: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// How it ended.
    pub outcome: Outcome,
    /// The HTTP status, where there was an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The beginning of the answer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub excerpt: String,
    /// How long it took, in milliseconds.
    pub milliseconds: i32,
}

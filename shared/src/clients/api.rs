//! Wire types of API clients.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    agencies::api::AgencyRef,
    auth::{
        TokenScope,
        api::{Permit, PersonRef},
    },
    ids::{AgencyId, ClientId},
    patch::Patch,
};

use super::KeyAlgorithm;

/// Where an API client stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientState {
    /// It can fetch tokens.
    Active,
    /// It cannot, and its tokens are dead.
    Disabled,
}

/// A secret, without what is secret about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecretView {
    /// Its last four characters, by which people tell two of them apart.
    pub ending: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it stops working; absent for the one that stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
}

/// A public key with which a client signs assertions, as a JSON Web Key (RFC 7517).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PublicKey {
    /// The kind: `OKP` or `EC`.
    pub kty: String,
    /// The curve: `Ed25519` or `P-256`.
    pub crv: String,
    /// The name of the key, which an assertion says in its header.
    pub kid: String,
    /// The first coordinate, or the whole key on Ed25519, in base64url.
    pub x: String,
    /// The second coordinate, on P-256.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// The algorithm, which follows from the curve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
    /// What the key is for: `sig`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#use: Option<String>,
    /// The secret half, which is refused: it stays with the program.
    #[serde(default, skip_serializing)]
    pub d: Option<String>,
}

/// The public keys of a client from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetKeys {
    /// All of them; what is not here no longer works. At most five.
    pub keys: Vec<PublicKey>,
}

/// A public key as it was registered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyView {
    /// How it signs.
    pub algorithm: KeyAlgorithm,
    /// The key itself.
    pub key: PublicKey,
    /// Since when it is known.
    pub made_at: DateTime<Utc>,
}

/// An API client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientView {
    /// Which, and its `client_id` at the token endpoint.
    pub id: ClientId,
    /// Its name.
    pub name: String,
    /// The agency for which it acts.
    pub agency: AgencyRef,
    /// What its tokens may be used for.
    pub scopes: Vec<TokenScope>,
    /// Where it stands.
    pub state: ClientState,
    /// Who made it.
    pub made_by: PersonRef,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it last fetched a token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_token_at: Option<DateTime<Utc>>,
    /// Its live secrets, newest first.
    pub secrets: Vec<SecretView>,
    /// Its public keys.
    pub keys: Vec<KeyView>,
    /// The version to name when changing it.
    pub version: i32,
    /// What the caller may do to it: `update`, `keys`, `secrets`, `disable` or `enable`.
    pub allowed: Vec<Permit>,
}

/// The API clients that the caller may know of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientList {
    /// The clients, by name.
    pub items: Vec<ClientView>,
    /// What the caller may do to the list: `create`.
    pub allowed: Vec<Permit>,
}

/// A program is to act for an agency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateClient {
    /// The agency.
    pub agency: AgencyId,
    /// The client's name, by which people know the program.
    pub name: String,
    /// What its tokens may be used for; at least one.
    pub scopes: Vec<TokenScope>,
}

/// A change to a client (JSON Merge Patch).
#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchClient {
    /// A new name.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub name: Patch<String>,
    /// What its tokens may be used for; those that are out already lose what is taken away.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<TokenScope>>))]
    pub scopes: Patch<Vec<TokenScope>>,
    /// `disabled` ends its tokens at once, `active` lets it fetch new ones.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ClientState>))]
    pub state: Patch<ClientState>,
}

/// A client is to have a new secret.
#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSecret {
    /// Until when the secret so far works, at most seven days; absent for no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_ends_at: Option<DateTime<Utc>>,
}

/// A secret, shown once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeSecret {
    /// The client's id at the token endpoint.
    pub client_id: ClientId,
    /// The secret.
    pub client_secret: String,
    /// When the secret so far stops working; absent where there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_ends_at: Option<DateTime<Utc>>,
}

/// A client that was made, and its first secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeClient {
    /// The client.
    pub client: ClientView,
    /// The secret.
    pub secret: MadeSecret,
}

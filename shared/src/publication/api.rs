//! Wire types of what is public.

use serde::{Deserialize, Serialize};

use crate::auth::api::Permit;

/// What anybody may read without signing in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicationView {
    /// Whether the open services of the directory are public: as pages at `/public/services`, and
    /// as Open Referral UK at `/oruk/v3`.
    pub services: bool,
    /// Whether the pathways of the plans are public, as pages at `/public/pathways`.
    pub pathways: bool,
    /// The version to name when changing it.
    pub version: i32,
    /// What the caller may do to it: `update`.
    pub allowed: Vec<Permit>,
}

/// What anybody may read from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PublicationForm {
    /// Whether the open services of the directory are public.
    pub services: bool,
    /// Whether the pathways of the plans are public.
    pub pathways: bool,
}

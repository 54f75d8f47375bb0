//! Lists that are read a page at a time.

use serde::{Deserialize, Serialize};

/// Records on a page when the caller names no number.
pub const LIMIT_DEFAULT: u16 = 50;
/// Most records on a page.
pub const LIMIT_MAX: u16 = 200;

/// One page of a list, in a stable order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The records of this page.
    pub items: Vec<T>,
    /// The address of the next page, where there is one.
    pub next: Option<String>,
    /// How many records the whole list has, when `count=true` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

//! The edge: what every request passes on its way in and every answer on its way out, one concern
//! a file.

pub mod assets;
pub mod body;
pub mod condition;
pub mod headers;
pub mod json;
pub mod page;
pub mod query;
pub mod reply;
pub mod request_id;
pub mod same_site;
pub mod serve;
pub mod stalled;
pub mod tree;

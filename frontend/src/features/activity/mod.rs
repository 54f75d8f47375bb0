//! Who did what and when, in a plan and on behalf of an agency, as far as the reader may know of it.

mod entries;
mod latest;
mod page;

pub use latest::LatestOfAgency;
pub use page::ActivityPage;

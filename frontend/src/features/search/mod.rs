//! Looking for words: the box at the top of every page, and what was found.

mod hit;
mod page;
mod site;

pub use page::SearchPage;
pub use site::SiteSearch;

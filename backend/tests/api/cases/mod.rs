//! `/cases`: what may be known of a young person, by whom, and what holds whatever happens.

mod audited;
mod canary;
mod crawl;
pub mod crew;
mod glass;
mod look;
mod readers;
mod records;
mod retention;
mod scene;
mod sequences;
mod together;

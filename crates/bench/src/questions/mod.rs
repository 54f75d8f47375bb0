//! The questions, each in a file of its own: what is asked of the server, what of the floors, and
//! what must hold. To add one, write its file and name it below.

mod action;
mod board;
mod cases;
mod check;
mod list;
mod live;
mod mix;
mod overview;
mod reads;
mod stage;
mod submit;
mod unchanged;

use std::future::Future;
use std::pin::Pin;

use crate::{
    error::Error,
    floors::{Argument, Database},
    report::Line,
    set::Set,
};

pub use stage::{Place, Stage};
pub use submit::drafts;

/// The answer of a floor.
pub type Found<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, Error>> + Send + 'a>>;

/// Something that is asked of the server, as a whole or in several ways.
pub trait Question: Sync {
    /// The word for `--only`.
    fn id(&self) -> &'static str;

    /// Measures it.
    ///
    /// # Errors
    /// When an answer is wrong or does not come.
    fn measure(&self, stage: &mut Stage<'_>) -> Result<Vec<Line>, Error>;
}

/// A read that the floors can answer too.
pub trait Read: Sync {
    /// Its id in the addresses of the floors.
    fn id(&self) -> &'static str;

    /// Every way in which it is asked of a set.
    fn asks(&self, set: &Set) -> Vec<Ask>;

    /// The statement by which the database builds the whole answer; see [`crate::floors::Dialect`].
    fn built(&self) -> &'static str;

    /// The same answer, put together from rows.
    fn rows<'a>(&'a self, database: &'a Database, arguments: &'a [Argument]) -> Found<'a>;

    /// The part of the server's answer that the floors give too.
    fn comparable(&self, answer: serde_json::Value) -> serde_json::Value {
        answer
    }
}

/// One way of asking.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The address on the server.
    pub path: String,
    /// The arguments for the floors, between strokes.
    pub arguments: String,
}

/// What must hold between the server and a floor, at how many connections.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    /// The floor.
    pub floor: &'static str,
    /// The least share of the floor's rate.
    pub must: f64,
    /// The share that is aimed at.
    pub aim: f64,
}

/// Every question, in the order in which they are measured.
pub const ALL: [&dyn Question; 14] = [
    &action::OneAction,
    &list::FiftyActions,
    &overview::Computed,
    &unchanged::Unchanged,
    &submit::Submit,
    &mix::Mix,
    &board::Board,
    &live::Live,
    &cases::MINE,
    &cases::ASKED,
    &cases::REVIEWS,
    &cases::STUCK,
    &cases::Page,
    &cases::Readers,
];

/// The reads that the floors answer.
pub const READS: [&dyn Read; 3] = [&action::OneAction, &list::FiftyActions, &overview::Computed];

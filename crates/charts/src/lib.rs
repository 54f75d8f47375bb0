//! Charts as SVG: bars, columns, lines and sparklines, drawn from figures alone. Nothing here knows
//! of a browser or of plans, so that a page, a file that somebody saves and a test have the same
//! picture.
//!
//! Every part is told apart by more than its colour: by a pattern, by its place, by a word beside
//! it. A chart is a picture of figures that also stand in a table: see [`Data`].

mod bars;
mod burn;
mod columns;
mod data;
mod draw;
pub mod flow;
mod scale;
mod spark;

pub use bars::{Bar, bars};
pub use burn::{BurnPoint, burn_up};
pub use columns::{Column, columns};
pub use data::Data;
pub use draw::{Chart, Ink, Look};
pub use spark::{Level, sparkline};

/// A part of a bar or of a column: how it is drawn, what it is called, how much it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// How it is drawn.
    pub ink: Ink,
    /// What it is called.
    pub word: &'static str,
    /// How much it is.
    pub count: u32,
}

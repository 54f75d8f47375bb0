//! The crate as its users see it: files made and read again, files made by other programs, and
//! files that are bent.

mod bent;
mod foreign;
mod round;

use chrono::{DateTime, Utc};

use crate::{Book, Cell, Column, Format, Kind};

pub const COLUMNS: &[Column] = &[
    Column::optional("Reference", "reference", Kind::Line),
    Column::shown("Title", "title", Kind::Passage),
    Column::needed("Words", "words", Kind::Passage),
    Column::optional("Rating", "rating", Kind::Choice(&["On track", "At risk"])),
    Column::optional("Done on", "on", Kind::Date),
    Column::optional("Due", "due", Kind::PrintedDate),
    Column::optional("Submit", "submit", Kind::YesNo),
    Column::optional("Version", "version", Kind::Number),
    Column::optional("Id", "id", Kind::Id),
];

pub fn book(rows: &[Vec<Cell>], format: Format) -> Vec<u8> {
    Book {
        title: "A plan",
        about: &[("Plan", "A plan".to_owned())],
        sheet: "Rows",
        columns: COLUMNS,
        rows,
        made: DateTime::<Utc>::default(),
    }
    .write(format)
    .unwrap()
}

/// A row of the columns above.
pub fn row(reference: &str, words: &str) -> Vec<Cell> {
    vec![
        Cell::text(reference),
        Cell::text("What it is"),
        Cell::text(words),
    ]
}

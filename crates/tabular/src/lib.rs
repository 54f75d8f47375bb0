//! Records to CSV and XLSX and back, by columns that are declared once.
//!
//! A [`Column`] says its heading, the field that it stands for and what its cells hold. [`Book`]
//! writes a file by them; [`read`] gives back [`Row`]s by field, with every fault named by the row
//! and the heading that a person sees in the sheet. What a file is refused for as a whole is
//! [`Unreadable`].
//!
//! Nothing in a file is trusted: its size, what it unzips to, its rows, columns and cells are
//! bounded, formulas are read as the values that were computed for them, and a text that a
//! spreadsheet would take for a formula is written so that it stays a text ([`guard`]).
#![deny(missing_docs)]

mod cell;
mod column;
mod comma;
mod dates;
mod fault;
mod format;
mod grid;
pub mod guard;
pub mod limits;
mod row;
mod sheet;
mod workbook;

pub use cell::Cell;
pub use column::{Column, Kind, Use};
pub use fault::{Fault, Note, Unreadable, Unwritable};
pub use format::Format;
pub use row::Row;
pub use sheet::Sheet;
pub use workbook::Book;

/// Reads the rows of a file that was declared to be of `format`.
///
/// # Errors
/// Why nothing in the file can be read. What is wrong with its rows stands in the [`Sheet`].
pub fn read(bytes: &[u8], format: Format, columns: &[Column]) -> Result<Sheet, Unreadable> {
    if bytes.len() > limits::BYTES {
        return Err(Unreadable::TooLarge);
    }
    let grid = match format {
        Format::Csv => comma::read(bytes, columns)?,
        Format::Xlsx => workbook::read(bytes, columns)?,
    };
    Ok(sheet::read(&grid, columns))
}

#[cfg(test)]
mod tests;

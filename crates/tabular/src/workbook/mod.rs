//! XLSX: written so that it opens well in a spreadsheet, read so that nothing in it can hurt.

mod around;
mod bounds;
mod read;
mod write;

pub use read::read;
pub use write::Book;

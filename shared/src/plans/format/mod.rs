//! The plan file: the JSON form in which a printed plan comes in.
//!
//! `docs/PLAN-FORMAT.md` describes it for those who write one. [`parse`] either gives a whole
//! [`PlanFile`] or every fault with its line, column and JSON pointer; it never takes part of a
//! file. Keys that hold somebody's answers are accepted and never read. Whether what the plan
//! *says* fits together is not judged here: that is [`super::checks`].

mod answers;
mod decode;
mod decoder;
mod errors;
mod fields;
mod model;
mod reader;
mod records;
#[cfg(feature = "schema")]
mod schema;
#[cfg(test)]
mod tests;

pub use errors::{FormatError, FormatFault, SyntaxFault};
pub use model::*;
#[cfg(feature = "schema")]
pub use schema::json_schema;

/// The largest file that is read, in MiB.
pub const MAX_MIB: usize = 8;

/// Reads a plan file.
///
/// # Errors
/// Every fault found, in the order of the file: a single one when the text is too large or is not
/// JSON, otherwise up to 200 and then how many more there are.
pub fn parse(text: &str) -> Result<PlanFile, Vec<FormatError>> {
    if text.len() > MAX_MIB << 20 {
        let fault = FormatFault::FileTooLarge { limit: MAX_MIB };
        return Err(vec![FormatError {
            line: 1,
            column: 1,
            path: String::new(),
            fault,
        }]);
    }
    let root = reader::read(text).map_err(|(at, fault)| {
        let (line, column) = reader::Lines::new(text).place(at);
        vec![FormatError {
            line,
            column,
            path: String::new(),
            fault: FormatFault::Syntax(fault),
        }]
    })?;
    decode::decode(text, &root)
}

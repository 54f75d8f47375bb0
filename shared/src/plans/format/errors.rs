//! What can be wrong with a plan file, where, and the sentence that says so.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::calendar::DateError;

/// One thing wrong with a plan file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormatError {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// The place as a JSON pointer (RFC 6901); empty for the whole file.
    pub path: String,
    /// What is wrong, as a sentence for people.
    #[serde(serialize_with = "as_sentence", rename = "message")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub fault: FormatFault,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)?;
        if !self.path.is_empty() {
            write!(f, ", {}", self.path)?;
        }
        write!(f, ": {}", self.fault)
    }
}

impl std::error::Error for FormatError {}

fn as_sentence<S: Serializer>(fault: &FormatFault, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(fault)
}

/// The kinds of fault, each with its sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatFault {
    /// The file is larger than the limit.
    #[error("The file is larger than {limit} MiB.")]
    FileTooLarge {
        /// The limit in MiB.
        limit: usize,
    },
    /// The text is not JSON.
    #[error("This is not JSON: {0}.")]
    Syntax(SyntaxFault),
    /// A key stands twice in one object.
    #[error("The key \"{key}\" stands twice in this object.")]
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// A key that the format does not declare.
    #[error("The format has no key \"{key}\" here.")]
    UnknownKey {
        /// The key.
        key: String,
    },
    /// A required key is missing.
    #[error("The key \"{key}\" is missing.")]
    MissingKey {
        /// The key.
        key: &'static str,
    },
    /// A value of the wrong type.
    #[error("This must be {expected}, but it is {found}.")]
    WrongType {
        /// What belongs here.
        expected: &'static str,
        /// What stands here.
        found: &'static str,
    },
    /// A number out of range.
    #[error("This must be a whole number from {least} to {most}.")]
    OutOfRange {
        /// The least number allowed.
        least: i64,
        /// The greatest number allowed.
        most: i64,
    },
    /// A word that is not one of a fixed list.
    #[error("This must be one of: {choices}.")]
    NotAChoice {
        /// The words allowed, with commas between them.
        choices: String,
    },
    /// An empty text where one is needed.
    #[error("This must not be empty.")]
    Empty,
    /// A text longer than its limit.
    #[error("This text has {length} characters; at most {limit} are allowed.")]
    TooLong {
        /// The limit in characters.
        limit: usize,
        /// The length in characters.
        length: usize,
    },
    /// A list longer than its limit.
    #[error("This list has {length} items; at most {limit} are allowed.")]
    TooMany {
        /// The limit.
        limit: usize,
        /// The length.
        length: usize,
    },
    /// A text that holds the NUL character.
    #[error("This text holds a NUL character, which cannot be stored.")]
    Nul,
    /// An id with characters that ids do not have.
    #[error(
        "An id is made of letters, digits, full stops, hyphens and underscores, at most 100 of them."
    )]
    BadId,
    /// Two items with one id.
    #[error("The id \"{id}\" is used twice; it first stands on line {first_line}.")]
    DuplicateId {
        /// The id.
        id: String,
        /// The line of its first use.
        first_line: usize,
    },
    /// A reference to an id that the file does not have.
    #[error("No item of {collection} has the id \"{id}\".")]
    UnknownId {
        /// The id.
        id: String,
        /// The collection that it should be in.
        collection: &'static str,
    },
    /// A reference to an item of another collection.
    #[error("\"{id}\" is one of {found}; an item of {collection} belongs here.")]
    WrongCollection {
        /// The id.
        id: String,
        /// The collection that it should be in.
        collection: &'static str,
        /// The collection that it is in.
        found: &'static str,
    },
    /// An agency that is its own parent, directly or through others.
    #[error("\"{id}\" is above itself: its parents form a circle.")]
    ParentCircle {
        /// The agency's id.
        id: String,
    },
    /// A text that is not a date.
    #[error("This is not a date: {0}.")]
    Date(DateError),
    /// An end before its start.
    #[error("The end lies before the start.")]
    EndBeforeStart,
    /// More faults than are listed.
    #[error("{left_out} more faults are not listed.")]
    More {
        /// How many were left out.
        left_out: usize,
    },
}

/// Why a text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SyntaxFault {
    /// The text ends too early.
    #[error("the text ends in the middle")]
    EndOfText,
    /// Something else was needed here.
    #[error("{0} belongs here")]
    Expected(&'static str),
    /// A line break or another control character inside a string.
    #[error("a string cannot hold a bare control character; write it as an escape")]
    ControlCharacter,
    /// An escape that JSON does not have, or half of a surrogate pair.
    #[error("this escape does not exist")]
    Escape,
    /// A number that JSON does not allow.
    #[error("this is not a number")]
    Number,
    /// Text after the end of the value.
    #[error("there is more text after the end")]
    TrailingText,
    /// Lists and objects nested too deeply.
    #[error("lists and objects are nested more than 64 deep")]
    TooDeep,
}

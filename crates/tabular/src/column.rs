/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A few words on one line.
    Line,
    /// Words on as many lines as they need.
    Passage,
    /// A day.
    Date,
    /// A date as plans print it: `2015`, `2015-04`, `2015-04-01`, `2015-autumn` or `2015/16`.
    PrintedDate,
    /// One of some words; upper and lower case are the same.
    Choice(&'static [&'static str]),
    /// `Yes`, or `No` or nothing.
    YesNo,
    /// A whole number.
    Number,
    /// The id of a record.
    Id,
}

/// What a column is for when the sheet comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It tells people what a row is about, and is not read.
    Shown,
    /// It is read where it is there.
    Optional,
    /// It is read, and a sheet without it is refused: to take a column that was lost for an empty
    /// one would clear what it held.
    Needed,
}

/// A column, declared once for writing and for reading.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The words above it.
    pub heading: &'static str,
    /// The field that it stands for.
    pub field: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// What it is for.
    pub usage: Use,
}

impl Column {
    /// A column that only tells people what a row is about.
    pub const fn shown(heading: &'static str, field: &'static str, kind: Kind) -> Self {
        Self {
            heading,
            field,
            kind,
            usage: Use::Shown,
        }
    }

    /// A column that is read where it is there.
    pub const fn optional(heading: &'static str, field: &'static str, kind: Kind) -> Self {
        Self {
            heading,
            field,
            kind,
            usage: Use::Optional,
        }
    }

    /// A column that a sheet must have.
    pub const fn needed(heading: &'static str, field: &'static str, kind: Kind) -> Self {
        Self {
            heading,
            field,
            kind,
            usage: Use::Needed,
        }
    }

    /// Whether `text` is its heading, but for case and space.
    pub(crate) fn is_headed(&self, text: &str) -> bool {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        plain(text).eq_ignore_ascii_case(self.heading)
    }
}

use chrono::NaiveDate;

/// What stands in a cell, written or read.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// An error that a spreadsheet shows, such as `#REF!`.
    Error(String),
    /// A formula for which the file holds no value.
    Uncomputed,
}

impl Cell {
    /// A text; nothing for an empty one.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// A text, where there is one.
    pub fn perhaps(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// A day, where there is one.
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Date)
    }

    /// A whole number.
    pub fn number(number: impl Into<f64>) -> Self {
        Self::Number(number.into())
    }

    /// Whether nothing stands in it that a person sees.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

//! A row by field, and how a cell becomes what its column says.

use std::collections::HashMap;

use chrono::NaiveDate;
use shared::{calendar::PartialDate, problem::FieldCode};
use uuid::Uuid;

use crate::{cell::Cell, column::Kind, dates};

/// What a cell says, as its column has it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Day(NaiveDate),
    Printed(PartialDate),
    Number(i64),
    Yes(bool),
    Id(Uuid),
}

/// A row, by field. A field that is missing was left empty or could not be read; in the second
/// case it stands among the faults.
#[derive(Debug)]
pub struct Row {
    /// The row as the sheet numbers it, from 1.
    pub number: u32,
    values: HashMap<&'static str, Value>,
}

impl Row {
    pub(crate) const fn new(number: u32, values: HashMap<&'static str, Value>) -> Self {
        Self { number, values }
    }

    /// The words in a line, passage or choice; empty for none.
    pub fn text(&self, field: &str) -> &str {
        match self.values.get(field) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// The day in a date.
    pub fn day(&self, field: &str) -> Option<NaiveDate> {
        match self.values.get(field) {
            Some(Value::Day(day)) => Some(*day),
            _ => None,
        }
    }

    /// The date as printed.
    pub fn printed(&self, field: &str) -> Option<&PartialDate> {
        match self.values.get(field) {
            Some(Value::Printed(date)) => Some(date),
            _ => None,
        }
    }

    /// The number.
    pub fn number(&self, field: &str) -> Option<i64> {
        match self.values.get(field) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Whether it says yes.
    pub fn yes(&self, field: &str) -> bool {
        self.says(field) == Some(true)
    }

    /// Whether it says yes or no, if it says either.
    pub fn says(&self, field: &str) -> Option<bool> {
        match self.values.get(field) {
            Some(Value::Yes(yes)) => Some(*yes),
            _ => None,
        }
    }

    /// The id of a record.
    pub fn id(&self, field: &str) -> Option<Uuid> {
        match self.values.get(field) {
            Some(Value::Id(id)) => Some(*id),
            _ => None,
        }
    }
}

/// Words that somebody else chose, short enough to be said.
pub fn clipped(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}

/// What is wrong with a cell.
type Wrong = (FieldCode, String);

/// What a cell says in a column of a kind.
pub fn value(cell: &Cell, kind: Kind, from_1904: bool) -> Result<Value, Wrong> {
    let wrong = |code, detail: &str| Err((code, detail.to_owned()));
    match cell {
        Cell::Error(shown) => {
            return Err((
                FieldCode::WrongType,
                format!(
                    "This cell shows the error {}. Mend it, or empty the cell",
                    clipped(shown)
                ),
            ));
        }
        Cell::Uncomputed => {
            return wrong(
                FieldCode::WrongType,
                "This cell holds a formula without a value. Open the file in a spreadsheet, save it and send it again, or write the value itself",
            );
        }
        _ => {}
    }
    match kind {
        Kind::Line | Kind::Passage => Ok(Value::Text(spoken(cell))),
        Kind::Date => dates::day(cell, from_1904)
            .map(Value::Day)
            .ok_or_else(|| (FieldCode::WrongType, dates::NOT_A_DAY.to_owned())),
        Kind::PrintedDate => dates::printed(cell, from_1904)
            .map(Value::Printed)
            .ok_or_else(|| (FieldCode::WrongType, dates::NOT_PRINTED.to_owned())),
        Kind::Choice(words) => {
            let text = spoken(cell);
            let text = text.trim();
            words
                .iter()
                .find(|word| word.eq_ignore_ascii_case(text))
                .map(|word| Value::Text((*word).to_owned()))
                .ok_or_else(|| {
                    (
                        FieldCode::NotAllowed,
                        format!("Write one of these: {}", words.join(", ")),
                    )
                })
        }
        Kind::YesNo => match (cell, spoken(cell).trim().to_lowercase().as_str()) {
            (Cell::Flag(flag), _) => Ok(Value::Yes(*flag)),
            (_, "yes" | "y" | "true" | "1") => Ok(Value::Yes(true)),
            (_, "no" | "n" | "false" | "0") => Ok(Value::Yes(false)),
            _ => wrong(FieldCode::NotAllowed, "Write Yes or No"),
        },
        Kind::Number => whole(cell)
            .map(Value::Number)
            .ok_or_else(|| (FieldCode::WrongType, "Enter a whole number".to_owned())),
        Kind::Id => Uuid::parse_str(spoken(cell).trim()).map(Value::Id).map_err(|_| {
            (
                FieldCode::WrongType,
                "This is not an id of ours. Put it back as it was downloaded, or leave it empty".to_owned(),
            )
        }),
    }
}

/// The words in a cell. A number or a day that stands in a column of words is taken as it reads.
fn spoken(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Error(text) => text.clone(),
        Cell::Date(day) => day.format("%Y-%m-%d").to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(true) => "Yes".to_owned(),
        Cell::Flag(false) => "No".to_owned(),
        Cell::Empty | Cell::Uncomputed => String::new(),
    }
}

fn whole(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}").parse().ok()
        }
        Cell::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

//! Wire types of the spreadsheets of a plan.

use serde::{Deserialize, Serialize};

use crate::{
    policy::RefusalCode,
    problem::{ErrorCode, FieldCode},
};

/// Most bytes of a file that is imported.
pub const FILE_MAX: usize = 4 * 1024 * 1024;

/// The kind of file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SheetFormat {
    /// An Excel workbook.
    #[default]
    Xlsx,
    /// Comma-separated values.
    Csv,
}

impl SheetFormat {
    /// The word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// The media type of a file that is sent.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv",
        }
    }

    /// The format that the end of a file's name says.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, end) = name.rsplit_once('.')?;
        [Self::Xlsx, Self::Csv]
            .into_iter()
            .find(|format| end.eq_ignore_ascii_case(format.code()))
    }
}

/// What a sheet that is filled in is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SheetTable {
    /// Progress updates, an action a row.
    #[default]
    Updates,
    /// Milestones of actions.
    Milestones,
}

impl SheetTable {
    /// The word on the wire and in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Updates => "updates",
            Self::Milestones => "milestones",
        }
    }
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RowFate {
    /// A record is made.
    Create,
    /// A record is changed.
    Change,
    /// Nothing: it says what is there already, or nothing.
    Leave,
}

impl RowFate {
    /// The word on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Create => "New",
            Self::Change => "Changed",
            Self::Leave => "As it was",
        }
    }
}

/// A row that fits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportedRow {
    /// The row as the sheet numbers it, from 1.
    pub row: u32,
    /// What it is about, in words: the action, or the milestone.
    pub subject: String,
    /// What becomes of it.
    pub what: RowFate,
    /// Whether it is sent for review.
    pub submitted: bool,
}

/// The kind of a row's fault: that of a field, of a refusal, or of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RowCode {
    /// A field is wrong.
    Field(FieldCode),
    /// The rules refuse it.
    Refusal(RefusalCode),
    /// Something else is in the way, such as `stale`.
    Problem(ErrorCode),
}

/// A row that does not fit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowFault {
    /// The row as the sheet numbers it, from 1.
    pub row: u32,
    /// The heading of the column, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What kind of fault it is: a code of a field, of a refusal or of a problem.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub code: RowCode,
    /// What is wrong and what to do, in words for people.
    pub detail: String,
}

/// What came of a sheet, or would come of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportReport {
    /// Whether nothing was written because nothing was to be.
    pub dry_run: bool,
    /// What the sheet is about.
    pub table: SheetTable,
    /// How many records are made.
    pub create: u32,
    /// How many records are changed.
    pub change: u32,
    /// How many rows say what is there already.
    pub leave: u32,
    /// How many updates are sent for review.
    pub submit: u32,
    /// The rows that fit, in the order of the sheet.
    pub rows: Vec<ImportedRow>,
    /// What does not fit, in the order of the sheet. While there is anything, nothing is written.
    pub errors: Vec<RowFault>,
    /// What the sender may not have meant, such as hidden rows and columns that are not read.
    pub notes: Vec<String>,
}

impl ImportReport {
    /// A report on no rows.
    pub const fn new(table: SheetTable, dry_run: bool) -> Self {
        Self {
            dry_run,
            table,
            create: 0,
            change: 0,
            leave: 0,
            submit: 0,
            rows: Vec::new(),
            errors: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Adds a row that fits.
    pub fn add(&mut self, row: ImportedRow) {
        match row.what {
            RowFate::Create => self.create += 1,
            RowFate::Change => self.change += 1,
            RowFate::Leave => self.leave += 1,
        }
        self.submit += u32::from(row.submitted);
        self.rows.push(row);
    }

    /// Whether there is anything to write, and nothing in its way.
    pub const fn writes(&self) -> bool {
        self.errors.is_empty() && (self.create > 0 || self.change > 0 || self.submit > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_keep_their_words() {
        for (code, word) in [
            (RowCode::Field(FieldCode::NotAllowed), "\"not_allowed\""),
            (RowCode::Refusal(RefusalCode::NotYours), "\"not_yours\""),
            (RowCode::Problem(ErrorCode::Stale), "\"stale\""),
        ] {
            assert_eq!(serde_json::to_string(&code).unwrap(), word);
            assert_eq!(serde_json::from_str::<RowCode>(word).unwrap(), code);
        }
    }

    #[test]
    fn rows_are_counted_by_what_becomes_of_them() {
        let mut report = ImportReport::new(SheetTable::Updates, true);
        for (row, what, submitted) in [
            (2, RowFate::Create, true),
            (3, RowFate::Change, false),
            (4, RowFate::Leave, false),
        ] {
            report.add(ImportedRow {
                row,
                subject: String::new(),
                what,
                submitted,
            });
        }
        assert_eq!(
            (report.create, report.change, report.leave, report.submit),
            (1, 1, 1, 1)
        );
        assert!(report.writes());
        assert_eq!(
            SheetFormat::of_name("Q3.final.XLSX"),
            Some(SheetFormat::Xlsx)
        );
        assert_eq!(SheetFormat::of_name("updates"), None);
    }
}

use shared::problem::FieldCode;

use crate::limits;

/// Something wrong in a sheet, in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The row as the sheet numbers it, from 1.
    pub row: u32,
    /// The heading of the column, where it is about one.
    pub column: Option<String>,
    /// What kind of fault it is.
    pub code: FieldCode,
    /// What is wrong and what to do, in words for people.
    pub detail: String,
}

impl Fault {
    /// A fault in a cell.
    pub fn cell(
        row: u32,
        column: impl Into<String>,
        code: FieldCode,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            row,
            column: Some(column.into()),
            code,
            detail: detail.into(),
        }
    }

    /// A fault of a whole row.
    pub fn row(row: u32, code: FieldCode, detail: impl Into<String>) -> Self {
        Self {
            row,
            column: None,
            code,
            detail: detail.into(),
        }
    }
}

/// Something in a sheet that a person may not have meant, and that stops nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The row as the sheet numbers it, where it is about one.
    pub row: Option<u32>,
    /// What it is, in words for people.
    pub detail: String,
}

/// Why nothing in a file can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// More bytes than are taken.
    #[error("Send a file of at most {} MiB. Split it into several files.", limits::BYTES / 1024 / 1024)]
    TooLarge,
    /// It unzips to more than is taken.
    #[error("This workbook holds more than {} MiB once it is unpacked. Remove pictures and other sheets from it.", limits::UNZIPPED / 1024 / 1024)]
    Unzips,
    /// More parts or sheets than are taken.
    #[error("This workbook has too many parts. Copy the one sheet to a workbook of its own.")]
    TooManyParts,
    /// More rows than are taken.
    #[error(
        "Send at most {} rows at a time. Split the sheet into several files.",
        limits::ROWS
    )]
    TooManyRows,
    /// Something stands far below the rest.
    #[error(
        "Something stands in row {0}, far below the other rows. Delete what is below the last row, and blank rows."
    )]
    TooFarDown(u32),
    /// More columns than are taken.
    #[error(
        "Something stands to the right of column {}. Delete what is beside the table.",
        limits::COLUMNS
    )]
    TooManyColumns,
    /// A cell with more characters than are taken.
    #[error("A cell in row {0} has more than {max} characters. Shorten it.", max = limits::CELL)]
    CellTooLong(u32),
    /// Declared as CSV, and a workbook.
    #[error("This is an Excel workbook, but it was sent as CSV. Send it with its own media type.")]
    WorkbookAsCsv,
    /// Declared as a workbook, and not one.
    #[error("This is not an Excel workbook. Save it as .xlsx, or send it as CSV.")]
    NotAWorkbook,
    /// An older or a protected workbook.
    #[error(
        "This workbook is protected with a password, or of the old .xls kind. Save it as .xlsx without a password."
    )]
    OldOrProtected,
    /// Bent beyond reading.
    #[error("This workbook is damaged. Open it, save it again as .xlsx and send that file.")]
    Damaged,
    /// Bytes that are no text.
    #[error("This is not a text file. Save the sheet as CSV and send that file.")]
    NotText,
    /// Nothing in it.
    #[error(
        "There is nothing in this file. Send the sheet with its headings and at least one row."
    )]
    Empty,
    /// Several sheets with the same headings.
    #[error("The sheets {0} both have the headings of this table. Keep one of them in the file.")]
    SeveralSheets(String),
    /// No sheet with any of the headings.
    #[error(
        "No sheet of this file has the headings of this table. The first of them is “{0}”. Download the template and copy your rows into it."
    )]
    NoHeadings(&'static str),
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    /// The CSV could not be put together.
    #[error("csv: {0}")]
    Csv(#[from] csv::Error),
    /// The workbook could not be put together.
    #[error("workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The text could not be flushed.
    #[error("text: {0}")]
    Text(#[from] std::io::Error),
}

//! A workbook of two sheets: what it is about, and the table.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet,
};

use crate::{
    Format as FileFormat,
    cell::Cell,
    column::{Column, Kind, Use},
    comma,
    fault::Unwritable,
    guard, limits,
};

/// Rows below the table in which new ones can be written with the choices at hand.
const SPARE: u32 = 200;

/// A file to be written.
#[derive(Debug)]
pub struct Book<'a> {
    /// What it is, for its first sheet.
    pub title: &'a str,
    /// What a reader has to know, as pairs of a word and what it is.
    pub about: &'a [(&'a str, String)],
    /// The name of the table's sheet.
    pub sheet: &'a str,
    /// The columns.
    pub columns: &'a [Column],
    /// The rows, with a cell a column.
    pub rows: &'a [Vec<Cell>],
    /// When it is made.
    pub made: DateTime<Utc>,
}

impl Book<'_> {
    /// The file as bytes. A CSV file holds the table alone.
    ///
    /// # Errors
    /// When it cannot be put together.
    pub fn write(&self, format: FileFormat) -> Result<Vec<u8>, Unwritable> {
        match format {
            FileFormat::Csv => comma::write(self.columns, self.rows),
            FileFormat::Xlsx => self.workbook(),
        }
    }

    fn workbook(&self) -> Result<Vec<u8>, Unwritable> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_ymd(
            u16::try_from(self.made.year()).unwrap_or(1900),
            u8::try_from(self.made.month()).unwrap_or(1),
            u8::try_from(self.made.day()).unwrap_or(1),
        )?
        .and_hms(
            u16::try_from(self.made.hour()).unwrap_or(0),
            u8::try_from(self.made.minute()).unwrap_or(0),
            f64::from(self.made.second()),
        )?;
        book.set_properties(
            &DocProperties::new()
                .set_title(self.title)
                .set_creation_datetime(&made),
        );
        self.front(book.add_worksheet())?;
        self.table(book.add_worksheet())?;
        Ok(book.save_to_buffer()?)
    }

    fn front(&self, sheet: &mut Worksheet) -> Result<(), Unwritable> {
        let word = Format::new().set_bold().set_align(FormatAlign::Top);
        let said = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        sheet.set_name("About")?;
        sheet.set_column_width(0, 24)?;
        sheet.set_column_width(1, 80)?;
        let title = Format::new().set_bold().set_font_size(16);
        sheet.write_string_with_format(0, 0, self.title, &title)?;
        for (row, (what, text)) in (2..).zip(self.about) {
            sheet.write_string_with_format(row, 0, *what, &word)?;
            sheet.write_string_with_format(row, 1, text, &said)?;
        }
        Ok(())
    }

    fn table(&self, sheet: &mut Worksheet) -> Result<(), Unwritable> {
        sheet.set_name(self.sheet)?;
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_landscape();
        sheet.set_print_fit_to_pages(1, 0);
        let last_row = u32::try_from(self.rows.len()).unwrap_or(limits::ROWS);
        let last_column = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(0);
        for (at, column) in (0..).zip(self.columns) {
            sheet.set_column_width(at, width(column.kind))?;
            // Also what is written below the table is kept as the column has it.
            sheet.set_column_format(at, &body(column))?;
            sheet.write_string_with_format(0, at, column.heading, &heading(column))?;
            if let Some(words) = choices(column) {
                let rule = DataValidation::new().allow_list_strings(words)?;
                sheet.add_data_validation(1, at, last_row + SPARE, at, &rule)?;
            }
        }
        sheet.autofilter(0, 0, last_row, last_column)?;
        for (row, cells) in (1..).zip(self.rows) {
            for (at, column) in (0..).zip(self.columns) {
                let cell = cells.get(usize::from(at)).unwrap_or(&Cell::Empty);
                write(sheet, row, at, column, cell)?;
            }
        }
        Ok(())
    }
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    at: u16,
    column: &Column,
    cell: &Cell,
) -> Result<(), Unwritable> {
    let format = body(column);
    match cell {
        Cell::Empty | Cell::Uncomputed => sheet.write_blank(row, at, &format)?,
        Cell::Text(text) | Cell::Error(text) => {
            let format = if guard::dangerous(text) {
                format.set_quote_prefix()
            } else {
                format
            };
            sheet.write_string_with_format(row, at, guard::keep_marks(text), &format)?
        }
        Cell::Date(day) => match serial(*day) {
            Some(date) => sheet.write_datetime_with_format(row, at, &date, &format)?,
            None => sheet.write_string_with_format(row, at, day.to_string(), &format)?,
        },
        Cell::Number(number) => sheet.write_number_with_format(row, at, *number, &format)?,
        Cell::Flag(flag) => {
            let word = if *flag { "Yes" } else { "No" };
            sheet.write_string_with_format(row, at, word, &format)?
        }
    };
    Ok(())
}

/// A day as a spreadsheet keeps it; days before 1900 it cannot keep.
fn serial(day: NaiveDate) -> Option<ExcelDateTime> {
    ExcelDateTime::from_ymd(
        u16::try_from(day.year()).ok()?,
        u8::try_from(day.month()).ok()?,
        u8::try_from(day.day()).ok()?,
    )
    .ok()
}

fn heading(column: &Column) -> Format {
    let format = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border_bottom(FormatBorder::Medium);
    match column.usage {
        Use::Shown => format.set_background_color(Color::RGB(0x00E6_E6E6)),
        Use::Optional | Use::Needed => format.set_background_color(Color::RGB(0x00D5_E8E6)),
    }
}

fn body(column: &Column) -> Format {
    let format = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let format = match column.kind {
        Kind::Date => format.set_num_format("d mmm yyyy"),
        Kind::Number => format.set_num_format("0"),
        // As text, so that a spreadsheet makes no day of 2015-04 and no number of 3.10.
        _ => format.set_num_format("@"),
    };
    if column.usage == Use::Shown {
        format.set_font_color(Color::RGB(0x0050_5A5F))
    } else {
        format
    }
}

const fn width(kind: Kind) -> f64 {
    match kind {
        Kind::Passage => 48.0,
        Kind::Line => 28.0,
        Kind::Choice(_) => 18.0,
        Kind::Date | Kind::PrintedDate => 14.0,
        Kind::YesNo | Kind::Number => 10.0,
        Kind::Id => 38.0,
    }
}

/// Most characters of a list of words that a cell offers, with the commas between them: a bound of
/// the format.
const OFFERED: usize = 255;

/// The words that the cells of a column offer. A list that is too long is not offered; what is
/// written is checked all the same when the sheet comes back.
fn choices(column: &Column) -> Option<&'static [&'static str]> {
    let length = |words: &[&str]| {
        words
            .iter()
            .map(|word| word.chars().count() + 1)
            .sum::<usize>()
    };
    match (column.usage, column.kind) {
        (Use::Shown, _) => None,
        (_, Kind::Choice(words)) => (length(words) <= OFFERED).then_some(words),
        (_, Kind::YesNo) => Some(&["Yes", "No"]),
        _ => None,
    }
}

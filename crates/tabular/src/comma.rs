//! CSV. Written as RFC 4180 has it, in UTF-8 with a byte order mark, by which Excel knows it; read
//! as programs write it: UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs.

use csv::{ReaderBuilder, StringRecord, Terminator, WriterBuilder};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::{
    cell::Cell,
    column::Column,
    fault::{Unreadable, Unwritable},
    grid::Grid,
    guard, limits,
};

const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Writes the headings and the rows.
///
/// # Errors
/// When the writer fails, as it cannot in memory.
pub fn write(columns: &[Column], rows: &[Vec<Cell>]) -> Result<Vec<u8>, Unwritable> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(MARK.to_vec());
    writer.write_record(columns.iter().map(|column| column.heading))?;
    for row in rows {
        writer.write_record(columns.iter().enumerate().map(|(at, _)| {
            let cell = row.get(at).unwrap_or(&Cell::Empty);
            written(cell)
        }))?;
    }
    writer
        .into_inner()
        .map_err(|error| Unwritable::Text(error.into_error()))
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Uncomputed => String::new(),
        Cell::Text(text) | Cell::Error(text) => guard::mark(text).into_owned(),
        Cell::Date(day) => day.format("%Y-%m-%d").to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(true) => "Yes".to_owned(),
        Cell::Flag(false) => "No".to_owned(),
    }
}

/// Reads the cells, all of them as texts.
///
/// # Errors
/// When it is no text, holds nothing, or goes beyond the limits.
pub fn read(bytes: &[u8], columns: &[Column]) -> Result<Grid, Unreadable> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Err(Unreadable::WorkbookAsCsv);
    }
    let text = decoded(bytes)?;
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    let mut grid = Grid::default();
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text, columns))
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut number = 0;
    loop {
        let before = reader.position().line();
        // The text is UTF-8 and rows may differ in length: nothing is left that could fail.
        if !reader
            .read_record(&mut record)
            .map_err(|_| Unreadable::NotText)?
        {
            return Ok(grid);
        }
        let passed = reader.position().line().saturating_sub(before);
        number = row_after(number, passed, &record);
        for (column, text) in record.iter().enumerate() {
            let column = u32::try_from(column).unwrap_or(limits::COLUMNS);
            grid.put(number - 1, column, Cell::text(guard::unmark(text)))?;
        }
    }
}

/// The number of a row as a spreadsheet shows it: the reader passes over blank lines, which are
/// rows there, and a cell may hold several lines, which are one row.
fn row_after(before: u32, lines: u64, record: &StringRecord) -> u32 {
    let inside: usize = record.iter().map(|text| text.matches('\n').count()).sum();
    let own = 1 + u64::try_from(inside).unwrap_or(u64::MAX);
    let blank = u32::try_from(lines.saturating_sub(own)).unwrap_or(u32::MAX);
    before.saturating_add(blank).saturating_add(1)
}

fn decoded(bytes: &[u8]) -> Result<String, Unreadable> {
    let (text, fits) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => {
            let rest = bytes.get(mark..).unwrap_or_default();
            encoding
                .decode_without_bom_handling_and_without_replacement(rest)
                .map_or((String::new(), false), |text| (text.into_owned(), true))
        }
        None => match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => (text.into_owned(), true),
            None => (
                WINDOWS_1252
                    .decode_without_bom_handling(bytes)
                    .0
                    .into_owned(),
                true,
            ),
        },
    };
    if !fits || text.contains('\0') {
        return Err(Unreadable::NotText);
    }
    Ok(text)
}

/// What stands between the cells: whatever makes the most headings of the first lines.
fn delimiter(text: &str, columns: &[Column]) -> u8 {
    let head: String = text
        .split_inclusive('\n')
        .take(limits::LEAD_IN as usize)
        .collect();
    let headings = |delimiter: u8| {
        ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(head.as_bytes())
            .into_records()
            .map_while(Result::ok)
            .map(|record| {
                record
                    .iter()
                    .filter(|text| columns.iter().any(|column| column.is_headed(text)))
                    .count()
            })
            .max()
            .unwrap_or(0)
    };
    // The last of the greatest: a comma unless another makes more.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|delimiter| headings(*delimiter))
        .unwrap_or(b',')
}

//! The sheet of a workbook that has the headings of a table.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xlsx};

use super::{around::Contents, bounds::Parts};
use crate::{
    cell::Cell,
    column::Column,
    fault::Unreadable,
    grid::Grid,
    guard, limits,
    sheet::{heading_line, headings_in},
};

const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

/// Reads the sheet that has the most of the headings.
///
/// # Errors
/// When it is no workbook, a damaged one, or one beyond the limits; when no sheet, or more than
/// one, has the headings.
pub fn read(bytes: &[u8], columns: &[Column]) -> Result<Grid, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.starts_with(COMPOUND) {
        return Err(Unreadable::OldOrProtected);
    }
    if !bytes.starts_with(ZIP) {
        return Err(Unreadable::NotAWorkbook);
    }
    let mut parts = Parts::counted(bytes)?;
    let contents = Contents::of(&mut parts)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    let (name, mut grid) = chosen(&mut book, columns)?;
    let around = contents.around(&mut parts, &name)?;
    grid.from_1904 = contents.from_1904;
    for (row, column) in around.uncomputed {
        grid.put_uncomputed(row, column)?;
    }
    for line in &mut grid.lines {
        line.hidden = around.hidden.contains(&(line.number - 1));
    }
    grid.merged = around.merged;
    Ok(grid)
}

/// The one sheet that has the most headings, by its name.
fn chosen(
    book: &mut Xlsx<Cursor<&[u8]>>,
    columns: &[Column],
) -> Result<(String, Grid), Unreadable> {
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    if names.len() > limits::SHEETS {
        return Err(Unreadable::TooManyParts);
    }
    let mut best: Vec<(String, Grid)> = Vec::new();
    let mut most = 0;
    let mut trouble = None;
    for name in names {
        // A sheet that is not ours may hold what it likes; ours has its headings on top.
        let (grid, fault) = cells(book, &name);
        let found = heading_line(&grid, columns).map_or(0, |line| headings_in(line, columns));
        if found == 0 || found < most {
            continue;
        }
        if found > most {
            best.clear();
            trouble = None;
        }
        most = found;
        trouble = trouble.or(fault);
        best.push((name, grid));
    }
    if let Some(trouble) = trouble {
        return Err(trouble);
    }
    if best.len() > 1 {
        let names: Vec<String> = best.iter().map(|(name, _)| format!("“{name}”")).collect();
        return Err(Unreadable::SeveralSheets(names.join(", ")));
    }
    best.pop().ok_or(Unreadable::NoHeadings(
        columns.first().map_or("", |column| column.heading),
    ))
}

/// The cells of a sheet up to the first that is beyond the limits or cannot be read. They are
/// taken as they come: a table made of them first would be as large as its farthest corner.
fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> (Grid, Option<Unreadable>) {
    let mut grid = Grid::default();
    let Ok(mut reader) = book.worksheet_cells_reader(name) else {
        return (grid, Some(Unreadable::Damaged));
    };
    loop {
        match reader.next_cell() {
            Ok(Some(found)) => {
                let (row, column) = found.get_position();
                let cell = cell(found.get_value());
                if let Err(fault) = grid.put(row, column, cell) {
                    return (grid, Some(fault));
                }
            }
            Ok(None) => return (grid, None),
            Err(_) => return (grid, Some(Unreadable::Damaged)),
        }
    }
}

fn cell(value: &DataRef<'_>) -> Cell {
    match Data::from(value.clone()) {
        Data::Empty => Cell::Empty,
        Data::String(text) => Cell::text(guard::unmark(&text)),
        Data::Float(number) => Cell::Number(number),
        Data::Int(number) => Cell::Number(number as f64),
        Data::Bool(flag) => Cell::Flag(flag),
        Data::DateTime(moment) => moment
            .as_datetime()
            .map_or(Cell::Number(moment.as_f64()), |moment| {
                Cell::Date(moment.date())
            }),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::text(text),
        Data::Error(error) => Cell::Error(error.to_string()),
    }
}

//! Headings are found, cells become what their columns say, and whatever is wrong is named in its
//! place.

use std::collections::HashMap;

use shared::problem::FieldCode;

use crate::{
    cell::Cell,
    column::{Column, Use},
    fault::{Fault, Note},
    grid::{Grid, Line},
    limits,
    row::{Row, clipped, value},
};

/// What was read from a file.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The rows below the headings that hold something.
    pub rows: Vec<Row>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// What a person may not have meant.
    pub notes: Vec<Note>,
    /// Whether its headings are as they should be: while they are not, nothing is known of what its
    /// rows leave out.
    pub headings_fit: bool,
}

/// Reads the rows of a grid.
pub fn read(grid: &Grid, columns: &[Column]) -> Sheet {
    let mut sheet = Sheet::default();
    let Some(head) = heading_line(grid, columns) else {
        let first = columns.first().map_or("", |column| column.heading);
        let row = grid.lines.first().map_or(1, |line| line.number);
        sheet.faults.push(Fault::row(
            row,
            FieldCode::Required,
            format!("This is not the row of headings of this table. The first heading is “{first}”. Download the template and copy your rows into it"),
        ));
        return sheet;
    };
    let places = sheet.headings(head, columns);
    sheet.headings_fit = sheet.faults.is_empty();
    sheet.merges(grid, head, &places);
    let mut unread: Vec<&str> = Vec::new();
    for line in grid.lines.iter().filter(|line| line.number > head.number) {
        if line.is_blank() {
            continue;
        }
        if sheet.rows.len() >= limits::ROWS as usize {
            sheet.faults.push(Fault::row(
                line.number,
                FieldCode::TooLong,
                format!(
                    "Send at most {} rows at a time. Split the sheet into several files",
                    limits::ROWS
                ),
            ));
            break;
        }
        if line.hidden {
            sheet.notes.push(Note {
                row: Some(line.number),
                detail: format!(
                    "Row {} is hidden in your sheet. It is read like the others",
                    line.number
                ),
            });
        }
        sheet.beside(line, &places, head);
        sheet.line(line, grid.from_1904, &places, columns, &mut unread);
    }
    if sheet.rows.is_empty() && sheet.faults.is_empty() {
        sheet.faults.push(Fault::row(
            head.number,
            FieldCode::Required,
            "There are no rows below the headings. Fill in at least one",
        ));
    }
    if !unread.is_empty() {
        sheet.notes.push(Note {
            row: None,
            detail: format!(
                "For reading only, so nothing is taken from: {}",
                unread.join(", ")
            ),
        });
    }
    sheet
}

/// How many columns have their heading in a row.
pub fn headings_in(line: &Line, columns: &[Column]) -> usize {
    columns
        .iter()
        .filter(|column| {
            line.cells
                .iter()
                .any(|cell| matches!(cell, Cell::Text(text) if column.is_headed(text)))
        })
        .count()
}

/// The row of headings: of the first rows the one with the most of them, if it has at least two.
pub fn heading_line<'g>(grid: &'g Grid, columns: &[Column]) -> Option<&'g Line> {
    grid.lines
        .iter()
        .take_while(|line| line.number <= limits::LEAD_IN)
        .map(|line| (headings_in(line, columns), line))
        .filter(|(found, _)| *found >= 2.min(columns.len()))
        .max_by_key(|(found, line)| (*found, std::cmp::Reverse(line.number)))
        .map(|(_, line)| line)
}

impl Sheet {
    /// Where each column stands.
    fn headings(&mut self, head: &Line, columns: &[Column]) -> Vec<Option<usize>> {
        let mut places: Vec<Option<usize>> = vec![None; columns.len()];
        for (at, cell) in head.cells.iter().enumerate() {
            let text = match cell {
                Cell::Empty => continue,
                Cell::Text(text) if text.trim().is_empty() => continue,
                Cell::Text(text) => text.trim(),
                _ => "",
            };
            let column = columns.iter().position(|column| column.is_headed(text));
            match column.and_then(|column| Some((column, places.get_mut(column)?))) {
                None => self.faults.push(Fault::cell(
                    head.number,
                    if text.is_empty() {
                        letters(at)
                    } else {
                        clipped(text)
                    },
                    FieldCode::Unknown,
                    format!(
                        "This table has no column “{}”. Remove it, or mend its heading",
                        clipped(text)
                    ),
                )),
                Some((_, Some(_))) => self.faults.push(Fault::cell(
                    head.number,
                    text,
                    FieldCode::Duplicate,
                    "Two columns have this heading. Remove one of them",
                )),
                Some((_, place)) => *place = Some(at),
            }
        }
        for (column, place) in columns.iter().zip(&places) {
            if place.is_none() && column.usage == Use::Needed {
                self.faults.push(Fault::cell(
                    head.number,
                    column.heading,
                    FieldCode::Required,
                    format!(
                        "The column “{}” is missing. Add it, with what it held",
                        column.heading
                    ),
                ));
            }
        }
        places
    }

    /// Cells that are merged below the headings: of several rows or columns only the first would
    /// be read.
    fn merges(&mut self, grid: &Grid, head: &Line, places: &[Option<usize>]) {
        let last = places.iter().flatten().copied().max().unwrap_or(0);
        let mut told: Vec<u32> = Vec::new();
        for (first_row, first_column, last_row, _) in &grid.merged {
            let row = first_row.saturating_add(1).max(head.number);
            let above = last_row.saturating_add(1) < head.number;
            if above || *first_column as usize > last || told.contains(&row) {
                continue;
            }
            told.push(row);
            self.faults.push(Fault::row(
                row,
                FieldCode::NotAllowed,
                "Cells are merged here. Undo it, so that every row has its own cells",
            ));
        }
    }

    /// Something in a column without a heading.
    fn beside(&mut self, line: &Line, places: &[Option<usize>], head: &Line) {
        for (at, cell) in line.cells.iter().enumerate() {
            if !cell.is_blank() && head.cell(at).is_blank() && !places.contains(&Some(at)) {
                self.faults.push(Fault::cell(
                    line.number,
                    letters(at),
                    FieldCode::Unknown,
                    "This column has no heading. Remove what stands in it",
                ));
            }
        }
    }

    fn line(
        &mut self,
        line: &Line,
        from_1904: bool,
        places: &[Option<usize>],
        columns: &[Column],
        unread: &mut Vec<&'static str>,
    ) {
        let mut values = HashMap::new();
        let mut anything = false;
        for (column, place) in columns.iter().zip(places) {
            let Some(cell) = place
                .map(|at| line.cell(at))
                .filter(|cell| !cell.is_blank())
            else {
                continue;
            };
            anything = true;
            if column.usage == Use::Shown {
                if !unread.contains(&column.heading) {
                    unread.push(column.heading);
                }
                continue;
            }
            match value(cell, column.kind, from_1904) {
                Ok(value) => {
                    values.insert(column.field, value);
                }
                Err((code, detail)) => {
                    self.faults
                        .push(Fault::cell(line.number, column.heading, code, detail));
                }
            }
        }
        if anything {
            self.rows.push(Row::new(line.number, values));
        }
    }
}

/// The name of a column without a heading, as a spreadsheet has it: `A`, `Z`, `AA`.
fn letters(at: usize) -> String {
    const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let letter = |n: usize| LETTERS.get(n).map_or('?', |byte| char::from(*byte));
    let tail = letter(at % 26);
    match at / 26 {
        0 => tail.to_string(),
        tens => format!("{}{tail}", letter(tens - 1)),
    }
}

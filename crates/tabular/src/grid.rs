//! A sheet as it stands in a file, before its headings are looked for.

use crate::{cell::Cell, fault::Unreadable, limits};

/// The cells of a sheet.
#[derive(Debug, Default)]
pub struct Grid {
    /// Rows that hold something, in order.
    pub lines: Vec<Line>,
    /// Whether its days count from 1904.
    pub from_1904: bool,
    /// Areas in which cells are merged: first row, first column, last row, last column, from 0.
    pub merged: Vec<(u32, u32, u32, u32)>,
}

/// A row that holds something.
#[derive(Debug)]
pub struct Line {
    /// Its number, from 1, as a spreadsheet shows it.
    pub number: u32,
    /// Whether the spreadsheet hides it.
    pub hidden: bool,
    /// Its cells, from the first column on.
    pub cells: Vec<Cell>,
}

impl Line {
    /// The cell in a column.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }
}

impl Grid {
    /// Puts a cell in its place.
    ///
    /// # Errors
    /// When it lies beyond the limits.
    pub fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), Unreadable> {
        if cell.is_blank() {
            return Ok(());
        }
        let number = row.saturating_add(1);
        if number > limits::LAST_ROW {
            return Err(Unreadable::TooFarDown(number));
        }
        if column >= limits::COLUMNS {
            return Err(Unreadable::TooManyColumns);
        }
        if matches!(&cell, Cell::Text(text) if text.chars().count() > limits::CELL) {
            return Err(Unreadable::CellTooLong(number));
        }
        self.place(number, column)?.set(cell);
        Ok(())
    }

    /// Says that a cell holds a formula without a value, where nothing stands in it.
    ///
    /// # Errors
    /// As [`Self::put`].
    pub fn put_uncomputed(&mut self, row: u32, column: u32) -> Result<(), Unreadable> {
        let number = row.saturating_add(1);
        if number > limits::LAST_ROW || column >= limits::COLUMNS {
            return Ok(());
        }
        let place = self.place(number, column)?;
        if place.0.is_blank() {
            place.set(Cell::Uncomputed);
        }
        Ok(())
    }

    fn place(&mut self, number: u32, column: u32) -> Result<Place<'_>, Unreadable> {
        let at = match self.lines.last() {
            Some(last) if last.number == number => self.lines.len() - 1,
            Some(last) if last.number > number => {
                match self.lines.binary_search_by_key(&number, |line| line.number) {
                    Ok(at) => at,
                    Err(at) => self.insert(at, number)?,
                }
            }
            _ => self.insert(self.lines.len(), number)?,
        };
        let line = self.lines.get_mut(at).ok_or(Unreadable::Damaged)?;
        let column = column as usize;
        if line.cells.len() <= column {
            line.cells.resize(column + 1, Cell::Empty);
        }
        line.cells
            .get_mut(column)
            .map(Place)
            .ok_or(Unreadable::Damaged)
    }

    fn insert(&mut self, at: usize, number: u32) -> Result<usize, Unreadable> {
        if self.lines.len() > (limits::ROWS + limits::LEAD_IN) as usize {
            return Err(Unreadable::TooManyRows);
        }
        let line = Line {
            number,
            hidden: false,
            cells: Vec::new(),
        };
        self.lines.insert(at, line);
        Ok(at)
    }
}

struct Place<'g>(&'g mut Cell);

impl Place<'_> {
    fn set(self, cell: Cell) {
        *self.0 = cell;
    }
}

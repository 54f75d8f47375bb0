//! How much of a file is read before it is refused.

/// Most bytes of a file.
pub const BYTES: usize = shared::sheets::api::FILE_MAX;
/// Most bytes that the parts of a workbook may unzip to, all together.
pub const UNZIPPED: u64 = 48 * 1024 * 1024;
/// Most parts of a workbook: sheets, styles, pictures.
pub const PARTS: usize = 500;
/// Most sheets of a workbook.
pub const SHEETS: usize = 50;
/// Most rows below the headings.
pub const ROWS: u32 = 1_000;
/// The last row of a sheet that is looked at, blank ones among them.
pub const LAST_ROW: u32 = 20_000;
/// Most columns.
pub const COLUMNS: u32 = 100;
/// Most characters of a cell; a spreadsheet holds no more either.
pub const CELL: usize = 32_767;
/// Rows above the headings, at most.
pub const LEAD_IN: u32 = 20;

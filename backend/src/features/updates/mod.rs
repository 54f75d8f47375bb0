//! Reporting: cycles, progress updates and their review, and what each person has to do.

pub mod cycles;
pub mod records;

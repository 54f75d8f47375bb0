//! Spreadsheets of a plan, out and in.

pub mod api;

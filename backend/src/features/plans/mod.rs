//! Plans and their actions: read, changed, counted, now and as at an earlier day.

pub mod records;
mod rows;

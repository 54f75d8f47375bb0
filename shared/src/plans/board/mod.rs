//! What a board is shown of a plan, and by which rules: what needs its attention, since when
//! something counts as fallen, silent or overdue, and by which steps of time figures are drawn.

pub mod api;
mod attention;
mod period;
mod show;

pub use attention::{Reason, Signs, has_fallen, overdue_since};
pub use period::{PERIODS_MAX, Period, periods};
pub use show::Show;

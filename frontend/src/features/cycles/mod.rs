//! Reporting cycles of a plan: when they are, how far each has got, and for a coordinator where they are made and changed.

mod edit;
mod exceptions;
mod form;
mod list;
mod period;
mod scope;
mod series;

pub use edit::{CycleEditPage, NewCyclePage};
pub use exceptions::CycleExceptionsPage;
pub use list::CyclesPage;
pub use series::CycleSeriesPage;

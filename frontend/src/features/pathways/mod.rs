//! Pathways of a plan: the list, one pathway as a picture and as a list, and the forms that add, change and close one.

mod change;
mod close;
mod edit;
mod facts;
mod filters;
mod findings;
mod list;
mod names;
mod picture;
mod standards;
mod steps;
mod view;
mod words;

pub use close::ClosePathwayPage;
pub use edit::{NewPathwayPage, PathwayEditPage};
pub use list::PathwaysPage;
pub use view::PathwayPage;

//! `/service`, `/session`, `/links`, `/people`.

mod links;
mod people;
mod session;

//! The directory in the words of Open Referral UK (HSDS-UK 3.0), the standard in which councils
//! exchange service directories: what it tells others ([`service`]), and what others tell it
//! ([`heard()`]). Members, which of them must be there, and their formats follow the profile's
//! published schema; only what the standard has a place for is told.

mod heard;
mod taxonomy;
mod told;

pub use heard::{Heard, SERVICES_MAX, Unheard, heard};
pub use taxonomy::{Taxonomy, TaxonomyItem, Term, TermItem};
pub use told::{Attribute, Depth, ListPage, Meta, Organization, Service, ServiceArea, service};

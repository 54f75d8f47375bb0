//! Form fields: a label, a hint, an error and the control, joined for assistive technology by one context a field.
//!
//! A field is known by one id: it is the id of its control or, for a group, of the group, and the key of its error in the
//! form's `FormErrors`. Nothing is validated while a person types; errors come on submit, stand beside the field and in
//! the summary in the same words, and what was typed stays.

mod area;
mod choices;
mod date;
mod errors;
mod file;
mod frame;
mod password;
mod search;
mod text;

pub use area::TextArea;
pub use choices::{Checkboxes, Choice, Radios, Select};
pub use date::{DateInput, DateParts};
pub use errors::{ErrorSummary, Form, FormError, FormErrors};
pub use file::{ChosenFile, FileField};
pub use frame::LabelSize;
pub use password::{PasswordField, PasswordUse};
pub use search::SearchBox;
pub use text::{FieldWidth, TextField, TextKind};

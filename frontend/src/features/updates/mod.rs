//! Progress updates: writing one, reading one, reviewing one.
//!
//! A person's words are never lost: they are kept on the device at every change (`keep`), saved to the server after a
//! pause, and only ever replaced by a choice of that person. What may be done to an update is what its record allows;
//! whether it says enough is asked of the rules that the server asks.

mod draft;
mod editor;
mod keep;
mod read;
mod status;

pub use editor::UpdateEditorPage;
pub use keep::Keeper;
pub use read::UpdatePage;
pub use status::StateTag;

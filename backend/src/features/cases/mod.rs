//! Cases: a young person as the partnership knows them. The law stands in `shared::cases`; whoever
//! wants anything of a case comes through its [`door`].

pub mod change;
pub(in crate::features) mod door;
mod glass;
mod kept;
mod life;
mod list;
mod log;
pub mod open;
pub(crate) mod parts;
pub(crate) mod pass;
pub(in crate::features) mod read;
pub mod routes;
pub(in crate::features) mod tell;

pub(in crate::features) use life::held_by;

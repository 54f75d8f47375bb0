//! Driving a server: connections that are kept, the timing of many askers, and what the machine did
//! meanwhile.

mod connection;
mod machine;
mod timing;

pub use connection::{Answer, Connection, get};
pub use machine::{Cpu, Family, described, memory, parent};
pub use timing::{Asker, Timed, time};

//! What the commands lean on, found on the machine or brought by npm into `target/tools`, never as root.

pub mod chromium;
pub mod node;
pub mod postgres;

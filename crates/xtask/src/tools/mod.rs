//! What the commands lean on, found on the machine or brought by npm and pip into `target/tools`, never as root.

pub mod chromium;
pub mod node;
pub mod postgres;
pub mod python;

//! The server of Throughline: the REST interface, the pages, and the program around them.

pub mod clock;
pub mod commands;
pub mod config;
pub mod ctx;
pub mod db;
pub mod demo;
pub mod error;
pub mod features;
pub mod http;
pub mod openapi;
pub mod router;
pub mod state;
pub mod vault;

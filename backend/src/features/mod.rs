//! The features, each with its routes (extract, call, answer), its service (authorise, apply the
//! shared rule, save, record) and its repository (the only place that knows the tables; every
//! query takes a scope).

pub mod agencies;
pub mod agreements;
pub mod audit;
pub mod auth;
pub mod cases;
pub mod chasing;
pub mod clients;
pub mod events;
pub mod feeds;
pub mod governance;
pub mod health;
pub mod live;
pub mod names;
pub mod needs;
pub mod notices;
pub mod pathways;
pub mod plans;
pub mod publication;
pub mod retention;
pub mod search;
pub mod services;
pub mod sheets;
pub mod step_down;
pub mod updates;
pub mod webhooks;

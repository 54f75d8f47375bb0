//! The pages, one folder a feature, under the same words as in the domain.

pub mod activity;
pub mod agencies;
pub mod agreements;
pub mod api_reference;
pub mod audit;
pub mod auth;
pub mod cases;
pub mod chasing;
pub mod clients;
pub mod cycles;
pub mod feeds;
pub mod governance;
pub mod notices;
pub mod pathways;
pub mod plans;
pub mod publication;
pub mod rating;
pub mod retention;
pub mod search;
pub mod services;
pub mod sheets;
pub mod site;
pub mod step_down;
pub mod updates;
pub mod webhooks;
pub mod work;

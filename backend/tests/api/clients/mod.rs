//! `/api-clients`, `/oauth/token`, and what a program can do with its token.

mod corpus;
mod endpoint;
mod forge;
mod keys;
mod manage;
mod power;

//! The database's changes, in order, each in a file of its own and in a transaction. They name
//! tables and columns as literals and import nothing that may change later.

use sea_orm_migration::prelude::*;

mod append_only;
mod m20261122_000001_people;
mod m20261122_000002_agencies;
mod m20261122_000003_plans;
mod m20261122_000004_updates;
mod m20261122_000005_trace;
mod m20261122_000006_api_clients;
mod m20261122_000007_webhooks;
mod m20261122_000009_speed;
mod m20261122_000010_implied;
mod m20261122_000011_assigned;
mod m20261122_000011_contributions;
mod m20261122_000011_exceptions;
mod m20261122_000011_terms;
mod m20261122_000012_messages;
mod m20261122_000013_search;
mod m20261122_000014_governance;
mod m20261122_000015_services;
mod m20261122_000017_told;
mod m20261122_000018_notices;
mod m20261122_000019_cycle_scope;
mod m20261122_000020_pathways;
mod m20261122_000021_public;
mod m20261122_000022_reported;
mod m20261122_000023_cases;
mod m20261122_000024_presence;
mod m20261122_000025_urgent_mail;
mod m20261122_000026_step_down;
mod table;

/// All changes, first to last.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_people::Migration),
            Box::new(m20261122_000002_agencies::Migration),
            Box::new(m20261122_000003_plans::Migration),
            Box::new(m20261122_000004_updates::Migration),
            Box::new(m20261122_000005_trace::Migration),
            Box::new(m20261122_000006_api_clients::Migration),
            Box::new(m20261122_000007_webhooks::Migration),
            Box::new(m20261122_000009_speed::Migration),
            Box::new(m20261122_000010_implied::Migration),
            Box::new(m20261122_000011_assigned::Migration),
            Box::new(m20261122_000011_contributions::Migration),
            Box::new(m20261122_000011_exceptions::Migration),
            Box::new(m20261122_000011_terms::Migration),
            Box::new(m20261122_000012_messages::Migration),
            Box::new(m20261122_000013_search::Migration),
            Box::new(m20261122_000014_governance::Migration),
            Box::new(m20261122_000015_services::Migration),
            Box::new(m20261122_000017_told::Migration),
            Box::new(m20261122_000018_notices::Migration),
            Box::new(m20261122_000019_cycle_scope::Migration),
            Box::new(m20261122_000020_pathways::Migration),
            Box::new(m20261122_000021_public::Migration),
            Box::new(m20261122_000022_reported::Migration),
            Box::new(m20261122_000023_cases::Migration),
            Box::new(m20261122_000024_presence::Migration),
            Box::new(m20261122_000025_urgent_mail::Migration),
            Box::new(m20261122_000026_step_down::Migration),
        ]
    }
}

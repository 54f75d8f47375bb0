//! Locked cycles, and the exceptions that reopen a closed one.

use sea_orm_migration::prelude::*;

use crate::table::{column, foreign, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .alter_table(
                Table::alter()
                    .table("cycle")
                    .add_column(column::optional("locked_at").timestamp_with_time_zone())
                    .to_owned(),
            )
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("cycle_exception")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::required("cycle_id").uuid())
                    .col(column::required("action_id").uuid())
                    .col(column::required("agency_id").uuid())
                    .col(column::required("person_id").uuid())
                    .col(column::required("reason").text())
                    .col(column::required("until").date())
                    .col(column::required("by_id").uuid())
                    .col(column::required("at").timestamp_with_time_zone())
                    .col(column::optional("ended_at").timestamp_with_time_zone())
                    .foreign_key(&mut foreign("cycle_exception", "plan_id", "plan"))
                    .foreign_key(&mut foreign("cycle_exception", "cycle_id", "cycle"))
                    .foreign_key(&mut foreign("cycle_exception", "action_id", "action"))
                    .foreign_key(&mut foreign("cycle_exception", "agency_id", "agency"))
                    .foreign_key(&mut foreign("cycle_exception", "person_id", "person"))
                    .foreign_key(&mut foreign("cycle_exception", "by_id", "person"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("cycle_exception", &["cycle_id", "action_id"]))
            .await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .drop_table(Table::drop().table("cycle_exception").to_owned())
            .await?;
        schema
            .alter_table(
                Table::alter()
                    .table("cycle")
                    .drop_column("locked_at")
                    .to_owned(),
            )
            .await
    }
}

//! Reporting cycles, progress updates and what happened to them.

use sea_orm_migration::prelude::*;

use crate::table::{column, foreign, index, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .create_table(
                Table::create()
                    .table("cycle")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::required("name").text())
                    .col(column::required("observes_from").date())
                    .col(column::required("observes_to").date())
                    .col(column::required("opens").date())
                    .col(column::required("due").date())
                    .col(column::required("closes").date())
                    .col(column::required("instructions").text())
                    .col(column::required("version").integer())
                    .foreign_key(&mut foreign("cycle", "plan_id", "plan"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("cycle", &["plan_id", "name"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("progress_update")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::required("action_id").uuid())
                    .col(column::required("cycle_id").uuid())
                    .col(column::required("agency_id").uuid())
                    .col(column::required("agency_name").text())
                    .col(column::required("edition").integer())
                    .col(column::optional("corrects_id").uuid())
                    .col(column::required("superseded").boolean())
                    .col(column::required("state").text())
                    .col(column::required("round").integer())
                    .col(column::optional("delivery_status").text())
                    .col(column::optional("brag").text())
                    .col(column::required("content").json_binary())
                    .col(column::required("author_id").uuid())
                    .col(column::required("last_editor_id").uuid())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .col(column::required("changed_at").timestamp_with_time_zone())
                    .col(column::optional("accepted_at").timestamp_with_time_zone())
                    .col(column::required("version").integer())
                    .foreign_key(&mut foreign("progress_update", "plan_id", "plan"))
                    .foreign_key(&mut foreign("progress_update", "action_id", "action"))
                    .foreign_key(&mut foreign("progress_update", "cycle_id", "cycle"))
                    .foreign_key(&mut foreign("progress_update", "agency_id", "agency"))
                    .foreign_key(&mut foreign("progress_update", "author_id", "person"))
                    .foreign_key(&mut foreign("progress_update", "last_editor_id", "person"))
                    .to_owned(),
            )
            .await?;
        schema.get_connection().execute_unprepared("CREATE UNIQUE INDEX progress_update_action_id_cycle_id_open ON progress_update (action_id, cycle_id) WHERE state IN ('draft', 'submitted', 'in_review', 'returned')").await?;
        schema
            .create_index(index("progress_update", &["plan_id", "cycle_id", "state"]))
            .await?;
        schema
            .create_index(index(
                "progress_update",
                &["action_id", "state", "accepted_at"],
            ))
            .await?;
        schema
            .create_index(index("progress_update", &["agency_id", "state"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("update_step")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("update_id").uuid())
                    .col(column::required("at").timestamp_with_time_zone())
                    .col(column::required("by_id").uuid())
                    .col(column::required("event").text())
                    .col(column::required("round").integer())
                    .col(column::optional("comment").text())
                    .foreign_key(&mut foreign("update_step", "update_id", "progress_update"))
                    .foreign_key(&mut foreign("update_step", "by_id", "person"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("update_step", &["update_id", "at"]))
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .drop_table(Table::drop().table("update_step").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("progress_update").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("cycle").to_owned())
            .await?;
        Ok(())
    }
}

//! Step-down plans: their versions, who has accepted which, and their reviews.

use sea_orm_migration::prelude::*;

use crate::table::{column, foreign, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The tables, those that others point at first.
const TABLES: [&str; 4] = [
    "step_down",
    "step_down_version",
    "step_down_acceptance",
    "step_down_review",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .create_table(
                Table::create()
                    .table("step_down")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("case_id").uuid())
                    .col(column::required("state").text())
                    .col(column::optional("proposed_at").timestamp_with_time_zone())
                    .col(column::optional("stepped_down_on").date())
                    .col(column::required("duties").json_binary())
                    .col(column::required("begun_at").timestamp_with_time_zone())
                    .col(column::required("begun_by").uuid())
                    .col(column::required("begun_for").uuid())
                    .col(column::optional("ended_at").timestamp_with_time_zone())
                    .col(column::required("version").integer())
                    .foreign_key(&mut foreign("step_down", "case_id", "case_file"))
                    .foreign_key(&mut foreign("step_down", "begun_by", "person"))
                    .foreign_key(&mut foreign("step_down", "begun_for", "agency"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("step_down_version")
                    .col(column::required("plan_id").uuid())
                    .col(column::required("number").integer())
                    .col(column::required("stage").text())
                    .col(column::required("content").json_binary())
                    .col(column::required("written_by").uuid())
                    .col(column::required("written_for").uuid())
                    .col(column::required("written_at").timestamp_with_time_zone())
                    .primary_key(Index::create().col("plan_id").col("number"))
                    .foreign_key(&mut foreign("step_down_version", "plan_id", "step_down"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("step_down_acceptance")
                    .col(column::required("plan_id").uuid())
                    .col(column::required("number").integer())
                    .col(column::required("agency_id").uuid())
                    .col(column::required("person_id").uuid())
                    .col(column::required("at").timestamp_with_time_zone())
                    .primary_key(
                        Index::create()
                            .col("plan_id")
                            .col("number")
                            .col("agency_id"),
                    )
                    .foreign_key(&mut foreign("step_down_acceptance", "plan_id", "step_down"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("step_down_review")
                    .col(column::required("plan_id").uuid())
                    .col(column::required("due").date())
                    .col(column::required("case_id").uuid())
                    .col(column::optional("held_on").date())
                    .col(column::optional("finding").text())
                    .col(column::optional("words").text())
                    .col(column::required("not_held").boolean())
                    .col(column::optional("answered_by").uuid())
                    .col(column::optional("answered_for").uuid())
                    .col(column::optional("answered_at").timestamp_with_time_zone())
                    .primary_key(Index::create().col("plan_id").col("due"))
                    .foreign_key(&mut foreign("step_down_review", "plan_id", "step_down"))
                    .foreign_key(&mut foreign("step_down_review", "case_id", "case_file"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("step_down", &["case_id"]))
            .await?;
        schema
            .create_index(index("step_down_review", &["case_id"]))
            .await?;
        for sql in [
            "CREATE UNIQUE INDEX step_down_case_id_live ON step_down (case_id) WHERE state IN ('draft', 'proposed', 'agreed', 'stepping_down', 'sustained')",
            "CREATE INDEX step_down_review_open ON step_down_review (due) WHERE answered_at IS NULL",
        ] {
            schema.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.into_iter().rev() {
            schema
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

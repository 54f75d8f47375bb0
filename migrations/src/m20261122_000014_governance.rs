//! Meetings of boards, what they decide, and which actions were paused, stopped or deferred by it.

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
                    .table("meeting")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::required("board_id").uuid())
                    .col(column::required("held_on").date())
                    .col(column::required("title").text())
                    .col(column::required("papers").json_binary())
                    .col(column::required("version").integer())
                    .foreign_key(&mut foreign("meeting", "plan_id", "plan"))
                    .foreign_key(&mut foreign("meeting", "board_id", "agency"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique(
                "meeting",
                &["plan_id", "board_id", "held_on", "title"],
            ))
            .await?;
        schema
            .create_index(index("meeting", &["plan_id", "held_on"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("decision")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::required("meeting_id").uuid())
                    .col(column::required("year").integer())
                    .col(column::required("number").integer())
                    .col(column::required("words").text())
                    .col(column::required("outcome").text())
                    .col(column::optional("progress").text())
                    .col(column::optional("owner_id").uuid())
                    .col(column::required("owner_note").text())
                    .col(column::optional("due").date())
                    .col(column::required("version").integer())
                    .foreign_key(&mut foreign("decision", "plan_id", "plan"))
                    .foreign_key(&mut foreign("decision", "meeting_id", "meeting"))
                    .foreign_key(&mut foreign("decision", "owner_id", "agency"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("decision", &["plan_id", "year", "number"]))
            .await?;
        schema
            .create_index(index("decision", &["meeting_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("decision_action")
                    .col(column::required("action_id").uuid())
                    .col(column::required("decision_id").uuid())
                    .primary_key(Index::create().col("action_id").col("decision_id"))
                    .foreign_key(&mut foreign("decision_action", "action_id", "action"))
                    .foreign_key(&mut foreign("decision_action", "decision_id", "decision"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("decision_action", &["decision_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("decision_use")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("action_id").uuid())
                    .col(column::required("decision_id").uuid())
                    .col(column::required("event").text())
                    .col(column::required("at").timestamp_with_time_zone())
                    .foreign_key(&mut foreign("decision_use", "action_id", "action"))
                    .foreign_key(&mut foreign("decision_use", "decision_id", "decision"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("decision_use", &["action_id"]))
            .await?;
        schema
            .create_index(index("decision_use", &["decision_id"]))
            .await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["decision_use", "decision_action", "decision", "meeting"] {
            schema
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

//! What people are told in the product, and the links by which their calendars read what is due.

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
                    .table("notice")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("person_id").uuid())
                    .col(column::required("occasion").text())
                    // What makes it the same notice when it comes about again.
                    .col(column::required("said").text())
                    // The record of the event that told of it.
                    .col(column::required("subject_id").uuid())
                    .col(column::required("at").timestamp_with_time_zone())
                    .col(column::optional("by_id").uuid())
                    .col(column::required("agency_id").uuid())
                    .col(column::optional("plan_id").uuid())
                    .col(column::optional("action_id").uuid())
                    .col(column::optional("starts_on").date())
                    .col(column::optional("ends_on").date())
                    .col(column::optional("read_at").timestamp_with_time_zone())
                    .foreign_key(&mut foreign("notice", "person_id", "person"))
                    .foreign_key(&mut foreign("notice", "by_id", "person"))
                    .foreign_key(&mut foreign("notice", "agency_id", "agency"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("notice", &["person_id", "said"]))
            .await?;
        schema
            .create_index(index("notice", &["person_id", "at"]))
            .await?;
        schema
            .create_index(index("notice", &["subject_id"]))
            .await?;
        schema.create_index(index("notice", &["at"])).await?;
        schema
            .get_connection()
            .execute_unprepared(
                "CREATE INDEX notice_unread ON notice (person_id) WHERE read_at IS NULL",
            )
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("calendar_link")
                    .col(column::required("person_id").uuid().primary_key())
                    .col(column::required("token_hash").blob())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .foreign_key(&mut foreign("calendar_link", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("calendar_link", &["token_hash"]))
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["calendar_link", "notice"] {
            schema
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

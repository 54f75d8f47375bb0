//! Webhooks of agencies, what is on its way to them, and the events that have no place yet.

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
                    .table("webhook")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("agency_id").uuid())
                    .col(column::required("url").text())
                    .col(column::required("description").text())
                    .col(column::required("state").text())
                    .col(column::optional("disabled_by").text())
                    .col(column::optional("disabled_at").timestamp_with_time_zone())
                    .col(column::required("secret").blob())
                    .col(column::optional("old_secret").blob())
                    .col(column::optional("old_secret_until").timestamp_with_time_zone())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .col(column::required("version").integer())
                    .foreign_key(&mut foreign("webhook", "agency_id", "agency"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("webhook", &["agency_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("webhook_event")
                    .col(column::required("webhook_id").uuid())
                    .col(column::required("act").text())
                    .primary_key(Index::create().col("webhook_id").col("act"))
                    .foreign_key(&mut foreign("webhook_event", "webhook_id", "webhook"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("webhook_delivery")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("webhook_id").uuid())
                    .col(column::optional("event_id").uuid())
                    .col(column::required("at").timestamp_with_time_zone())
                    .col(column::required("state").text())
                    .col(column::required("attempts").integer())
                    .col(column::required("tries").integer())
                    .col(column::required("due_at").timestamp_with_time_zone())
                    .col(column::optional("leased_until").timestamp_with_time_zone())
                    .col(column::optional("lease").uuid())
                    .foreign_key(&mut foreign("webhook_delivery", "webhook_id", "webhook"))
                    .foreign_key(&mut foreign("webhook_delivery", "event_id", "outbox"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("webhook_delivery", &["webhook_id", "event_id"]))
            .await?;
        schema
            .create_index(index("webhook_delivery", &["webhook_id", "at", "id"]))
            .await?;
        schema
            .create_index(index("webhook_delivery", &["at"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("webhook_attempt")
                    .col(column::required("delivery_id").uuid())
                    .col(column::required("number").integer())
                    .col(column::required("at").timestamp_with_time_zone())
                    .col(column::required("outcome").text())
                    .col(column::optional("status").integer())
                    .col(column::required("excerpt").text())
                    .col(column::required("milliseconds").integer())
                    .primary_key(Index::create().col("delivery_id").col("number"))
                    .foreign_key(&mut foreign(
                        "webhook_attempt",
                        "delivery_id",
                        "webhook_delivery",
                    ))
                    .to_owned(),
            )
            .await?;
        for statement in [
            "CREATE INDEX webhook_delivery_waiting ON webhook_delivery (due_at) WHERE state = 'waiting'",
            "CREATE INDEX outbox_unplaced ON outbox (at, id) WHERE position IS NULL",
        ] {
            schema
                .get_connection()
                .execute_unprepared(statement)
                .await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .get_connection()
            .execute_unprepared("DROP INDEX outbox_unplaced")
            .await?;
        for table in [
            "webhook_attempt",
            "webhook_delivery",
            "webhook_event",
            "webhook",
        ] {
            schema
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

//! What makes every change attributable: history, audit, seals, outbox and kept answers.

use sea_orm_migration::prelude::*;

use crate::append_only;
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
                    .table("history")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("kind").text())
                    .col(column::required("record_id").uuid())
                    .col(column::optional("plan_id").uuid())
                    .col(column::required("version").integer())
                    .col(column::required("from_at").timestamp_with_time_zone())
                    .col(column::optional("to_at").timestamp_with_time_zone())
                    .col(column::optional("actor_id").uuid())
                    .col(column::required("body").json_binary())
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("history", &["record_id", "from_at"]))
            .await?;
        schema
            .create_index(index("history", &["plan_id", "kind", "from_at"]))
            .await?;
        schema.get_connection().execute_unprepared("CREATE UNIQUE INDEX history_record_id_open ON history (record_id) WHERE to_at IS NULL").await?;
        schema
            .create_table(
                Table::create()
                    .table("audit_entry")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("at").timestamp_with_time_zone())
                    .col(column::optional("actor_id").uuid())
                    .col(column::optional("agency_id").uuid())
                    .col(column::required("act").text())
                    .col(column::required("subject_kind").text())
                    .col(column::required("subject_id").uuid())
                    .col(column::optional("plan_id").uuid())
                    .col(column::required("request_id").text())
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("audit_entry", &["at", "id"]))
            .await?;
        schema
            .create_index(index("audit_entry", &["actor_id", "at"]))
            .await?;
        schema
            .create_index(index("audit_entry", &["plan_id", "at"]))
            .await?;
        schema
            .create_index(index("audit_entry", &["agency_id", "at"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("audit_seal")
                    .col(column::required("position").big_integer().primary_key())
                    .col(column::required("entry_id").uuid())
                    .col(column::required("hash").blob())
                    .foreign_key(&mut foreign("audit_seal", "entry_id", "audit_entry"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("audit_seal", &["entry_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("outbox")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("at").timestamp_with_time_zone())
                    .col(column::required("kind").text())
                    .col(column::required("subject_kind").text())
                    .col(column::required("subject_id").uuid())
                    .col(column::optional("plan_id").uuid())
                    .col(column::optional("position").big_integer())
                    .to_owned(),
            )
            .await?;
        schema.create_index(unique("outbox", &["position"])).await?;
        schema
            .create_index(index("outbox", &["plan_id", "position"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("kept_answer")
                    .col(column::required("person_id").uuid())
                    .col(column::required("key").text())
                    .col(column::required("route").text())
                    .col(column::required("body_hash").blob())
                    .col(column::required("status").integer())
                    .col(column::optional("etag").text())
                    .col(column::optional("location").text())
                    .col(column::required("body").text())
                    .col(column::required("at").timestamp_with_time_zone())
                    .primary_key(Index::create().col("person_id").col("key"))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("kept_answer", &["at"])).await?;
        append_only::up(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        append_only::down(schema).await?;
        schema
            .drop_table(Table::drop().table("kept_answer").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("outbox").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("audit_seal").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("audit_entry").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("history").to_owned())
            .await?;
        Ok(())
    }
}

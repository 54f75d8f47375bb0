//! Mail: who answers for an agency, what people choose to get, the mails themselves, and what each
//! of them says to whom, so that nothing is said twice.

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
                    .table("accountable")
                    .col(column::required("agency_id").uuid().primary_key())
                    .col(column::optional("person_id").uuid())
                    .col(column::required("version").integer())
                    .foreign_key(&mut foreign("accountable", "agency_id", "agency"))
                    .foreign_key(&mut foreign("accountable", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("mail_choice")
                    .col(column::required("person_id").uuid().primary_key())
                    .col(column::required("reminders").boolean())
                    .col(column::required("decisions").boolean())
                    .col(column::required("weekly").boolean())
                    .foreign_key(&mut foreign("mail_choice", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("message")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("agency_id").uuid())
                    .col(column::required("person_id").uuid())
                    .col(column::required("day").date())
                    .col(column::required("state").text())
                    .col(column::required("attempts").integer())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .col(column::required("due_at").timestamp_with_time_zone())
                    .col(column::optional("leased_until").timestamp_with_time_zone())
                    .col(column::optional("lease").uuid())
                    .col(column::optional("sent_at").timestamp_with_time_zone())
                    .col(column::optional("trouble").text())
                    .foreign_key(&mut foreign("message", "agency_id", "agency"))
                    .foreign_key(&mut foreign("message", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("message", &["agency_id", "person_id", "day"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("message_part")
                    .col(column::required("agency_id").uuid())
                    .col(column::required("person_id").uuid())
                    .col(column::required("kind").text())
                    .col(column::required("subject").text())
                    .col(column::required("message_id").uuid())
                    .primary_key(
                        Index::create()
                            .col("agency_id")
                            .col("person_id")
                            .col("kind")
                            .col("subject"),
                    )
                    .foreign_key(&mut foreign("message_part", "message_id", "message"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("message_part", &["message_id"]))
            .await?;
        for statement in [
            "CREATE INDEX message_waiting ON message (due_at) WHERE state = 'waiting'",
            "CREATE INDEX update_step_decided ON update_step (at) WHERE event IN ('accept', 'return', 'override', 'dispute')",
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
            .execute_unprepared("DROP INDEX update_step_decided")
            .await?;
        for table in ["message_part", "message", "mail_choice", "accountable"] {
            schema
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        Ok(())
    }
}

//! Mail that goes at once, beside the digest of its day.

use sea_orm_migration::prelude::*;

use crate::table::{column, unique};

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
                    .table("message")
                    .add_column(column::required("kind").text().default("digest"))
                    .to_owned(),
            )
            .await?;
        let connection = schema.get_connection();
        for statement in [
            "DROP INDEX message_agency_id_person_id_day",
            "CREATE UNIQUE INDEX message_digest ON message (agency_id, person_id, day) WHERE kind = 'digest'",
        ] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let connection = schema.get_connection();
        for statement in [
            "DROP INDEX message_digest",
            "DELETE FROM message_part WHERE message_id IN (SELECT id FROM message WHERE kind <> 'digest')",
            "DELETE FROM message WHERE kind <> 'digest'",
        ] {
            connection.execute_unprepared(statement).await?;
        }
        schema
            .alter_table(
                Table::alter()
                    .table("message")
                    .drop_column("kind")
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("message", &["agency_id", "person_id", "day"]))
            .await
    }
}

//! Beside every event, who did it and on behalf of which agency: for the activity of a plan and of
//! an agency, and so that nobody is told of their own changes as another's.

use sea_orm_migration::prelude::*;

use crate::table::{column, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for name in ["actor_id", "agency_id"] {
            schema
                .alter_table(
                    Table::alter()
                        .table("outbox")
                        .add_column(column::optional(name).uuid())
                        .to_owned(),
                )
                .await?;
        }
        // An event and its audit entry were written by one act, at one time.
        for name in ["actor_id", "agency_id"] {
            schema
                .get_connection()
                .execute_unprepared(&format!(
                    "UPDATE outbox SET {name} = (SELECT a.{name} FROM audit_entry a \
                     WHERE a.at = outbox.at AND a.subject_id = outbox.subject_id \
                     AND a.act = outbox.kind ORDER BY a.id LIMIT 1)"
                ))
                .await?;
        }
        schema
            .create_index(index("outbox", &["agency_id", "position"]))
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .drop_index(
                Index::drop()
                    .name("outbox_agency_id_position")
                    .table("outbox")
                    .to_owned(),
            )
            .await?;
        for name in ["agency_id", "actor_id"] {
            schema
                .alter_table(Table::alter().table("outbox").drop_column(name).to_owned())
                .await?;
        }
        Ok(())
    }
}

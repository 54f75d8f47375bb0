//! What lets the reading half be quick: numbers that say whether anything has changed since, and
//! the indexes under the latest reports and under earlier moments.

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
        schema
            .create_table(
                Table::create()
                    .table("revision")
                    .col(column::required("topic").uuid().primary_key())
                    .col(column::required("number").big_integer())
                    .to_owned(),
            )
            .await?;
        // The latest report on an action is the first row of this index that is the action's.
        schema.get_connection().execute_unprepared("CREATE INDEX progress_update_action_id_latest ON progress_update (action_id, accepted_at DESC, id DESC) WHERE state = 'accepted' AND superseded = FALSE").await?;
        schema.get_connection().execute_unprepared("CREATE INDEX progress_update_cycle_id_accepted ON progress_update (cycle_id, action_id) WHERE state = 'accepted'").await?;
        // What held at an earlier moment is told from the index alone, and only this is read.
        schema
            .create_index(index("history", &["plan_id", "kind", "from_at", "to_at"]))
            .await?;
        schema
            .drop_index(drop("history", "history_plan_id_kind_from_at"))
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .create_index(index("history", &["plan_id", "kind", "from_at"]))
            .await?;
        schema
            .drop_index(drop("history", "history_plan_id_kind_from_at_to_at"))
            .await?;
        schema
            .drop_index(drop("progress_update", "progress_update_cycle_id_accepted"))
            .await?;
        schema
            .drop_index(drop("progress_update", "progress_update_action_id_latest"))
            .await?;
        schema
            .drop_table(Table::drop().table("revision").to_owned())
            .await?;
        Ok(())
    }
}

fn drop(table: &'static str, name: &'static str) -> IndexDropStatement {
    Index::drop().name(name).table(table).to_owned()
}

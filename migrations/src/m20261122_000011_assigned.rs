//! The colleague to whom an update was handed.

use sea_orm_migration::prelude::*;

use crate::table::column;

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
                    .table("progress_update")
                    .add_column(column::optional("assigned_id").uuid())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .alter_table(
                Table::alter()
                    .table("progress_update")
                    .drop_column("assigned_id")
                    .to_owned(),
            )
            .await
    }
}

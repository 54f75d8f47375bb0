//! Roles that are held for a time.

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
        for name in ["starts_on", "ends_on"] {
            schema
                .alter_table(
                    Table::alter()
                        .table("person_grant")
                        .add_column(column::optional(name).date())
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for name in ["starts_on", "ends_on"] {
            schema
                .alter_table(
                    Table::alter()
                        .table("person_grant")
                        .drop_column(name)
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }
}

//! Who has which update open to write it: for less than a minute, for all processes.

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
                    .table("presence")
                    .col(column::required("update_id").uuid())
                    .col(column::required("person_id").uuid())
                    .col(column::required("at").timestamp_with_time_zone())
                    .primary_key(Index::create().col("update_id").col("person_id"))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("presence", &["at"])).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .drop_table(Table::drop().table("presence").to_owned())
            .await
    }
}

//! What the other agencies with a part in an action say of an update on it.

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
                    .table("contribution")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("update_id").uuid())
                    .col(column::required("agency_id").uuid())
                    .col(column::required("agency_name").text())
                    .col(column::required("part").text())
                    .col(column::required("state").text())
                    .col(column::optional("words").text())
                    .col(column::optional("by_id").uuid())
                    .col(column::optional("at").timestamp_with_time_zone())
                    .foreign_key(&mut foreign("contribution", "update_id", "progress_update"))
                    .foreign_key(&mut foreign("contribution", "agency_id", "agency"))
                    .foreign_key(&mut foreign("contribution", "by_id", "person"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("contribution", &["update_id", "agency_id"]))
            .await?;
        schema
            .create_index(index("contribution", &["agency_id", "state"]))
            .await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .drop_table(Table::drop().table("contribution").to_owned())
            .await
    }
}

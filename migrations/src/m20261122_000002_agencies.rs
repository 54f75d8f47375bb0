//! Agencies, with their parents, classes and successors.

use sea_orm_migration::prelude::*;

use crate::table::{column, index, unique};

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
                    .table("agency")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::optional("source_id").text())
                    .col(column::required("name").text())
                    .col(column::optional("abbreviation").text())
                    .col(column::required("kind").text())
                    .col(column::optional("parent_id").uuid())
                    .col(column::required("aliases").json_binary())
                    .col(column::optional("role_note").text())
                    .col(column::optional("note").text())
                    .col(column::required("is_class").boolean())
                    .col(column::optional("reported_by_id").uuid())
                    .col(column::optional("valid_from").date())
                    .col(column::optional("valid_to").date())
                    .col(column::optional("successor_id").uuid())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .col(column::required("version").integer())
                    .to_owned(),
            )
            .await?;
        schema.create_index(unique("agency", &["name"])).await?;
        schema.create_index(index("agency", &["parent_id"])).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .drop_table(Table::drop().table("agency").to_owned())
            .await?;
        Ok(())
    }
}

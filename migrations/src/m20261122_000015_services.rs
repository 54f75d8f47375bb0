//! The directory of services.

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
                    .table("service")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::optional("source_id").text())
                    .col(column::required("name").text())
                    .col(column::required("name_key").text())
                    .col(column::required("aliases").json_binary())
                    .col(column::required("kind").text())
                    .col(column::required("summary").text())
                    .col(column::optional("about").text())
                    .col(column::optional("provider_id").uuid())
                    .col(column::required("commissioners").json_binary())
                    .col(column::optional("level_from").integer())
                    .col(column::optional("level_to").integer())
                    .col(column::required("levels_inferred").boolean())
                    .col(column::optional("age_from").integer())
                    .col(column::optional("age_to").integer())
                    .col(column::optional("area").text())
                    .col(column::required("routes_in").json_binary())
                    .col(column::optional("access").text())
                    .col(column::optional("phone").text())
                    .col(column::optional("email").text())
                    .col(column::optional("url").text())
                    .col(column::optional("valid_from").date())
                    .col(column::optional("valid_to").date())
                    .col(column::optional("closed_because").text())
                    .col(column::optional("source").text())
                    .col(column::required("search").text())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .col(column::required("version").integer())
                    .foreign_key(&mut foreign("service", "provider_id", "agency"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("service", &["name_key"]))
            .await?;
        schema
            .create_index(index("service", &["provider_id"]))
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .drop_table(Table::drop().table("service").to_owned())
            .await?;
        Ok(())
    }
}

//! The pathways of a plan. What a pathway is made of is read and written with it as a whole, so it
//! stands in the row.

use sea_orm_migration::prelude::*;

use crate::table::{column, foreign, unique};

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
                    .table("pathway")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::optional("source_id").text())
                    .col(column::required("name").text())
                    .col(column::required("name_key").text())
                    .col(column::required("kind").text())
                    .col(column::required("summary").text())
                    .col(column::optional("level_from").integer())
                    .col(column::optional("level_to").integer())
                    .col(column::required("levels_inferred").boolean())
                    .col(column::optional("status_printed").text())
                    .col(column::optional("note").text())
                    .col(column::optional("source").text())
                    .col(column::required("worked_example").boolean())
                    .col(column::required("outcomes").json_binary())
                    .col(column::required("actions").json_binary())
                    .col(column::required("agencies").json_binary())
                    .col(column::required("other_parties").json_binary())
                    .col(column::required("groups").json_binary())
                    .col(column::required("services").json_binary())
                    .col(column::required("graph").json_binary())
                    .col(column::required("standards").json_binary())
                    .col(column::optional("valid_to").date())
                    .col(column::optional("closed_because").text())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .col(column::required("version").integer())
                    .foreign_key(&mut foreign("pathway", "plan_id", "plan"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("pathway", &["plan_id", "name_key"]))
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .drop_table(Table::drop().table("pathway").to_owned())
            .await?;
        Ok(())
    }
}

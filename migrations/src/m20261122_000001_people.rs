//! Accounts, their roles, sessions, one-time links, throttled sign-ins, and the settings of the deployment.

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
                    .table("person")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("name").text())
                    .col(column::required("email").text())
                    .col(column::optional("password_hash").text())
                    .col(column::required("disabled").boolean())
                    .col(column::optional("last_signed_in_at").timestamp_with_time_zone())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .col(column::required("version").integer())
                    .to_owned(),
            )
            .await?;
        schema.create_index(unique("person", &["email"])).await?;
        schema
            .create_table(
                Table::create()
                    .table("person_grant")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("person_id").uuid())
                    .col(column::required("role").text())
                    .col(column::optional("agency_id").uuid())
                    .col(column::optional("plan_id").uuid())
                    .col(column::required("sort").integer())
                    .foreign_key(&mut foreign("person_grant", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("person_grant", &["person_id"]))
            .await?;
        schema
            .create_index(index("person_grant", &["agency_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("session")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("token_hash").blob())
                    .col(column::required("person_id").uuid())
                    .col(column::required("label").text())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .col(column::required("last_seen_at").timestamp_with_time_zone())
                    .col(column::required("ends_at").timestamp_with_time_zone())
                    .foreign_key(&mut foreign("session", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("session", &["token_hash"]))
            .await?;
        schema
            .create_index(index("session", &["person_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("one_time_link")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("token_hash").blob())
                    .col(column::optional("person_id").uuid())
                    .col(column::optional("created_by_id").uuid())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .col(column::required("expires_at").timestamp_with_time_zone())
                    .col(column::optional("used_at").timestamp_with_time_zone())
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("one_time_link", &["token_hash"]))
            .await?;
        schema
            .create_index(index("one_time_link", &["person_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("throttle")
                    .col(column::required("key").text().primary_key())
                    .col(column::required("failures").integer())
                    .col(column::required("last_at").timestamp_with_time_zone())
                    .col(column::optional("blocked_until").timestamp_with_time_zone())
                    .to_owned(),
            )
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("setting")
                    .col(column::required("key").text().primary_key())
                    .col(column::required("value").text())
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .drop_table(Table::drop().table("setting").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("throttle").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("one_time_link").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("session").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("person_grant").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("person").to_owned())
            .await?;
        Ok(())
    }
}

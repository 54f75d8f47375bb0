//! Programs that act for an agency: what they are, how they show who they are, and the keys that
//! sign their tokens.

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
            .alter_table(
                Table::alter()
                    .table("person")
                    .add_column(column::required("kind").text().default("person"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("api_client")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("name").text())
                    .col(column::required("scopes").text())
                    .col(column::required("made_by_id").uuid())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .col(column::optional("last_token_at").timestamp_with_time_zone())
                    .col(column::required("version").integer())
                    .foreign_key(&mut foreign("api_client", "id", "person"))
                    .foreign_key(&mut foreign("api_client", "made_by_id", "person"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("client_secret")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("client_id").uuid())
                    .col(column::required("hash").blob())
                    .col(column::required("ending").text())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .col(column::optional("ends_at").timestamp_with_time_zone())
                    .foreign_key(&mut foreign("client_secret", "client_id", "api_client"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("client_secret", &["client_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("client_key")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("client_id").uuid())
                    .col(column::required("kid").text())
                    .col(column::required("algorithm").text())
                    .col(column::required("jwk").json_binary())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .foreign_key(&mut foreign("client_key", "client_id", "api_client"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("client_key", &["client_id", "kid"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("spent_assertion")
                    .col(column::required("client_id").uuid())
                    .col(column::required("jti_hash").blob())
                    .col(column::required("ends_at").timestamp_with_time_zone())
                    .primary_key(Index::create().col("client_id").col("jti_hash"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("spent_assertion", &["ends_at"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("signing_key")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("public").blob())
                    .col(column::required("sealed").blob())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .col(column::optional("signs_from").timestamp_with_time_zone())
                    .col(column::optional("retired_at").timestamp_with_time_zone())
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "signing_key",
            "spent_assertion",
            "client_key",
            "client_secret",
            "api_client",
        ] {
            schema
                .drop_table(Table::drop().table(table).to_owned())
                .await?;
        }
        schema
            .alter_table(
                Table::alter()
                    .table("person")
                    .drop_column("kind")
                    .to_owned(),
            )
            .await?;
        Ok(())
    }
}

//! What anybody may read without signing in, switched off; and the words by which anybody finds a
//! service, which leave out the remarks on it.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

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
            .create_table(
                Table::create()
                    .table("publication")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("services").boolean())
                    .col(column::required("pathways").boolean())
                    .col(column::required("version").integer())
                    .to_owned(),
            )
            .await?;
        // The one row: nothing is public until somebody says so.
        let id = match schema.get_database_backend() {
            DatabaseBackend::Sqlite => "zeroblob(16)",
            _ => "'00000000-0000-0000-0000-000000000000'",
        };
        schema
            .get_connection()
            .execute_unprepared(&format!(
                "INSERT INTO publication (id, services, pathways, version) VALUES ({id}, false, false, 1)"
            ))
            .await?;
        schema
            .alter_table(
                Table::alter()
                    .table("service")
                    .add_column(column::required("public_search").text().default(""))
                    .to_owned(),
            )
            .await?;
        // As the program folds texts; letters beyond ASCII keep their case here until the service is
        // next saved.
        let aliases = match schema.get_database_backend() {
            DatabaseBackend::Sqlite => "json(aliases)",
            _ => "aliases::text",
        };
        let mut words = format!(
            "lower(name || ' ' || {aliases} || ' ' || summary || ' ' || COALESCE(area, '') \
             || ' ' || COALESCE(access, ''))"
        );
        for (mark, plain) in [
            ('\u{2018}', "''"),
            ('\u{2019}', "''"),
            ('\u{2013}', "-"),
            ('\u{2014}', "-"),
        ] {
            words = format!("replace({words}, '{mark}', '{plain}')");
        }
        schema
            .get_connection()
            .execute_unprepared(&format!("UPDATE service SET public_search = {words}"))
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .alter_table(
                Table::alter()
                    .table("service")
                    .drop_column("public_search")
                    .to_owned(),
            )
            .await?;
        schema
            .drop_table(Table::drop().table("publication").to_owned())
            .await?;
        Ok(())
    }
}

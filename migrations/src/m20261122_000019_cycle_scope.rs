//! What a cycle asks about, where that is not the whole plan, and the day from which it is locked by
//! itself.

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
        let mut scope = column::optional("scope");
        scope.json_binary();
        let mut locks = column::optional("locks");
        locks.date();
        for column in [scope, locks] {
            schema
                .alter_table(Table::alter().table("cycle").add_column(column).to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for name in ["locks", "scope"] {
            schema
                .alter_table(Table::alter().table("cycle").drop_column(name).to_owned())
                .await?;
        }
        Ok(())
    }
}

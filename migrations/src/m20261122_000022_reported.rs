//! A second number of a plan, which goes up with everything but updates that are still open: an
//! overview and a register show accepted ones alone, and outlive what is on its way to them.
//! And the cycles of a plan by their days, for the report before a cycle.

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
            .alter_table(
                Table::alter()
                    .table("plan")
                    .add_column(column::required("reported").big_integer().default(0))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("cycle", &["plan_id", "opens"]))
            .await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .drop_index(
                Index::drop()
                    .name("cycle_plan_id_opens")
                    .table("cycle")
                    .to_owned(),
            )
            .await?;
        schema
            .alter_table(
                Table::alter()
                    .table("plan")
                    .drop_column("reported")
                    .to_owned(),
            )
            .await
    }
}

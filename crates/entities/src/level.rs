//! The table `level`.

use sea_orm::entity::prelude::*;

/// A row of `level`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "level")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub source_id: Option<String>,
    pub number: i32,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub description: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub share: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub difficulties: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub delivered_by: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub relies_on: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

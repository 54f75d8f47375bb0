//! The table `evidence`.

use sea_orm::entity::prelude::*;

/// A row of `evidence`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub source_id: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub author: Option<String>,
    pub year: Option<i32>,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub listed: bool,
    #[sea_orm(column_type = "JsonBinary")]
    pub variants: Json,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub sort: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! The table `link`.

use sea_orm::entity::prelude::*;

/// A row of `link`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub source_id: Option<String>,
    pub from_action_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub cell: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub printed_kind: String,
    #[sea_orm(column_type = "Text")]
    pub printed: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub label: Option<String>,
    pub target_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub resolution: String,
    pub settled: bool,
    pub sort: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

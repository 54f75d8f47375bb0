//! The table `assignment`.

use sea_orm::entity::prelude::*;

/// A row of `assignment`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    pub action_id: Uuid,
    pub agency_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub role: String,
    pub coordinates: bool,
    #[sea_orm(column_type = "Text", nullable)]
    pub printed: Option<String>,
    pub sort: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! The table `update_step`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `update_step`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "update_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub update_id: Uuid,
    pub at: DateTime<Utc>,
    pub by_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub event: String,
    pub round: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub comment: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

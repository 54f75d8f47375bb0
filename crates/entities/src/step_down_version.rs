//! The table `step_down_version`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `step_down_version`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "step_down_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    #[sea_orm(column_type = "Text")]
    pub stage: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub content: Json,
    pub written_by: Uuid,
    pub written_for: Uuid,
    pub written_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

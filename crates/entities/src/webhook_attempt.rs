//! The table `webhook_attempt`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `webhook_attempt`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_attempt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub delivery_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub at: DateTime<Utc>,
    #[sea_orm(column_type = "Text")]
    pub outcome: String,
    pub status: Option<i32>,
    #[sea_orm(column_type = "Text")]
    pub excerpt: String,
    pub milliseconds: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

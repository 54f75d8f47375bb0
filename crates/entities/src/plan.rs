//! The table `plan`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `plan`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub slug: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub source_id: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    pub owner_board_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub audience: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub starts: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub ends: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub period_note: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub key_dates: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub facts: Json,
    pub revision: i64,
    pub created_at: DateTime<Utc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

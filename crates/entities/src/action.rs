//! The table `action`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `action`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "action")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub source_id: Option<String>,
    pub sort: i32,
    #[sea_orm(column_type = "Text")]
    pub printed_ref: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub reference: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    #[sea_orm(column_type = "Text")]
    pub rationale: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub parts: Json,
    pub level_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary")]
    pub outcomes_printed: Json,
    #[sea_orm(column_type = "Text", nullable)]
    pub lead_note: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub timescale: Json,
    #[sea_orm(column_type = "Text", nullable)]
    pub starts: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub ends: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub source_place: Option<String>,
    pub created_at: DateTime<Utc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! The table `finding`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `finding`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "finding")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub code: String,
    #[sea_orm(column_type = "Text")]
    pub item: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub items: Json,
    #[sea_orm(column_type = "Text")]
    pub printed: String,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub proposal: Option<Json>,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub decided_by_id: Option<Uuid>,
    pub decided_at: Option<DateTime<Utc>>,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub sort: i32,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

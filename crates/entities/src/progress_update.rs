//! The table `progress_update`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `progress_update`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "progress_update")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    pub action_id: Uuid,
    pub cycle_id: Uuid,
    pub agency_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub agency_name: String,
    pub edition: i32,
    pub corrects_id: Option<Uuid>,
    pub superseded: bool,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub round: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub delivery_status: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub brag: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub content: Json,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub implied: Option<Json>,
    pub author_id: Uuid,
    pub last_editor_id: Uuid,
    pub assigned_id: Option<Uuid>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub accepted_at: Option<DateTime<Utc>>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

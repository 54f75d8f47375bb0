//! The table `pathway`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

/// A row of `pathway`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "pathway")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub source_id: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub name_key: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    pub level_from: Option<i32>,
    pub level_to: Option<i32>,
    pub levels_inferred: bool,
    #[sea_orm(column_type = "Text", nullable)]
    pub status_printed: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub source: Option<String>,
    pub worked_example: bool,
    #[sea_orm(column_type = "JsonBinary")]
    pub outcomes: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub actions: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub agencies: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub other_parties: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub groups: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub services: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub graph: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub standards: Json,
    pub valid_to: Option<NaiveDate>,
    #[sea_orm(column_type = "Text", nullable)]
    pub closed_because: Option<String>,
    pub created_at: DateTime<Utc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! The table `case_file`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `case_file`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub reference: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub born: Option<String>,
    pub born_year: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub district: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub cohorts: Json,
    pub level: i32,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub state_since: DateTime<Utc>,
    pub merged_into: Option<Uuid>,
    pub concern: bool,
    pub legal_hold: bool,
    pub opened_at: DateTime<Utc>,
    pub opened_by: Option<Uuid>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

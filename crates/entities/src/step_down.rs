//! The table `step_down`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

/// A row of `step_down`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "step_down")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub proposed_at: Option<DateTime<Utc>>,
    pub stepped_down_on: Option<NaiveDate>,
    #[sea_orm(column_type = "JsonBinary")]
    pub duties: Json,
    pub begun_at: DateTime<Utc>,
    pub begun_by: Uuid,
    pub begun_for: Uuid,
    pub ended_at: Option<DateTime<Utc>>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! The table `cycle_exception`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

/// A row of `cycle_exception`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cycle_exception")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    pub cycle_id: Uuid,
    pub action_id: Uuid,
    pub agency_id: Uuid,
    pub person_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub until: NaiveDate,
    pub by_id: Uuid,
    pub at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

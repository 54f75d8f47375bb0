//! The table `step_down_review`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

/// A row of `step_down_review`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "step_down_review")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub due: NaiveDate,
    pub case_id: Uuid,
    pub held_on: Option<NaiveDate>,
    #[sea_orm(column_type = "Text", nullable)]
    pub finding: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub words: Option<String>,
    pub not_held: bool,
    pub answered_by: Option<Uuid>,
    pub answered_for: Option<Uuid>,
    pub answered_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

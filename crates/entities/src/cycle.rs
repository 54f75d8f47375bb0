//! The table `cycle`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

/// A row of `cycle`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cycle")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    pub observes_from: NaiveDate,
    pub observes_to: NaiveDate,
    pub opens: NaiveDate,
    pub due: NaiveDate,
    pub closes: NaiveDate,
    #[sea_orm(column_type = "Text")]
    pub instructions: String,
    pub locked_at: Option<DateTime<Utc>>,
    pub locks: Option<NaiveDate>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub scope: Option<Json>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

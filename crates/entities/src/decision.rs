//! The table `decision`.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

/// A row of `decision`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    pub meeting_id: Uuid,
    pub year: i32,
    pub number: i32,
    #[sea_orm(column_type = "Text")]
    pub words: String,
    #[sea_orm(column_type = "Text")]
    pub outcome: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub progress: Option<String>,
    pub owner_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub owner_note: String,
    pub due: Option<NaiveDate>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

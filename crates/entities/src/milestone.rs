//! The table `milestone`.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

/// A row of `milestone`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "milestone")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub plan_id: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub source_id: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub starts: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub due: Option<String>,
    pub owner_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub printed_state: Option<String>,
    pub done_on: Option<NaiveDate>,
    pub moves: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub sort: i32,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! The table `case_part`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `case_part`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_part")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub agency_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    #[sea_orm(column_type = "Text")]
    pub offers: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub own_reference: Option<String>,
    pub agreement_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub sharing: Option<Json>,
    pub asked_by: Option<Uuid>,
    pub asked_at: DateTime<Utc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub asked_for: Option<String>,
    pub from_at: Option<DateTime<Utc>>,
    pub until_at: Option<DateTime<Utc>>,
    #[sea_orm(column_type = "Text", nullable)]
    pub words: Option<String>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

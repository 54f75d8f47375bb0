//! The table `case_listed`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `case_listed`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_listed")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub agency_id: Option<Uuid>,
    pub at: DateTime<Utc>,
    #[sea_orm(column_type = "Text")]
    pub view: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub cases: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

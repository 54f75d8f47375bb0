//! The table `responsibility`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `responsibility`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "responsibility")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub agency_id: Uuid,
    pub from_at: DateTime<Utc>,
    pub until_at: Option<DateTime<Utc>>,
    #[sea_orm(column_type = "Text")]
    pub because: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

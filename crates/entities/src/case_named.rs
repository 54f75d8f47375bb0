//! The table `case_named`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `case_named`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_named")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub part_id: Uuid,
    pub case_id: Uuid,
    pub agency_id: Uuid,
    pub person_id: Uuid,
    pub from_at: DateTime<Utc>,
    pub until_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! The table `retention_run`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `retention_run`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "retention_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub proposed_by: Uuid,
    pub proposed_for: Uuid,
    pub proposed_at: DateTime<Utc>,
    #[sea_orm(column_type = "JsonBinary")]
    pub cases: Json,
    #[sea_orm(column_type = "Text", nullable)]
    pub words: Option<String>,
    pub agreed_by: Option<Uuid>,
    pub agreed_at: Option<DateTime<Utc>>,
    pub done_at: Option<DateTime<Utc>>,
    pub done: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

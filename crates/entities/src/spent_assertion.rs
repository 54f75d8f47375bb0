//! The table `spent_assertion`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `spent_assertion`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "spent_assertion")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Blob")]
    pub jti_hash: Vec<u8>,
    pub ends_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

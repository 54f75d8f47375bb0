//! The table `decision_use`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A row of `decision_use`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "decision_use")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub action_id: Uuid,
    pub decision_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub event: String,
    pub at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

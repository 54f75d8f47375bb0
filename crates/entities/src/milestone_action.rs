//! The table `milestone_action`.

use sea_orm::entity::prelude::*;

/// A row of `milestone_action`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "milestone_action")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub milestone_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub action_id: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

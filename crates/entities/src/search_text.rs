//! The table `search_text`: the words of everything that can be looked for. Triggers keep it; on
//! SQLite it has a number a row besides, by which the index names it.

use sea_orm::entity::prelude::*;

/// A row of `search_text`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "search_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    pub plan_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

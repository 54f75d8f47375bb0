//! The table `sharing_agreement`.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

/// A row of `sharing_agreement`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sharing_agreement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub purpose: String,
    #[sea_orm(column_type = "Text")]
    pub basis: String,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    #[sea_orm(column_type = "JsonBinary")]
    pub parties: Json,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! The table `service`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

/// A row of `service`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "service")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text", nullable)]
    pub source_id: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub name_key: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub aliases: Json,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub about: Option<String>,
    pub provider_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary")]
    pub commissioners: Json,
    pub level_from: Option<i32>,
    pub level_to: Option<i32>,
    pub levels_inferred: bool,
    pub age_from: Option<i32>,
    pub age_to: Option<i32>,
    #[sea_orm(column_type = "Text", nullable)]
    pub area: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub routes_in: Json,
    #[sea_orm(column_type = "Text", nullable)]
    pub access: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub phone: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub email: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub url: Option<String>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    #[sea_orm(column_type = "Text", nullable)]
    pub closed_because: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub source: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub search: String,
    #[sea_orm(column_type = "Text")]
    pub public_search: String,
    pub created_at: DateTime<Utc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

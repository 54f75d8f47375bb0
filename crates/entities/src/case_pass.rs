//! The table `case_pass`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

/// A row of `case_pass`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_pass")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub from_agency: Uuid,
    pub to_agency: Uuid,
    pub asked_by: Uuid,
    pub asked_at: DateTime<Utc>,
    #[sea_orm(column_type = "Text")]
    pub words: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub answered_by: Option<Uuid>,
    pub answered_at: Option<DateTime<Utc>>,
    #[sea_orm(column_type = "Text", nullable)]
    pub answer_words: Option<String>,
    pub first_contact_on: Option<NaiveDate>,
    #[sea_orm(column_type = "Text", nullable)]
    pub clinical_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

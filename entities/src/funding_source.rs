//! Aids that pay for what structures do.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "funding_source")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub funder_id: Option<Uuid>,
    pub funder_name: Option<String>,
    pub programme: Option<String>,
    pub title: Json,
    pub summary: Option<Json>,
    pub aid_type: String,
    pub eu_fund: Option<String>,
    pub min_rate: Option<i32>,
    pub max_rate: Option<i32>,
    pub min_amount: Option<i64>,
    pub max_amount: Option<i64>,
    pub opens_on: Option<Date>,
    pub closes_on: Option<Date>,
    pub recurrence: String,
    pub application_url: Option<String>,
    pub last_confirmed_on: Option<Date>,
    pub rules: Json,
    pub status: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

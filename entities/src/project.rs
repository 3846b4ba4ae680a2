//! Programmes and projects.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "project")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub programme_id: Option<Uuid>,
    pub code: Option<String>,
    pub title: Json,
    pub summary: Option<Json>,
    pub description: Option<Json>,
    pub phase: String,
    pub status: String,
    pub status_reason: Option<String>,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub budget: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

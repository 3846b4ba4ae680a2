//! Pieces of work in a project.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "action")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub project_id: Uuid,
    pub parent_id: Option<Uuid>,
    pub code: Option<String>,
    pub title: Json,
    pub description: Option<Json>,
    pub priority: Option<String>,
    pub status: String,
    pub status_reason: Option<String>,
    pub pilot_structure_id: Option<Uuid>,
    pub pilot_member_id: Option<Uuid>,
    pub starts_on: Option<Date>,
    pub due_on: Option<Date>,
    pub done_on: Option<Date>,
    pub progress_mode: String,
    pub progress_pct: i32,
    pub position: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

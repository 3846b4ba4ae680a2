//! The log of changes.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub event: String,
    pub record_id: Uuid,
    pub record_kind: String,
    pub version: i32,
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    pub project_id: Option<Uuid>,
    pub changed_fields: Json,
    pub visible_before: Option<String>,
    pub visible_after: Option<String>,
    pub withheld_before: Option<bool>,
    pub withheld_after: Option<bool>,
    pub notifies: Option<Json>,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

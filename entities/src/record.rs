//! The common row of every addressable thing.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub visibility: String,
    pub effective_visibility: String,
    pub parent_id: Option<Uuid>,
    pub project_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    pub origin_partner_id: Option<Uuid>,
    pub withheld: bool,
    pub archived_at: Option<DateTimeUtc>,
    pub archived_with: Option<Uuid>,
    pub slug: Option<String>,
    pub sort_name: String,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub created_by: Option<Uuid>,
    pub updated_at: DateTimeUtc,
    pub updated_by: Option<Uuid>,
    pub deleted_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

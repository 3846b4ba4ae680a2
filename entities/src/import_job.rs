//! Files that are imported.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "import_job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub upload_id: Uuid,
    pub filename: String,
    pub sha256: String,
    pub mapping: Option<Json>,
    pub locale: String,
    pub dry_run: bool,
    pub dry_run_of: Option<Uuid>,
    pub state: String,
    pub applied: i32,
    pub total: Option<i32>,
    pub creates: Option<i32>,
    pub updates: Option<i32>,
    pub unchanged: Option<i32>,
    pub duplicates: Option<i32>,
    pub errors: Option<i32>,
    pub warnings: Option<i32>,
    pub unmapped: Json,
    pub failure: Option<String>,
    pub created_by: Uuid,
    pub created_at: DateTimeUtc,
    pub started_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
    pub holder: Option<Uuid>,
    pub held_until: Option<DateTimeUtc>,
    pub attempts: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

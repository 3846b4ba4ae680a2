//! What a training path said when it was published.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "path_revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub path_id: Uuid,
    pub number: i32,
    pub published_at: DateTimeUtc,
    pub published_by: Option<Uuid>,
    pub provider_id: Uuid,
    pub code: Option<String>,
    pub title: Json,
    pub summary: Option<Json>,
    pub objectives: Option<Json>,
    pub order_policy: String,
    pub modality: String,
    pub certification: String,
    pub certification_code: Option<String>,
    pub eu_level: Option<i32>,
    pub price: Option<i64>,
    pub languages: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! Ways of learning.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "training_path")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub provider_id: Uuid,
    pub code: Option<String>,
    pub title: Json,
    pub summary: Option<Json>,
    pub objectives: Option<Json>,
    pub order_policy: String,
    pub modality: Option<String>,
    pub certification: String,
    pub certification_code: Option<String>,
    pub eu_level: Option<i32>,
    pub price: Option<i64>,
    pub languages: Json,
    pub status: String,
    pub revision: i32,
    pub changed: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

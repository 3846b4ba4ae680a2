//! What one teaches or learns with.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "teaching_resource")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub title: Json,
    pub description: Option<Json>,
    pub languages: Json,
    pub resource_types: Json,
    pub audiences: Json,
    pub educational_levels: Json,
    pub min_age: Option<i32>,
    pub max_age: Option<i32>,
    pub difficulty: Option<String>,
    pub learning_minutes: Option<i32>,
    pub format: Option<String>,
    pub licence: Option<String>,
    pub copyright_note: Option<String>,
    pub free: bool,
    pub url: Option<String>,
    pub published_on: Option<Date>,
    pub status: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

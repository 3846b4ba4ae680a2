//! Places and their groupings.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "territory")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub country: String,
    pub code: String,
    pub name: String,
    pub name_ca: Option<String>,
    pub sort_name: String,
    pub siren: Option<String>,
    pub postal_codes: Json,
    pub population: Option<i32>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub successor_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

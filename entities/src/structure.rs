//! Associations, companies and public bodies.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "structure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub name: String,
    pub acronym: Option<String>,
    pub legal_name: Option<String>,
    pub partner_id: Option<Uuid>,
    pub parent_id: Option<Uuid>,
    pub is_branch: bool,
    pub siren: Option<String>,
    pub siret: Option<String>,
    pub rna: Option<String>,
    pub uai: Option<String>,
    pub nda: Option<String>,
    pub naf_code: Option<String>,
    pub naf_version: Option<String>,
    pub foreign_scheme: Option<String>,
    pub foreign_id: Option<String>,
    pub identifier_waiver: Option<String>,
    pub description: Option<Json>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub address_line: Option<String>,
    pub postal_code: Option<String>,
    pub territory_id: Option<Uuid>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub geo_precision: String,
    pub status: String,
    pub merged_into: Option<Uuid>,
    pub registry_state: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

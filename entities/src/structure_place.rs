//! In which places a structure sits, in the order of names.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "structure_place")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub territory_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub sort_name: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub structure_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! Where the people of partners sign in.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "identity_provider")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub partner_id: Uuid,
    pub slug: String,
    pub label: String,
    pub issuer: String,
    pub client_id: String,
    pub client_authentication: String,
    pub sealed_secret: String,
    pub key_id: Option<String>,
    pub id_token_algorithms: Json,
    pub userinfo: String,
    pub pkce: String,
    pub par: String,
    pub scopes: Json,
    pub extra_parameters: Json,
    pub required_acr: Json,
    pub email_trust: String,
    pub just_in_time: String,
    pub back_channel_logout: String,
    pub siret_claim: Option<String>,
    pub state: String,
    pub tried_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub updated_by: Option<Uuid>,
    pub version: i32,
    pub history: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

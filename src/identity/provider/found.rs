//! A provider as the database holds it, and as the protocol takes it.

use entities::identity_provider::{Column, Entity, Model};
use oidc::{Algorithm, Authentication, Settings, Userinfo};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use secrecy::SecretString;
use serde_json::Value;
use uuid::Uuid;

use super::model::{
    BackChannelLogout, ClientAuthentication, EmailTrust, JustInTime, ProtocolUsage, ProviderState,
    UserinfoForm, kept,
};
use crate::identity::vault::Vault;
use crate::kernel::error::Result;
use crate::store::{Store, fault, read_json};

/// A provider, with what the hub decides of it.
#[derive(Clone, Debug)]
pub(in crate::identity) struct Provider {
    pub(in crate::identity) id: Uuid,
    pub(in crate::identity) partner: Uuid,
    pub(in crate::identity) slug: String,
    pub(in crate::identity) label: String,
    pub(in crate::identity) state: ProviderState,
    pub(in crate::identity) email_trust: EmailTrust,
    pub(in crate::identity) just_in_time: JustInTime,
    pub(in crate::identity) back_channel_logout: BackChannelLogout,
    pub(in crate::identity) siret_claim: Option<String>,
    /// Which of its settings are in force.
    pub(in crate::identity) version: i32,
    row: Model,
}

/// A provider among which people choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderChoice {
    /// Its name in addresses.
    pub slug: String,
    /// What people call it.
    pub label: String,
}

impl Provider {
    /// The provider with this slug, whatever its state.
    pub(in crate::identity) async fn with_slug(store: &Store, slug: &str) -> Result<Option<Self>> {
        let found =
            Entity::find().filter(Column::Slug.eq(slug)).one(store.connection()).await.map_err(fault)?;
        found.map(Self::read).transpose()
    }

    /// The provider of this row.
    pub(in crate::identity) async fn with_id(store: &Store, id: Uuid) -> Result<Option<Self>> {
        let found = Entity::find_by_id(id).one(store.connection()).await.map_err(fault)?;
        found.map(Self::read).transpose()
    }

    /// What the row says.
    pub(in crate::identity) fn read(row: Model) -> Result<Self> {
        Ok(Self {
            id: row.id,
            partner: row.partner_id,
            slug: row.slug.clone(),
            label: row.label.clone(),
            state: kept(ProviderState::parse(&row.state), &row.state)?,
            email_trust: kept(EmailTrust::parse(&row.email_trust), &row.email_trust)?,
            just_in_time: kept(JustInTime::parse(&row.just_in_time), &row.just_in_time)?,
            back_channel_logout: kept(
                BackChannelLogout::parse(&row.back_channel_logout),
                &row.back_channel_logout,
            )?,
            siret_claim: row.siret_claim.clone(),
            version: row.version,
            row,
        })
    }

    /// What the protocol needs to know of it.
    pub(in crate::identity) fn settings(&self, vault: &Vault) -> Result<Settings> {
        let row = &self.row;
        let secret = vault.open_provider_secret(row.id, &row.sealed_secret)?;
        let usage = |code: &str| kept(ProtocolUsage::parse(code), code).map(ProtocolUsage::usage);
        let algorithms = algorithms(&row.id_token_algorithms)?;
        Ok(Settings {
            issuer: row.issuer.clone(),
            client_id: row.client_id.clone(),
            authentication: self.authentication(secret, &algorithms)?,
            userinfo: match kept(UserinfoForm::parse(&row.userinfo), &row.userinfo)? {
                UserinfoForm::None => Userinfo::None,
                UserinfoForm::Json => Userinfo::Json,
                UserinfoForm::Signed => Userinfo::Signed(algorithms.clone()),
            },
            id_token_algorithms: algorithms,
            pkce: usage(&row.pkce)?,
            par: usage(&row.par)?,
            scopes: read_json(row.scopes.clone(), "a provider's scopes")?,
            extra_parameters: read_json(row.extra_parameters.clone(), "a provider's extra parameters")?,
            required_acr: read_json(row.required_acr.clone(), "a provider's required acr")?,
        })
    }

    fn authentication(&self, secret: SecretString, algorithms: &[Algorithm]) -> Result<Authentication> {
        let code = &self.row.client_authentication;
        Ok(match kept(ClientAuthentication::parse(code), code)? {
            ClientAuthentication::Basic => Authentication::Basic(secret),
            ClientAuthentication::Post => Authentication::Post(secret),
            ClientAuthentication::PrivateKeyJwt => Authentication::PrivateKey {
                pem: secret,
                kid: self.row.key_id.clone(),
                algorithm: algorithms.first().copied().unwrap_or(Algorithm::RS256),
            },
        })
    }
}

/// The providers that are in use, by their labels.
pub(in crate::identity) async fn choices(store: &Store) -> Result<Vec<ProviderChoice>> {
    let mut sql = store.sql();
    sql.push(
        "select p.slug, p.label from identity_provider p join partner a on a.id = p.partner_id and a.state = 'ACTIVE' \
         where p.state = 'ACTIVE' order by p.label, p.slug",
    );
    let rows = store.all(sql).await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok(ProviderChoice {
            slug: row.try_get_by_index(0).map_err(fault)?,
            label: row.try_get_by_index(1).map_err(fault)?,
        })
    };
    rows.iter().map(read).collect()
}

fn algorithms(list: &Value) -> Result<Vec<Algorithm>> {
    let names: Vec<String> = read_json(list.clone(), "a provider's algorithms")?;
    names.iter().map(|name| kept(name.parse().ok(), name)).collect()
}

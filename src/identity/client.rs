//! API clients: making, listing and revoking them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entities::{api_client, partner};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use secrecy::SecretString;
use serde_json::json;
use uuid::Uuid;

use super::row::{get, listed};
use super::{PartnerChoice, as_system, key, token};
use crate::kernel::actor::Scope;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::id::new_id;
use crate::store::fault;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

/// What a client is to be.
#[derive(Clone, Debug)]
pub struct NewClient {
    /// The partner it works for.
    pub partner: PartnerChoice,
    /// What people call it.
    pub name: String,
    /// What its key opens.
    pub scopes: BTreeSet<Scope>,
    /// The structures it works for; `None` for all of the partner's, those to come included.
    pub structure_scope: Option<Vec<Uuid>>,
    /// Web origins from which browsers may use its key (`https://site.example`); none binds it to none.
    pub allowed_origins: Vec<String>,
    /// When its key stops to work.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A client that was just made.
#[derive(Clone, Debug)]
pub struct CreatedClient {
    /// The row of `api_client`.
    pub id: Uuid,
    /// The key: this is the only time that it is known.
    pub key: SecretString,
}

/// Makes a client.
///
/// # Errors
/// When the partner is unknown or not active, or a structure is not its own.
pub async fn create(store: &Store, client: NewClient) -> Result<CreatedClient> {
    let id = new_id(store.clock().now());
    let key = key::fresh(id);
    let act = Create { id, secret_hash: token::hash(&key), client };
    as_system(store, &act).await?;
    Ok(CreatedClient { id, key: key.into() })
}

struct Create {
    id: Uuid,
    secret_hash: String,
    client: NewClient,
}

impl Act for Create {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        self.check(tx)?;
        let partner = self.client.partner.in_tx(tx).await?;
        self.require_own_structures(tx, partner).await?;
        api_client::Entity::insert(self.row(tx, partner))
            .exec_without_returning(tx.connection())
            .await
            .map_err(fault)?;
        let detail = json!({ "client": self.id, "partner": partner, "scopes": self.scopes() });
        tx.audit("client.created", None, detail).await
    }
}

impl Create {
    fn check(&self, tx: &Tx<'_>) -> Result<()> {
        if self.client.name.trim().is_empty() {
            return Err(
                Fault::on("name", Code::Required, "a client has a name, so that people know it").into()
            );
        }
        if self.client.expires_at.is_some_and(|at| at <= tx.scene.now) {
            return Err(Fault::on("expiresAt", Code::Invalid, "the key would have expired already").into());
        }
        Ok(())
    }

    async fn require_own_structures(&self, tx: &Tx<'_>, partner: Uuid) -> Result<()> {
        let Some(scope) = &self.client.structure_scope else { return Ok(()) };
        let mut sql = tx.sql();
        sql.push("select s.id from structure s where s.partner_id = ").bind(partner).push(" and ");
        sql.any_id("s.id", scope);
        let own = tx.all(sql).await?.iter().map(|row| get(row, "id")).collect::<Result<Vec<Uuid>>>()?;
        if scope.iter().all(|structure| own.contains(structure)) {
            return Ok(());
        }
        let message = "a structure of the client's scope is not one of the partner's";
        Err(Fault::on("structureScope", Code::Invalid, message).into())
    }

    fn row(&self, tx: &Tx<'_>, partner: Uuid) -> api_client::ActiveModel {
        let client = &self.client;
        api_client::ActiveModel {
            id: Set(self.id),
            partner_id: Set(partner),
            name: Set(client.name.trim().to_owned()),
            secret_hash: Set(self.secret_hash.clone()),
            scopes: Set(json!(self.scopes())),
            structure_scope: Set(client.structure_scope.as_ref().map(|scope| json!(scope))),
            allowed_origins: Set(json!(client.allowed_origins)),
            created_at: Set(tx.scene.now),
            expires_at: Set(client.expires_at),
            revoked_at: Set(None),
            last_used_at: Set(None),
        }
    }

    fn scopes(&self) -> Vec<&'static str> {
        self.client.scopes.iter().map(|scope| scope.as_str()).collect()
    }
}

/// A client as lists show it.
#[derive(Clone, Debug)]
pub struct ClientSummary {
    /// The part of its key that is no secret.
    pub public_key: String,
    /// The short name of its partner.
    pub partner: String,
    /// What people call it.
    pub name: String,
    /// The names of its scopes.
    pub scopes: Vec<String>,
    /// When its key stops to work.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// Every client, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(store: &Store) -> Result<Vec<ClientSummary>> {
    let clients =
        api_client::Entity::find().order_by_asc(api_client::Column::Id).all(store.connection()).await;
    let partners = partner::Entity::find().all(store.connection()).await.map_err(fault)?;
    let slug = |id: Uuid| partners.iter().find(|partner| partner.id == id).map(|found| found.slug.clone());
    let summary = |client: api_client::Model| {
        Ok(ClientSummary {
            public_key: key::public_part(client.id),
            partner: slug(client.partner_id).unwrap_or_default(),
            name: client.name,
            scopes: listed(client.scopes)?,
            expires_at: client.expires_at,
            revoked_at: client.revoked_at,
            last_used_at: client.last_used_at,
        })
    };
    clients.map_err(fault)?.into_iter().map(summary).collect()
}

/// Ends a client's key, at once and for good.
///
/// # Errors
/// When there is no such client, or it was revoked before.
pub async fn revoke(store: &Store, client: Uuid) -> Result<()> {
    as_system(store, &Revoke(client)).await
}

struct Revoke(Uuid);

impl Act for Revoke {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        let revoked = api_client::Entity::update_many()
            .col_expr(api_client::Column::RevokedAt, tx.scene.now.into())
            .filter(api_client::Column::Id.eq(self.0))
            .filter(api_client::Column::RevokedAt.is_null())
            .exec(tx.connection())
            .await
            .map_err(fault)?;
        if revoked.rows_affected == 0 {
            let message = "there is no such client, or it was revoked before";
            return Err(Fault::on("client", Code::NotFound, message).into());
        }
        tx.audit("client.revoked", None, json!({ "client": self.0 })).await
    }
}

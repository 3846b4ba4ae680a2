//! What an operator's commands do with clients: the same acts, in the name of the hub.

use std::collections::BTreeSet;

use async_graphql::ID;
use chrono::{DateTime, Utc};
use entities::api_client;
use sea_orm::{EntityTrait, QueryOrder};
use secrecy::SecretString;
use uuid::Uuid;

use super::PREFIX;
use super::content::{Content, REQUESTS_PER_MINUTE};
use super::create::make;
use super::input::{RevokeApiClientInput, RotateApiClientKeyInput};
use super::revoke::RevokeApiClient;
use super::rotate::RotateApiClientKey;
use crate::domain::partner::{govern, slugs};
use crate::domain::record::Checks;
use crate::identity::PartnerChoice;
use crate::identity::key::{self, FreshKey};
use crate::kernel::actor::Scope;
use crate::kernel::error::{Error, Result};
use crate::kernel::id::{self, new_id};
use crate::store::transaction::Act;
use crate::store::{Store, Tx, fault, read_json};

/// What a client is to be.
#[derive(Clone, Debug)]
pub struct NewClient {
    /// The partner it works for.
    pub partner: PartnerChoice,
    /// What people call it.
    pub name: String,
    /// What its keys open.
    pub scopes: BTreeSet<Scope>,
    /// The structures it works for; `None` for all of the partner's, those to come included.
    pub structure_scope: Option<Vec<Uuid>>,
    /// Web origins from which browsers may use its keys (`https://site.example`); none binds them to none.
    pub allowed_origins: Vec<String>,
    /// How many operations it may ask for in a minute; `None` for as many as clients have where nothing is said.
    pub requests_per_minute: Option<i32>,
    /// When its keys stop to work.
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
    let now = store.clock().now();
    let id = new_id(now);
    let act = Create { id, key: FreshKey::of(id, now), client };
    store.write_as_hub(&act).await?;
    Ok(CreatedClient { id, key: act.key.shown().into() })
}

struct Create {
    id: Uuid,
    key: FreshKey,
    client: NewClient,
}

impl Act for Create {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        let client = &self.client;
        let content = Content {
            name: client.name.clone(),
            scopes: client.scopes.clone(),
            structures: client.structure_scope.as_ref().map(|scope| scope.iter().copied().collect()),
            allowed_origins: client.allowed_origins.clone(),
            requests_per_minute: client.requests_per_minute.unwrap_or(REQUESTS_PER_MINUTE),
            expires_at: client.expires_at,
        };
        let content = content.checked(Checks::default(), tx.scene.now, None).map_err(Error::Refused)?;
        let partner = client.partner.in_tx(tx).await?;
        let partner = govern(tx, partner, "input.partner").await?;
        make(tx, &partner, (self.id, &self.key), &content, None).await
    }
}

/// Gives a client another key; its other keys stay good for `overlap_hours`.
///
/// # Errors
/// When there is no such client, it was revoked, or it has too many keys.
pub async fn rotate(store: &Store, client: Uuid, overlap_hours: i32) -> Result<SecretString> {
    let input = RotateApiClientKeyInput { id: named(client), overlap_hours, reason: None };
    let done = store.write_as_hub(&RotateApiClientKey::new(input, store.clock().now())).await?;
    Ok(done.key.unwrap_or_default().into())
}

/// Ends a client, at once and for good.
///
/// # Errors
/// When there is no such client, or it was revoked before.
pub async fn revoke(store: &Store, client: Uuid) -> Result<()> {
    let input = RevokeApiClientInput { id: named(client), reason: None };
    store.write_as_hub(&RevokeApiClient { input }).await.map(drop)
}

fn named(client: Uuid) -> ID {
    ID(id::global(PREFIX, client))
}

/// A client as lists show it.
#[derive(Clone, Debug)]
pub struct ClientSummary {
    /// The part of its keys that is no secret.
    pub public_key: String,
    /// The short name of its partner.
    pub partner: String,
    /// What people call it.
    pub name: String,
    /// The names of its scopes.
    pub scopes: Vec<String>,
    /// When its keys stop to work.
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
    let partners = slugs(store).await?;
    let summary = |client: api_client::Model| {
        Ok(ClientSummary {
            public_key: key::public_part(client.id),
            partner: partners.get(&client.partner_id).cloned().unwrap_or_default(),
            name: client.name,
            scopes: read_json(client.scopes, "a client's scopes")?,
            expires_at: client.expires_at,
            revoked_at: client.revoked_at,
            last_used_at: client.last_used_at,
        })
    };
    clients.map_err(fault)?.into_iter().map(summary).collect()
}

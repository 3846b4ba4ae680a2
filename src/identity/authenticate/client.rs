//! The program behind a key.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::QueryResult;
use secrecy::ExposeSecret;
use serde_json::Value;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::{AuthFault, Key, unavailable};
use crate::identity::row::{get, listed};
use crate::identity::{as_system, token};
use crate::kernel::actor::{Actor, ClientActor, Scope};
use crate::kernel::error::Result as HubResult;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

/// How often the last use of a key is written down, at most.
const USE_NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// The client whose key is good now.
struct KnownClient {
    id: Uuid,
    partner: Uuid,
    secret_hash: String,
    scopes: Vec<String>,
    structure_scope: Option<Vec<Uuid>>,
    allowed_origins: Vec<String>,
    last_used_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
}

/// The program whose key this is; its use is written down.
pub(super) async fn actor(store: &Store, key: Key<'_>) -> Result<Actor, AuthFault> {
    let clients = find(store, &[key.client]).await.map_err(unavailable)?;
    let client = checked(&clients, &key)?;
    let structures = structures_of(store, &[client]).await.map_err(unavailable)?;
    note_use(store, client);
    Ok(acting(client, &structures))
}

/// The programs whose keys these are, one answer each.
pub(super) async fn actors(store: &Store, keys: &[Key<'_>]) -> HubResult<Vec<Result<Actor, AuthFault>>> {
    let mut ids: Vec<Uuid> = keys.iter().map(|key| key.client).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let clients = find(store, &ids).await?;
    let structures = structures_of(store, &clients.iter().collect::<Vec<_>>()).await?;
    let answer = |key| checked(&clients, key).map(|client| acting(client, &structures));
    Ok(keys.iter().map(answer).collect())
}

/// The client of a key, if the key is good now and from where it comes.
fn checked<'a>(clients: &'a [KnownClient], key: &Key<'_>) -> Result<&'a KnownClient, AuthFault> {
    let known = clients.iter().find(|client| client.id == key.client).ok_or(AuthFault::Invalid)?;
    let hash = token::hash(key.given.expose_secret());
    if !bool::from(hash.as_bytes().ct_eq(known.secret_hash.as_bytes())) {
        return Err(AuthFault::Invalid);
    }
    if let Some(origin) = key.origin
        && !known.allowed_origins.is_empty()
        && !known.allowed_origins.iter().any(|allowed| allowed.eq_ignore_ascii_case(origin))
    {
        return Err(AuthFault::Origin);
    }
    Ok(known)
}

fn acting(client: &KnownClient, structures: &[PartnersOwn]) -> Actor {
    let in_scope = |structure: Uuid| client.structure_scope.as_ref().is_none_or(|of| of.contains(&structure));
    let own = structures.iter().filter(|own| own.partner == client.partner && in_scope(own.structure));
    Actor::Client(ClientActor {
        client: client.id,
        partner: client.partner,
        structures: own.map(|own| own.structure).collect(),
        scopes: client.scopes.iter().filter_map(|name| Scope::parse(name)).collect(),
        expires_at: client.expires_at,
    })
}

async fn find(store: &Store, ids: &[Uuid]) -> HubResult<Vec<KnownClient>> {
    let mut sql = store.sql();
    sql.push(
        "select c.id, c.partner_id, c.secret_hash, c.scopes, c.structure_scope, c.allowed_origins, c.last_used_at, c.expires_at \
         from api_client c join partner p on p.id = c.partner_id and p.state = 'ACTIVE' where ",
    );
    sql.any_id("c.id", ids).push(" and c.revoked_at is null and (c.expires_at is null or c.expires_at > ");
    sql.bind(store.clock().now()).push(")");
    store.all(sql).await?.iter().map(read).collect()
}

fn read(row: &QueryResult) -> HubResult<KnownClient> {
    Ok(KnownClient {
        id: get(row, "id")?,
        partner: get(row, "partner_id")?,
        secret_hash: get(row, "secret_hash")?,
        scopes: listed(get(row, "scopes")?)?,
        structure_scope: get::<Option<Value>>(row, "structure_scope")?.map(listed).transpose()?,
        allowed_origins: listed(get(row, "allowed_origins")?)?,
        last_used_at: get(row, "last_used_at")?,
        expires_at: get(row, "expires_at")?,
    })
}

/// A structure of a partner.
struct PartnersOwn {
    partner: Uuid,
    structure: Uuid,
}

/// The structures of the clients' partners; only those in their scopes where every client has one.
async fn structures_of(store: &Store, clients: &[&KnownClient]) -> HubResult<Vec<PartnersOwn>> {
    if clients.is_empty() {
        return Ok(Vec::new());
    }
    let mut partners: Vec<Uuid> = clients.iter().map(|client| client.partner).collect();
    partners.sort_unstable();
    partners.dedup();
    let mut sql = store.sql();
    sql.push("select s.id, s.partner_id from structure s join record r on r.id = s.id and r.deleted_at is null where ");
    sql.any_id("s.partner_id", &partners);
    let scopes: Option<Vec<_>> = clients.iter().map(|client| client.structure_scope.as_deref()).collect();
    if let Some(scopes) = scopes {
        sql.push(" and ").any_id("s.id", &scopes.concat());
    }
    let own =
        |row: &QueryResult| Ok(PartnersOwn { partner: get(row, "partner_id")?, structure: get(row, "id")? });
    store.all(sql).await?.iter().map(own).collect()
}

/// Writes down that the key was used, beside the request: it does not wait for a writer.
fn note_use(store: &Store, client: &KnownClient) {
    let cutoff = store.clock().now() - USE_NOTED_EVERY;
    if client.last_used_at.is_some_and(|at| at > cutoff) {
        return;
    }
    let (store, act) = (store.clone(), NoteUse { client: client.id, cutoff });
    tokio::spawn(async move {
        if let Err(error) = as_system(&store, &act).await {
            tracing::warn!(%error, "the last use of a key was not written down");
        }
    });
}

struct NoteUse {
    client: Uuid,
    cutoff: DateTime<Utc>,
}

impl Act for NoteUse {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> HubResult<()> {
        let mut sql = tx.sql();
        sql.push("update api_client set last_used_at = ").bind(tx.scene.now);
        sql.push(" where id = ").bind(self.client);
        sql.push(" and (last_used_at is null or last_used_at <= ").bind(self.cutoff).push(")");
        tx.run(sql).await.map(drop)
    }
}

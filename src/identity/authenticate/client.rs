//! The program behind a key.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::QueryResult;
use secrecy::ExposeSecret;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::{AuthFault, Key, unavailable};
use crate::identity::row::get;
use crate::identity::token;
use crate::kernel::actor::{Actor, ClientActor, Scope};
use crate::kernel::error::Result as HubResult;
use crate::store::transaction::Act;
use crate::store::{Store, Tx, read_json};

/// How often the last use of a key is written down, at most.
const USE_NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// A client with the keys of it that are good now.
struct KnownClient {
    id: Uuid,
    partner: Uuid,
    scopes: Vec<String>,
    allowed_origins: Vec<String>,
    requests_per_minute: u32,
    expires_at: Option<DateTime<Utc>>,
    keys: Vec<KnownKey>,
}

/// One of them.
struct KnownKey {
    id: Uuid,
    secret_hash: String,
    expires_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
}

/// The program whose key this is; its use is written down.
pub(super) async fn actor(store: &Store, key: Key<'_>) -> Result<Actor, AuthFault> {
    let clients = find(store, &[key.client]).await.map_err(unavailable)?;
    let (client, known) = checked(&clients, &key)?;
    let structures = structures_of(store, &[client.id]).await.map_err(unavailable)?;
    note_use(store, client.id, known);
    Ok(acting((client, known), &structures))
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
    let structures = structures_of(store, &ids).await?;
    let answer = |key| checked(&clients, key).map(|known| acting(known, &structures));
    Ok(keys.iter().map(answer).collect())
}

/// The client of a key, if the key is good now and from where it comes. All of the client's keys are compared, so that the
/// time that it takes tells nothing of them.
fn checked<'a>(
    clients: &'a [KnownClient],
    key: &Key<'_>,
) -> Result<(&'a KnownClient, &'a KnownKey), AuthFault> {
    let client = clients.iter().find(|client| client.id == key.client).ok_or(AuthFault::Invalid)?;
    let hash = token::hash(key.given.expose_secret());
    let fits = |known: &KnownKey| bool::from(hash.as_bytes().ct_eq(known.secret_hash.as_bytes()));
    let found = client.keys.iter().fold(None, |found, known| if fits(known) { Some(known) } else { found });
    let known = found.ok_or(AuthFault::Invalid)?;
    if let Some(origin) = key.origin
        && !client.allowed_origins.is_empty()
        && !client.allowed_origins.iter().any(|allowed| allowed.eq_ignore_ascii_case(origin))
    {
        return Err(AuthFault::Origin);
    }
    Ok((client, known))
}

fn acting((client, key): (&KnownClient, &KnownKey), structures: &[InScope]) -> Actor {
    let own = structures.iter().filter(|own| own.client == client.id);
    Actor::Client(ClientActor {
        client: client.id,
        partner: client.partner,
        structures: own.map(|own| own.structure).collect(),
        scopes: client.scopes.iter().filter_map(|name| Scope::parse(name)).collect(),
        requests_per_minute: client.requests_per_minute,
        expires_at: [client.expires_at, key.expires_at].into_iter().flatten().min(),
    })
}

/// The clients with a key that is good now: a row for each such key.
async fn find(store: &Store, ids: &[Uuid]) -> HubResult<Vec<KnownClient>> {
    let now = store.clock().now();
    let mut sql = store.sql();
    sql.push(
        "select c.id, c.partner_id, c.scopes, c.allowed_origins, c.requests_per_minute, c.expires_at, \
         k.id as key_id, k.secret_hash, k.expires_at as key_expires_at, k.last_used_at as key_used_at \
         from api_client c join partner p on p.id = c.partner_id and p.state = 'ACTIVE' \
         join api_client_key k on k.client_id = c.id and (k.expires_at is null or k.expires_at > ",
    );
    sql.bind(now).push(") where ").any_id("c.id", ids);
    sql.push(" and c.revoked_at is null and (c.expires_at is null or c.expires_at > ").bind(now);
    sql.push(") order by c.id");
    let mut clients: Vec<KnownClient> = Vec::with_capacity(ids.len());
    for row in store.all(sql).await? {
        let key = key_of(&row)?;
        let id: Uuid = get(&row, "id")?;
        match clients.last_mut() {
            Some(client) if client.id == id => client.keys.push(key),
            _ => clients.push(client_of(&row, id, key)?),
        }
    }
    Ok(clients)
}

fn client_of(row: &QueryResult, id: Uuid, key: KnownKey) -> HubResult<KnownClient> {
    Ok(KnownClient {
        id,
        partner: get(row, "partner_id")?,
        scopes: read_json(get(row, "scopes")?, "a client's scopes")?,
        allowed_origins: read_json(get(row, "allowed_origins")?, "a client's origins")?,
        requests_per_minute: get::<i32>(row, "requests_per_minute")?.unsigned_abs(),
        expires_at: get(row, "expires_at")?,
        keys: vec![key],
    })
}

fn key_of(row: &QueryResult) -> HubResult<KnownKey> {
    Ok(KnownKey {
        id: get(row, "key_id")?,
        secret_hash: get(row, "secret_hash")?,
        expires_at: get(row, "key_expires_at")?,
        last_used_at: get(row, "key_used_at")?,
    })
}

/// A structure for which a client works.
struct InScope {
    client: Uuid,
    structure: Uuid,
}

/// The structures of the clients' partners that are in the clients' scopes.
async fn structures_of(store: &Store, clients: &[Uuid]) -> HubResult<Vec<InScope>> {
    let mut sql = store.sql();
    sql.push(
        "select c.id as client_id, s.id from api_client c join structure s on s.partner_id = c.partner_id \
         join record r on r.id = s.id and r.deleted_at is null where ",
    );
    sql.any_id("c.id", clients).push(
        " and (c.all_structures or s.id in (select l.structure_id from api_client_structure l where l.client_id = c.id))",
    );
    let own = |row: &QueryResult| Ok(InScope { client: get(row, "client_id")?, structure: get(row, "id")? });
    store.all(sql).await?.iter().map(own).collect()
}

/// Writes down that the key was used, beside the request: it does not wait for a writer.
fn note_use(store: &Store, client: Uuid, key: &KnownKey) {
    let cutoff = store.clock().now() - USE_NOTED_EVERY;
    if key.last_used_at.is_some_and(|at| at > cutoff) {
        return;
    }
    let (store, act) = (store.clone(), NoteUse { client, key: key.id, cutoff });
    tokio::spawn(async move {
        if let Err(error) = store.write_as_hub(&act).await {
            tracing::warn!(%error, "the last use of a key was not written down");
        }
    });
}

struct NoteUse {
    client: Uuid,
    key: Uuid,
    cutoff: DateTime<Utc>,
}

impl Act for NoteUse {
    type Outcome = ();

    async fn attempt(&self, tx: &mut Tx<'_>) -> HubResult<()> {
        for (table, id) in [("api_client", self.client), ("api_client_key", self.key)] {
            let mut sql = tx.sql();
            sql.push("update ").push(table).push(" set last_used_at = ").bind(tx.scene.now);
            sql.push(" where id = ").bind(id);
            sql.push(" and (last_used_at is null or last_used_at <= ").bind(self.cutoff).push(")");
            tx.run(sql).await?;
        }
        Ok(())
    }
}

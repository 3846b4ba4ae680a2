//! The program behind a key.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::QueryResult;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::{AuthFault, unavailable};
use crate::identity::row::{get, listed};
use crate::identity::{as_system, token};
use crate::kernel::actor::{Actor, ClientActor, Scope};
use crate::kernel::error::Result;
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

pub(super) async fn actor(
    store: &Store,
    id: Uuid,
    given: &SecretString,
    origin: Option<&str>,
) -> Result<Actor, AuthFault> {
    let known = find(store, id).await.map_err(unavailable)?.ok_or(AuthFault::Invalid)?;
    let hash = token::hash(given.expose_secret());
    if !bool::from(hash.as_bytes().ct_eq(known.secret_hash.as_bytes())) {
        return Err(AuthFault::Invalid);
    }
    if let Some(origin) = origin
        && !known.allowed_origins.is_empty()
        && !known.allowed_origins.iter().any(|allowed| allowed.eq_ignore_ascii_case(origin))
    {
        return Err(AuthFault::Origin);
    }
    let structures = structures_of(store, &known).await.map_err(unavailable)?;
    note_use(store, &known);
    Ok(Actor::Client(ClientActor {
        client: known.id,
        partner: known.partner,
        structures,
        scopes: known.scopes.iter().filter_map(|name| Scope::parse(name)).collect(),
        expires_at: known.expires_at,
    }))
}

async fn find(store: &Store, id: Uuid) -> Result<Option<KnownClient>> {
    let mut sql = store.sql();
    sql.push(
        "select c.id, c.partner_id, c.secret_hash, c.scopes, c.structure_scope, c.allowed_origins, c.last_used_at, c.expires_at \
         from api_client c join partner p on p.id = c.partner_id and p.state = 'ACTIVE' where c.id = ",
    );
    sql.bind(id).push(" and c.revoked_at is null and (c.expires_at is null or c.expires_at > ");
    sql.bind(store.clock().now()).push(")");
    let rows = store.all(sql).await?;
    rows.first().map(read).transpose()
}

fn read(row: &QueryResult) -> Result<KnownClient> {
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

async fn structures_of(store: &Store, client: &KnownClient) -> Result<Vec<Uuid>> {
    let mut sql = store.sql();
    sql.push("select s.id from structure s join record r on r.id = s.id and r.deleted_at is null where s.partner_id = ");
    sql.bind(client.partner);
    if let Some(scope) = &client.structure_scope {
        sql.push(" and ").any_id("s.id", scope);
    }
    store.all(sql).await?.iter().map(|row| get(row, "id")).collect()
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

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut sql = tx.sql();
        sql.push("update api_client set last_used_at = ").bind(tx.scene.now);
        sql.push(" where id = ").bind(self.client);
        sql.push(" and (last_used_at is null or last_used_at <= ").bind(self.cutoff).push(")");
        tx.run(sql).await.map(drop)
    }
}

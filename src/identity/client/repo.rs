//! API clients and their keys in the database.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entities::{api_client, api_client_key, api_client_structure};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::content::Content;
use crate::access::GrantedPartner;
use crate::identity::key::FreshKey;
use crate::identity::row::get;
use crate::kernel::actor::Scope;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::store::{History, Tx, fault, policy, read_json};

/// A client as it is.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) id: Uuid,
    pub(super) content: Content,
    pub(super) revoked: bool,
    pub(super) version: i32,
    pub(super) history: History,
}

/// A client of the partner.
pub(super) async fn kept(tx: &Tx<'_>, partner: &GrantedPartner, id: Uuid) -> Result<Kept> {
    let own = api_client::Entity::find_by_id(id).filter(api_client::Column::PartnerId.eq(partner.id()));
    let row = own.one(tx.connection()).await.map_err(fault)?;
    let row = row.ok_or_else(|| Error::Internal(format!("the client {id} is gone")))?;
    let scopes: Vec<String> = read_json(row.scopes, "a client's scopes")?;
    let content = Content {
        name: row.name,
        scopes: scopes.iter().filter_map(|name| Scope::parse(name)).collect(),
        structures: if row.all_structures { None } else { Some(structures(tx, id).await?) },
        allowed_origins: read_json(row.allowed_origins, "a client's origins")?,
        requests_per_minute: row.requests_per_minute,
        expires_at: row.expires_at,
    };
    let (revoked, history) = (row.revoked_at.is_some(), History::read(row.history)?);
    Ok(Kept { id, content, revoked, version: row.version, history })
}

async fn structures(tx: &Tx<'_>, client: Uuid) -> Result<BTreeSet<Uuid>> {
    let rows = api_client_structure::Entity::find()
        .filter(api_client_structure::Column::ClientId.eq(client))
        .all(tx.connection())
        .await
        .map_err(fault)?;
    Ok(rows.into_iter().map(|row| row.structure_id).collect())
}

/// Refuses structures that are not the partner's, or that the caller does not see.
pub(super) async fn require_own(
    tx: &Tx<'_>,
    partner: &GrantedPartner,
    structures: impl Iterator<Item = &Uuid>,
) -> Result<()> {
    let named: Vec<Uuid> = structures.copied().collect();
    if named.is_empty() {
        return Ok(());
    }
    let mut sql = tx.sql();
    sql.push("select s.id from structure s join record r on r.id = s.id and r.deleted_at is null where s.partner_id = ");
    sql.bind(partner.id()).push(" and ").any_id("s.id", &named).push(" and ");
    policy::visible(&mut sql, tx.scene, "r");
    let own = tx.all(sql).await?.iter().map(|row| get(row, "id")).collect::<Result<BTreeSet<Uuid>>>()?;
    if named.iter().all(|structure| own.contains(structure)) {
        return Ok(());
    }
    let message = "a structure of the client's scope is not one of the partner's";
    Err(Fault::on("input.structures", Code::Invalid, message).into())
}

/// Inserts a client of the partner.
pub(super) async fn insert(tx: &Tx<'_>, partner: &GrantedPartner, id: Uuid, content: &Content) -> Result<()> {
    let row = api_client::ActiveModel {
        id: Set(id),
        partner_id: Set(partner.id()),
        created_at: Set(tx.scene.now),
        ..columns(content)
    };
    tx.insert(row).await?;
    name_structures(tx, id, content).await
}

/// Writes what the client is from now on, as its next version.
pub(super) async fn update(
    tx: &Tx<'_>,
    _partner: &GrantedPartner,
    before: Kept,
    content: &Content,
    fields: &[&'static str],
) -> Result<()> {
    let version = before.version + 1;
    let row = api_client::ActiveModel {
        id: Unchanged(before.id),
        version: Set(version),
        history: Set(before.history.with(tx, version, fields).column()?),
        ..columns(content)
    };
    row.update(tx.connection()).await.map_err(fault)?;
    if before.content.structures != content.structures {
        api_client_structure::Entity::delete_many()
            .filter(api_client_structure::Column::ClientId.eq(before.id))
            .exec(tx.connection())
            .await
            .map_err(fault)?;
        name_structures(tx, before.id, content).await?;
    }
    Ok(())
}

fn columns(content: &Content) -> api_client::ActiveModel {
    api_client::ActiveModel {
        name: Set(content.name.clone()),
        scopes: Set(json!(content.scope_names())),
        all_structures: Set(content.structures.is_none()),
        allowed_origins: Set(json!(content.allowed_origins)),
        requests_per_minute: Set(content.requests_per_minute),
        expires_at: Set(content.expires_at),
        ..Default::default()
    }
}

async fn name_structures(tx: &Tx<'_>, client: Uuid, content: &Content) -> Result<()> {
    let rows = content.structures.iter().flatten().map(|structure| api_client_structure::ActiveModel {
        id: Set(tx.new_id()),
        client_id: Set(client),
        structure_id: Set(*structure),
    });
    tx.insert_all(rows).await
}

/// Ends the client.
pub(super) async fn revoke(tx: &Tx<'_>, _partner: &GrantedPartner, before: Kept) -> Result<()> {
    let version = before.version + 1;
    let row = api_client::ActiveModel {
        id: Unchanged(before.id),
        revoked_at: Set(Some(tx.scene.now)),
        version: Set(version),
        history: Set(before.history.with(tx, version, &["revokedAt"]).column()?),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Inserts a key of the client: its hash.
pub(super) async fn insert_key(
    tx: &Tx<'_>,
    _partner: &GrantedPartner,
    client: Uuid,
    key: &FreshKey,
) -> Result<()> {
    let row = api_client_key::ActiveModel {
        id: Set(key.id),
        client_id: Set(client),
        secret_hash: Set(key.hash.clone()),
        created_at: Set(tx.scene.now),
        expires_at: Set(None),
        last_used_at: Set(None),
    };
    tx.insert(row).await
}

/// Has the client's keys end at `end` at the latest. Those that are over by then or by now are forgotten.
pub(super) async fn end_keys(
    tx: &Tx<'_>,
    _partner: &GrantedPartner,
    client: Uuid,
    end: DateTime<Utc>,
) -> Result<()> {
    let mut sql = tx.sql();
    sql.push("update api_client_key set expires_at = ").bind(end).push(" where client_id = ").bind(client);
    sql.push(" and (expires_at is null or expires_at > ").bind(end).push(")");
    tx.run(sql).await?;
    let mut sql = tx.sql();
    sql.push("delete from api_client_key where client_id = ").bind(client);
    sql.push(" and expires_at <= ").bind(tx.scene.now);
    tx.run(sql).await?;
    Ok(())
}

/// How many keys the client has.
pub(super) async fn count_keys(tx: &Tx<'_>, _partner: &GrantedPartner, client: Uuid) -> Result<usize> {
    let keys = api_client_key::Entity::find().filter(api_client_key::Column::ClientId.eq(client));
    let count = keys.count(tx.connection()).await.map_err(fault)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

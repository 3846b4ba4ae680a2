//! Notifications in the database.

use chrono::{DateTime, Utc};
use sea_orm::QueryResult;
use uuid::Uuid;

use super::notice::Notice;
use crate::domain::record::BATCH;
use crate::kernel::error::Result;
use crate::store::log::Notified;
use crate::store::{Reader, Sql, Tx, fault};

/// The people who hold one of these roles in one of the structures.
pub(super) async fn staff(tx: &Tx<'_>, structures: &[Uuid], roles: &[&str]) -> Result<Vec<Uuid>> {
    let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
    let mut sql = tx.sql();
    sql.push("select distinct o.member_id from membership o join member m on m.id = o.member_id");
    sql.push(" where o.state = 'ACTIVE' and m.state = 'ACTIVE' and ").any_text("o.role", &roles);
    sql.push(" and ").any_id("o.structure_id", structures).push(" order by o.member_id");
    tx.all(sql).await?.iter().map(|row| row.try_get_by_index(0).map_err(fault)).collect()
}

/// Tells these people, but for those who were told of it already; answers who was told by what.
pub(super) async fn insert(tx: &Tx<'_>, notice: &Notice, members: &[Uuid]) -> Result<Vec<Notified>> {
    let mut sql = tx.sql();
    sql.push("insert into notification (id, member_id, dedupe_key, topic, record_id, record_kind, actor_id, created_at) values ");
    for (position, member) in members.iter().enumerate() {
        sql.push(if position == 0 { "(" } else { ", (" }).bind(tx.new_id());
        sql.push(", ").bind(*member).push(", ").bind(notice.key.as_str());
        sql.push(", ").bind(notice.topic.as_str()).push(", ").bind(notice.record);
        sql.push(", ").bind(notice.kind.as_str()).push(", ").bind(tx.scene.viewer.member);
        sql.push(", ").bind(tx.scene.now).push(")");
    }
    sql.push(" on conflict (member_id, dedupe_key) do nothing returning member_id, id");
    let read = |row: &QueryResult| {
        Ok(Notified {
            member: row.try_get_by_index(0).map_err(fault)?,
            notification: row.try_get_by_index(1).map_err(fault)?,
        })
    };
    tx.all(sql).await?.iter().map(read).collect()
}

/// How many of these are notifications of the person.
pub(super) async fn owned(tx: &Tx<'_>, member: Uuid, ids: &[Uuid]) -> Result<usize> {
    let mut sql = tx.sql();
    sql.push("select cast(count(*) as integer) from notification where member_id = ").bind(member);
    sql.push(" and ").any_id("id", ids);
    count(&tx.all(sql).await?)
}

/// Marks the person's notifications read: these, or all.
pub(super) async fn mark_read(tx: &Tx<'_>, member: Uuid, ids: Option<&[Uuid]>) -> Result<()> {
    let mut sql = tx.sql();
    sql.push("update notification set read_at = ")
        .bind(tx.scene.now)
        .push(" where member_id = ")
        .bind(member);
    sql.push(" and read_at is null");
    if let Some(ids) = ids {
        sql.push(" and ").any_id("id", ids);
    }
    tx.run(sql).await?;
    Ok(())
}

/// How many the person has not read, in this transaction.
pub(super) async fn left(tx: &Tx<'_>, member: Uuid) -> Result<usize> {
    let mut sql = tx.sql();
    push_unread(&mut sql, member);
    count(&tx.all(sql).await?)
}

/// How many the person has not read.
pub(crate) async fn unread(reader: &Reader<'_>, member: Uuid) -> Result<usize> {
    let mut sql = reader.sql();
    push_unread(&mut sql, member);
    count(&reader.all(sql).await?)
}

fn push_unread(sql: &mut Sql, member: Uuid) {
    sql.push("select cast(count(*) as integer) from notification where member_id = ").bind(member);
    sql.push(" and read_at is null");
}

fn count(rows: &[QueryResult]) -> Result<usize> {
    let count = rows.first().map_or(Ok(0_i32), |row| row.try_get_by_index(0)).map_err(fault)?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Deletes some of those that are as old as that; answers how many.
pub(super) async fn delete_old(tx: &Tx<'_>, before: DateTime<Utc>) -> Result<usize> {
    let mut sql = tx.sql();
    sql.push("delete from notification where id in (select id from notification where created_at <= ");
    sql.bind(before).push(&format!(" order by created_at limit {BATCH})"));
    Ok(usize::try_from(tx.run(sql).await?).unwrap_or(usize::MAX))
}

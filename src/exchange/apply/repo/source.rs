//! Sources in the database, and what they call records.

use entities::{data_source, external_ref, partner};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryResult};
use uuid::Uuid;

use super::super::source::{Before, Link, Received, Source};
use crate::{
    kernel::error::{Code, Fault, Result},
    store::{Tx, fault},
};

/// The partner with this slug.
pub(in super::super) async fn partner(tx: &Tx<'_>, slug: &str) -> Result<Uuid> {
    let found = partner::Entity::find().filter(partner::Column::Slug.eq(slug));
    let found = found.one(tx.connection()).await.map_err(fault)?;
    let absent = || Fault::on("partner", Code::NotFound, "there is no partner with this slug");
    Ok(found.ok_or_else(absent)?.id)
}

/// The source of that name; a new one is `partner`'s, and so is one that was nobody's when the operator says so.
pub(in super::super) async fn find_or_make(tx: &Tx<'_>, slug: &str, partner: Option<Uuid>) -> Result<Source> {
    let found = data_source::Entity::find().filter(data_source::Column::Slug.eq(slug));
    let found = found.one(tx.connection()).await.map_err(fault)?;
    if let Some(found) = found {
        let adopts = found.partner_id.is_none() && partner.is_some() && tx.scene.viewer.system;
        if adopts {
            let row = data_source::ActiveModel {
                id: Unchanged(found.id),
                partner_id: Set(partner),
                ..Default::default()
            };
            row.update(tx.connection()).await.map_err(fault)?;
        }
        let partner = if adopts { partner } else { found.partner_id };
        return Ok(Source { id: found.id, slug: found.slug, partner });
    }
    let id = tx.new_id();
    let row = data_source::ActiveModel { id: Set(id), slug: Set(slug.to_owned()), partner_id: Set(partner) };
    tx.insert(row).await?;
    Ok(Source { id, slug: slug.to_owned(), partner })
}

/// What the source said before under these identifiers.
pub(in super::super) async fn received(tx: &Tx<'_>, source: Uuid, names: &[String]) -> Result<Before> {
    let mut sql = tx.sql();
    sql.push("select external_id, record_id, part_id, checksum from external_ref where source_id = ");
    sql.bind(source).push(" and ").any_text("external_id", names);
    let read = |row: &QueryResult| {
        let received = Received {
            record: row.try_get_by_index(1).map_err(fault)?,
            part: row.try_get_by_index(2).map_err(fault)?,
            checksum: row.try_get_by_index(3).map_err(fault)?,
        };
        Ok((row.try_get_by_index(0).map_err(fault)?, received))
    };
    tx.all(sql).await?.iter().map(read).collect()
}

/// Those of these records that the source tells.
pub(in super::super) async fn told(tx: &Tx<'_>, source: Uuid, records: &[Uuid]) -> Result<Vec<Uuid>> {
    let mut sql = tx.sql();
    sql.push("select e.record_id from external_ref e where e.part_id is null and e.source_id = ")
        .bind(source);
    sql.push(" and ").any_id("e.record_id", records);
    tx.all(sql).await?.iter().map(|row| row.try_get_by_index(0).map_err(fault)).collect()
}

/// Remembers what the source calls its records, and what it said of them.
pub(in super::super) async fn link(tx: &Tx<'_>, source: Uuid, links: Vec<Link>) -> Result<()> {
    if links.is_empty() {
        return Ok(());
    }
    let now = tx.scene.now;
    let rows = links.into_iter().map(|link| external_ref::ActiveModel {
        id: Set(tx.new_id()),
        source_id: Set(source),
        external_id: Set(link.external_id),
        record_id: Set(link.record),
        part_id: Set(link.part),
        checksum: Set(link.checksum),
        url: Set(link.url),
        first_seen_at: Set(now),
        last_seen_at: Set(now),
    });
    let again = [external_ref::Column::Checksum, external_ref::Column::LastSeenAt, external_ref::Column::Url];
    let key = [external_ref::Column::SourceId, external_ref::Column::ExternalId];
    external_ref::Entity::insert_many(rows)
        .on_conflict(OnConflict::columns(key).update_columns(again).to_owned())
        .exec_without_returning(tx.connection())
        .await
        .map_err(fault)?;
    Ok(())
}

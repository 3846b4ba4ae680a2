//! Structures in the database as imports see them, many at a time.

use std::collections::{BTreeSet, HashMap};

pub(super) use entities::structure::Model as StructureModel;
use entities::{data_source, external_ref, structure, territory};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, Iterable, QueryFilter, QueryResult,
    QuerySelect,
};
use uuid::Uuid;

use super::Placed;
use super::holders::numbers_of_row;
use super::write::Link;
use crate::{
    kernel::{error::Result, identifier::CommuneCode},
    store::{Tx, fault},
};

/// Where rows come from.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) id: Uuid,
    pub(super) slug: String,
    pub(super) partner: Option<Uuid>,
}

/// What was last received under one identifier of a source.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) record: Uuid,
    pub(super) checksum: String,
}

/// A structure that rows of the batch may be about.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) model: StructureModel,
    /// The source already tells it.
    pub(super) is_linked: bool,
    pub(super) is_deleted: bool,
}

/// The source of that name; made when it is new.
pub(super) async fn source(tx: &Tx<'_>, slug: &str) -> Result<Source> {
    let found = data_source::Entity::find()
        .filter(data_source::Column::Slug.eq(slug))
        .one(tx.connection())
        .await
        .map_err(fault)?;
    if let Some(found) = found {
        return Ok(Source { id: found.id, slug: found.slug, partner: found.partner_id });
    }
    let id = tx.new_id();
    let row = data_source::ActiveModel { id: Set(id), slug: Set(slug.to_owned()), partner_id: Set(None) };
    data_source::Entity::insert(row).exec_without_returning(tx.connection()).await.map_err(fault)?;
    Ok(Source { id, slug: slug.to_owned(), partner: None })
}

/// The communes of today with these codes.
pub(super) async fn communes(tx: &Tx<'_>, codes: BTreeSet<CommuneCode>) -> Result<HashMap<String, Uuid>> {
    if codes.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(String, Uuid)> = territory::Entity::find()
        .select_only()
        .columns([territory::Column::Code, territory::Column::Id])
        .filter(territory::Column::Kind.eq("COMMUNE"))
        .filter(territory::Column::Country.eq("FR"))
        .filter(territory::Column::Code.is_in(codes.iter().map(CommuneCode::as_str)))
        .filter(territory::Column::ValidTo.is_null())
        .into_tuple()
        .all(tx.connection())
        .await
        .map_err(fault)?;
    Ok(found.into_iter().collect())
}

/// What the source said before under these identifiers.
pub(super) async fn received(
    tx: &Tx<'_>,
    source: Uuid,
    external_ids: Vec<String>,
) -> Result<HashMap<String, Received>> {
    let mut sql = tx.sql();
    sql.push("select external_id, record_id, checksum from external_ref where source_id = ").bind(source);
    sql.push(" and ").any_text("external_id", &external_ids);
    let read = |row: &QueryResult| {
        let received = Received {
            record: row.try_get_by_index(1).map_err(fault)?,
            checksum: row.try_get_by_index(2).map_err(fault)?,
        };
        Ok((row.try_get_by_index(0).map_err(fault)?, received))
    };
    tx.all(sql).await?.iter().map(read).collect()
}

/// The structures that the rows may be about: those told before, and those in use that hold one of their numbers.
pub(super) async fn known(
    tx: &Tx<'_>,
    source: Uuid,
    rows: &[Placed<'_>],
    received: &HashMap<String, Received>,
) -> Result<Vec<Known>> {
    let told = rows.iter().filter_map(|placed| received.get(&placed.row.external_id));
    let ids: Vec<Uuid> = told.map(|received| received.record).collect();
    let mut numbers: HashMap<&'static str, Vec<String>> = HashMap::new();
    for number in rows.iter().flat_map(|placed| numbers_of_row(placed.row)) {
        numbers.entry(number.field).or_default().push(number.value);
    }
    let mut sql = tx.sql();
    sql.push("select t.*, exists (select 1 from external_ref e where e.record_id = t.id and e.source_id = ");
    sql.bind(source).push(") as is_linked, r.deleted_at is not null as is_deleted ");
    sql.push(
        "from structure t join record r on r.id = t.id where t.id in (select s.id from structure s where ",
    );
    sql.any_id("s.id", &ids);
    for (field, values) in &numbers {
        sql.push(" union select s.id from structure s where s.status not in ('MERGED', 'ARCHIVED') and s.");
        sql.push(field).push(" is not null and ").any_text(&format!("s.{field}"), values);
    }
    sql.push(")");
    tx.all(sql).await?.iter().map(read_known).collect()
}

fn read_known(row: &QueryResult) -> Result<Known> {
    Ok(Known {
        model: StructureModel::from_query_result(row, "").map_err(fault)?,
        is_linked: row.try_get("", "is_linked").map_err(fault)?,
        is_deleted: row.try_get("", "is_deleted").map_err(fault)?,
    })
}

/// Inserts the structures' own rows.
pub(super) async fn insert(tx: &Tx<'_>, models: impl Iterator<Item = StructureModel>) -> Result<()> {
    let rows = models.map(IntoActiveModel::into_active_model);
    structure::Entity::insert_many(rows).exec_without_returning(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Rewrites the structures' own rows, in this order.
pub(super) async fn update(tx: &Tx<'_>, models: impl Iterator<Item = StructureModel>) -> Result<()> {
    let rows = models.map(IntoActiveModel::into_active_model);
    let columns = structure::Column::iter().filter(|column| !matches!(column, structure::Column::Id));
    structure::Entity::insert_many(rows)
        .on_conflict(OnConflict::column(structure::Column::Id).update_columns(columns).to_owned())
        .exec_without_returning(tx.connection())
        .await
        .map_err(fault)?;
    Ok(())
}

/// Remembers what the source calls its structures, and what it said of them.
pub(super) async fn link(tx: &Tx<'_>, source: Uuid, links: Vec<Link>) -> Result<()> {
    if links.is_empty() {
        return Ok(());
    }
    let now = tx.scene.now;
    let rows = links.into_iter().map(|link| external_ref::ActiveModel {
        source_id: Set(source),
        external_id: Set(link.external_id),
        record_id: Set(link.record),
        checksum: Set(link.checksum),
        first_seen_at: Set(now),
        last_seen_at: Set(now),
    });
    let again = [external_ref::Column::Checksum, external_ref::Column::LastSeenAt];
    let key = [external_ref::Column::SourceId, external_ref::Column::ExternalId];
    external_ref::Entity::insert_many(rows)
        .on_conflict(OnConflict::columns(key).update_columns(again).to_owned())
        .exec_without_returning(tx.connection())
        .await
        .map_err(fault)?;
    Ok(())
}

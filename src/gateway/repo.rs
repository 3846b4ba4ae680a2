//! Partners' services in the database.

use async_graphql::ID;
use chrono::{DateTime, Utc};
use entities::partner;
pub(super) use entities::subgraph::Model as Row;
use entities::subgraph::{ActiveModel, Column, Entity};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use serde_json::json;
use uuid::Uuid;

use super::compose::Offer;
use crate::access::GrantedPartner;
use crate::domain::partner::{PartnerState, govern, slugs};
use crate::domain::record;
use crate::domain::subgraph::{PREFIX, Subgraph, SubgraphState};
use crate::gql::plan;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::{History, Store, Tx, fault, read_json};

/// A service that is part of the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Service {
    pub(super) id: Uuid,
    pub(super) names_viewer: bool,
    pub(super) offer: Offer,
}

impl Service {
    /// What the row says; `None` of one that was never composed.
    pub(super) fn read(row: Row) -> Result<Option<Self>> {
        let Some(sdl) = row.sdl else { return Ok(None) };
        let (extends, requires) = (
            read_json(row.extends, "the rights of a service")?,
            read_json(row.requires, "the rights of a service")?,
        );
        let offer = Offer { name: row.name, url: row.url, sdl, extends, requires };
        Ok(Some(Self { id: row.id, names_viewer: row.names_viewer, offer }))
    }
}

/// The services of the graph, in the order of their names: those in use, of partners that take part.
pub(super) async fn active(connection: &impl ConnectionTrait) -> Result<Vec<Service>> {
    let rows = in_use().order_by_asc(Column::Name).all(connection).await.map_err(fault)?;
    rows.into_iter().filter_map(|row| Service::read(row).transpose()).collect()
}

/// What these services offer.
pub(super) async fn offers(connection: &impl ConnectionTrait) -> Result<Vec<Offer>> {
    Ok(active(connection).await?.into_iter().map(|service| service.offer).collect())
}

fn in_use() -> Select<Entity> {
    let partners = partner::Entity::find()
        .select_only()
        .column(partner::Column::Id)
        .filter(partner::Column::State.eq(PartnerState::Active.as_str()));
    Entity::find()
        .filter(Column::State.eq(SubgraphState::Active.as_str()))
        .filter(Column::PartnerId.in_subquery(partners.into_query()))
}

/// Takes the next service that nobody asked for its schema since `before`, for the one who calls.
pub(super) async fn claim(store: &Store, before: DateTime<Utc>) -> Result<Option<Row>> {
    let since = Condition::any().add(Column::CheckedAt.is_null()).add(Column::CheckedAt.lt(before));
    let row = in_use()
        .filter(since)
        .order_by_asc(Column::CheckedAt)
        .one(store.connection())
        .await
        .map_err(fault)?;
    let Some(row) = row else { return Ok(None) };
    let mut taken = Entity::update_many()
        .col_expr(Column::CheckedAt, store.clock().now().into())
        .filter(Column::Id.eq(row.id));
    taken = match row.checked_at {
        Some(at) => taken.filter(Column::CheckedAt.eq(at)),
        None => taken.filter(Column::CheckedAt.is_null()),
    };
    let taken = taken.exec(store.connection()).await.map_err(fault)?;
    // Another server that was quicker asks it.
    Ok((taken.rows_affected > 0).then_some(row))
}

/// Every service with the short name of its partner, in the order of their names.
pub(super) async fn all(store: &Store) -> Result<Vec<(Row, String)>> {
    let rows = Entity::find().order_by_asc(Column::Name).all(store.connection()).await.map_err(fault)?;
    let slugs = slugs(store).await?;
    let with_slug = |row: Row| {
        let slug = slugs.get(&row.partner_id).cloned().unwrap_or_default();
        (row, slug)
    };
    Ok(rows.into_iter().map(with_slug).collect())
}

/// Services that take a step with another one, at most.
const TOGETHER: usize = 20;

/// A service that the caller may change, held until the end of the transaction.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) row: Row,
    pub(super) partner: GrantedPartner,
}

impl Held {
    /// Whether it is in use.
    pub(super) fn is_active(&self) -> bool {
        is_active(&self.row)
    }
}

/// Whether the service of a row is in use.
pub(super) fn is_active(row: &Row) -> bool {
    row.state == SubgraphState::Active.as_str()
}

/// Those of them that are not in use.
pub(super) fn waiting(rows: Vec<Row>) -> Vec<Row> {
    rows.into_iter().filter(|row| !is_active(row)).collect()
}

/// The service that the caller names in `input.id`, and the others in `input.with`, each once, whose partners it governs.
///
/// # Errors
/// `NOT_FOUND` for anybody else.
pub(super) async fn all_named(tx: &Tx<'_>, id: &ID, with: Option<&[ID]>) -> Result<(Held, Vec<Held>)> {
    let (first, with) = (named(tx, id).await?, with.unwrap_or_default());
    let mut others: Vec<Held> = Vec::new();
    if with.len() > TOGETHER {
        let message = format!("at most {TOGETHER} take a step with another one, not {}", with.len());
        return Err(Fault::on("input.with", Code::TooMany, message).into());
    }
    for other in with {
        let held = named_in(tx, other, "input.with").await?;
        if std::iter::once(&first).chain(&others).all(|known| known.row.id != held.row.id) {
            others.push(held);
        }
    }
    Ok((first, others))
}

/// The service that the caller names in `input.id`, whose partner it governs.
///
/// # Errors
/// `NOT_FOUND` for anybody else.
pub(super) async fn named(tx: &Tx<'_>, given: &ID) -> Result<Held> {
    named_in(tx, given, "input.id").await
}

async fn named_in(tx: &Tx<'_>, given: &ID, field: &str) -> Result<Held> {
    let unseen = || Fault::on(field, Code::NotFound, "no such subgraph, or you may not see it");
    let id = record::row_named(PREFIX, given).ok_or_else(unseen)?;
    plan::hold::<Subgraph>(tx, id, "1").await?.ok_or_else(unseen)?;
    let row = Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?.ok_or_else(unseen)?;
    let partner = govern(tx, row.partner_id, field).await?;
    Ok(Held { row, partner })
}

/// Whether a service has this name.
pub(super) async fn is_taken(tx: &Tx<'_>, name: &str) -> Result<bool> {
    Ok(Entity::find().filter(Column::Name.eq(name)).count(tx.connection()).await.map_err(fault)? > 0)
}

/// How many services the partner has.
pub(super) async fn count(tx: &Tx<'_>, partner: &GrantedPartner) -> Result<u64> {
    Entity::find().filter(Column::PartnerId.eq(partner.id())).count(tx.connection()).await.map_err(fault)
}

/// Inserts a draft of the partner's.
pub(super) async fn insert(tx: &Tx<'_>, partner: &GrantedPartner, name: &str, url: &str) -> Result<Uuid> {
    let row = Row {
        id: tx.new_id(),
        partner_id: partner.id(),
        name: name.to_owned(),
        url: url.to_owned(),
        state: SubgraphState::Draft.as_str().to_owned(),
        sdl: None,
        extends: json!([]),
        requires: json!([]),
        names_viewer: false,
        faults: json!([]),
        checked_at: None,
        composed_at: None,
        created_at: tx.scene.now,
        updated_at: tx.scene.now,
        updated_by: tx.scene.viewer.member,
        version: 1,
        history: json!({}),
    };
    let id = row.id;
    let row = row.into_active_model().reset_all();
    tx.insert(row).await?;
    Ok(id)
}

/// Writes what a service is from now on, as its next version, in which these fields changed. The graph may be another one.
pub(super) async fn update(tx: &mut Tx<'_>, held: &Held, row: Row, fields: &[&'static str]) -> Result<()> {
    let version = held.row.version + 1;
    let history = History::read(held.row.history.clone())?.with(tx, version, fields).column()?;
    let (updated_at, updated_by) = (tx.scene.now, tx.scene.viewer.member);
    let row = Row { id: held.row.id, version, history, updated_at, updated_by, ..row };
    row.into_active_model().reset_all().update(tx.connection()).await.map_err(fault)?;
    tx.note_sweeping();
    Ok(())
}

/// Takes a service away.
pub(super) async fn remove(tx: &mut Tx<'_>, held: &Held) -> Result<()> {
    Entity::delete_by_id(held.row.id).exec(tx.connection()).await.map_err(fault)?;
    tx.note_sweeping();
    Ok(())
}

/// Takes down what the hub found when it asked a service for its schema. That is no change by anybody: the version stays.
pub(super) async fn found(tx: &mut Tx<'_>, id: Uuid, sdl: Option<String>, faults: &[String]) -> Result<()> {
    let mut row = ActiveModel {
        id: Unchanged(id),
        faults: Set(json!(faults)),
        checked_at: Set(Some(tx.scene.now)),
        ..Default::default()
    };
    if let Some(sdl) = sdl {
        row.sdl = Set(Some(sdl));
        row.composed_at = Set(Some(tx.scene.now));
        tx.note_sweeping();
    }
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// The partner with this short name.
pub(super) async fn partner(store: &Store, slug: &str) -> Result<Option<Uuid>> {
    let found = partner::Entity::find().filter(partner::Column::Slug.eq(slug));
    Ok(found.one(store.connection()).await.map_err(fault)?.map(|partner| partner.id))
}

//! Places in the database, many at a time.

use std::collections::{BTreeSet, HashMap};

pub(super) use entities::territory::Model as TerritoryModel;
use entities::{territory, territory_within};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, Iterable, QueryFilter};
use uuid::Uuid;

use super::{Changes, merge::COUNTRY};
use crate::{
    domain::{structure::place_those_in, territory::point::locate_territories},
    exchange::{
        fields::Choice,
        place::{Place, TerritoryKind},
    },
    kernel::error::Result,
    store::{Tx, fault},
};

/// A larger place in which one lies directly.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DirectLink {
    pub(super) ancestor: Uuid,
    pub(super) kind: String,
}

/// The places of today with one of these codes, of whatever kind.
pub(super) async fn find(tx: &Tx<'_>, codes: &BTreeSet<String>) -> Result<HashMap<Place, TerritoryModel>> {
    let models = territory::Entity::find()
        .filter(territory::Column::Country.eq(COUNTRY))
        .filter(territory::Column::Code.is_in(codes))
        .filter(territory::Column::ValidTo.is_null())
        .all(tx.connection())
        .await
        .map_err(fault)?;
    let placed = models.into_iter().filter_map(|model| {
        let (_, kind) = TerritoryKind::CHOICES.iter().find(|(name, _)| *name == model.kind)?;
        Some((Place { kind: *kind, code: model.code.clone() }, model))
    });
    Ok(placed.collect())
}

/// In what each of these places lies directly, in order.
pub(super) async fn direct_links(tx: &Tx<'_>, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<DirectLink>>> {
    let mut sql = tx.sql();
    sql.push("select w.descendant_id, w.ancestor_id, a.kind from territory_within w ");
    sql.push("join territory a on a.id = w.ancestor_id where w.direct and ").any_id("w.descendant_id", ids);
    let mut links: HashMap<Uuid, Vec<DirectLink>> = HashMap::new();
    for row in tx.all(sql).await? {
        let link = DirectLink {
            ancestor: row.try_get_by_index(1).map_err(fault)?,
            kind: row.try_get_by_index(2).map_err(fault)?,
        };
        links.entry(row.try_get_by_index(0).map_err(fault)?).or_default().push(link);
    }
    links.values_mut().for_each(|links| links.sort_unstable());
    Ok(links)
}

/// Writes what a batch does to the places.
pub(super) async fn write(tx: &Tx<'_>, changes: Changes) -> Result<()> {
    let created: Vec<Uuid> = changes.created.iter().map(|model| model.id).collect();
    if !created.is_empty() {
        let rows = changes.created.into_iter().map(IntoActiveModel::into_active_model);
        tx.insert_all(rows).await?;
        link(tx, created.iter().map(|id| (*id, *id, false)).collect()).await?;
        locate_territories(tx, &created).await?;
    }
    if !changes.updated.is_empty() {
        let rows = changes.updated.into_iter().map(IntoActiveModel::into_active_model);
        let columns = territory::Column::iter().filter(|column| !matches!(column, territory::Column::Id));
        territory::Entity::insert_many(rows)
            .on_conflict(OnConflict::column(territory::Column::Id).update_columns(columns).to_owned())
            .exec_without_returning(tx.connection())
            .await
            .map_err(fault)?;
    }
    let mut concerned = changes.shifted;
    if !concerned.is_empty() {
        locate_territories(tx, &concerned).await?;
    }
    if !changes.moved.is_empty() {
        concerned.extend(relink(tx, &changes.moved).await?);
    }
    if concerned.is_empty() { Ok(()) } else { place_those_in(tx, &concerned).await }
}

/// Gives places other larger ones, and works out again what they and all that lies in them lie in; answers all these.
async fn relink(tx: &Tx<'_>, moved: &[(Uuid, Vec<Uuid>)]) -> Result<Vec<Uuid>> {
    let ids: Vec<Uuid> = moved.iter().map(|(id, _)| *id).collect();
    let below = all_below(tx, &ids).await?;
    let mut sql = tx.sql();
    sql.push("delete from territory_within where ancestor_id <> descendant_id and (");
    sql.any_id("descendant_id", &ids).push(" or (not direct and ").any_id("descendant_id", &below).push("))");
    tx.run(sql).await?;
    let direct = moved.iter().flat_map(|(id, parents)| parents.iter().map(|parent| (*parent, *id, true)));
    link(tx, direct.collect()).await?;
    let mut sql = tx.sql();
    sql.push("with recursive up(descendant_id, ancestor_id) as (");
    sql.push("select w.descendant_id, w.ancestor_id from territory_within w where w.direct and ");
    sql.any_id("w.descendant_id", &below);
    sql.push(" union select up.descendant_id, w.ancestor_id from up ");
    sql.push("join territory_within w on w.descendant_id = up.ancestor_id and w.direct) ");
    sql.push("insert into territory_within (ancestor_id, descendant_id, direct) ");
    sql.push("select ancestor_id, descendant_id, false from up where true on conflict do nothing");
    tx.run(sql).await?;
    Ok(below)
}

/// These places and all that lie in them.
async fn all_below(tx: &Tx<'_>, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let mut sql = tx.sql();
    sql.push("select distinct descendant_id from territory_within where ").any_id("ancestor_id", ids);
    let rows = tx.all(sql).await?;
    rows.iter().map(|row| row.try_get_by_index(0).map_err(fault)).collect()
}

/// Inserts links: the larger place, what lies in it, and whether that was given.
async fn link(tx: &Tx<'_>, links: Vec<(Uuid, Uuid, bool)>) -> Result<()> {
    for links in links.chunks(1_000) {
        let rows = links.iter().map(|(ancestor, descendant, direct)| territory_within::ActiveModel {
            ancestor_id: Set(*ancestor),
            descendant_id: Set(*descendant),
            direct: Set(*direct),
        });
        tx.insert_all(rows).await?;
    }
    Ok(())
}

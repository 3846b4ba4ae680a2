//! Merges in the database: what they are, and what they move.

pub(super) mod identifiers;
pub(super) mod rivals;

use chrono::{DateTime, Utc};
use entities::{structure, structure_merge, structure_merge_move};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::access::{Granted, Moderate};
use crate::domain::structure::model::StructureStatus;
use crate::kernel::error::{Error, Result};
use crate::store::{Tx, fault};

/// A merge that is not undone.
#[derive(Clone, Debug)]
pub(super) struct Merge {
    pub(super) id: Uuid,
    pub(super) winner: Uuid,
    pub(super) loser: Uuid,
    pub(super) loser_status: String,
    pub(super) merged_at: DateTime<Utc>,
}

/// A column that names a structure, or its record, in a table whose rows have an `id`.
struct Reference {
    table: &'static str,
    column: &'static str,
    /// Columns that hold what the structure that is named says, each with the structure's own.
    held: &'static [(&'static str, &'static str)],
}

const fn reference(table: &'static str, column: &'static str) -> Reference {
    Reference { table, column, held: &[] }
}

/// Everything that names a structure. What names only the history of its own record stays with that.
const REFERENCES: [Reference; 16] = [
    reference("structure", "parent_id"),
    reference("structure", "merged_into"),
    reference("partner", "structure_id"),
    reference("api_client_structure", "structure_id"),
    reference("quality_label", "structure_id"),
    reference("membership", "structure_id"),
    Reference {
        table: "participation",
        column: "structure_id",
        held: &[("structure_level", "level"), ("structure_name", "name"), ("structure_kind", "kind")],
    },
    reference("project_member", "structure_id"),
    reference("action", "pilot_structure_id"),
    reference("funding_source", "funder_id"),
    reference("resource_contribution", "structure_id"),
    reference("training_path", "provider_id"),
    reference("path_revision", "provider_id"),
    reference("note", "record_id"),
    reference("file", "record_id"),
    reference("share", "grantee_id"),
];

impl Reference {
    fn place(&self) -> String {
        format!("{}.{}", self.table, self.column)
    }
}

/// Begins a merge.
pub(super) async fn begin(
    tx: &Tx<'_>,
    winner: &Granted<Moderate>,
    loser: &Granted<Moderate>,
) -> Result<Merge> {
    let row = structure::Entity::find_by_id(loser.id()).one(tx.connection()).await.map_err(fault)?;
    let row = row.ok_or_else(|| Error::Internal(format!("the structure {} is gone", loser.id())))?;
    let merge = Merge {
        id: tx.new_id(),
        winner: winner.id(),
        loser: loser.id(),
        loser_status: row.status,
        merged_at: tx.scene.now,
    };
    let row = structure_merge::ActiveModel {
        id: Set(merge.id),
        winner_id: Set(merge.winner),
        loser_id: Set(merge.loser),
        loser_status: Set(merge.loser_status.clone()),
        merged_by: Set(tx.actor.id()),
        merged_at: Set(merge.merged_at),
        undone_at: Set(None),
    };
    tx.insert(row).await?;
    Ok(merge)
}

/// The merge that made a structure go, unless it is undone.
pub(super) async fn open(tx: &Tx<'_>, loser: Uuid) -> Result<Option<Merge>> {
    let row = structure_merge::Entity::find()
        .filter(structure_merge::Column::LoserId.eq(loser))
        .filter(structure_merge::Column::UndoneAt.is_null())
        .one(tx.connection())
        .await
        .map_err(fault)?;
    Ok(row.map(|row| Merge {
        id: row.id,
        winner: row.winner_id,
        loser: row.loser_id,
        loser_status: row.loser_status,
        merged_at: row.merged_at,
    }))
}

/// Notes that a merge is undone.
pub(super) async fn end(tx: &Tx<'_>, merge: &Merge) -> Result<()> {
    let row = structure_merge::ActiveModel {
        id: Unchanged(merge.id),
        undone_at: Set(Some(tx.scene.now)),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Whether a structure is part of another one, at any distance.
pub(super) async fn is_below(tx: &Tx<'_>, part: Uuid, whole: Uuid) -> Result<bool> {
    let mut sql = tx.sql();
    sql.push("with recursive above(id) as (select parent_id from structure where id = ").bind(part);
    sql.push(" union select s.parent_id from structure s join above a on s.id = a.id) select 1 from above where id = ");
    sql.bind(whole);
    Ok(!tx.all(sql).await?.is_empty())
}

/// Lists one thing that a merge moved or changed.
pub(super) async fn list(tx: &Tx<'_>, merge: &Merge, place: &str, row: Uuid, detail: String) -> Result<()> {
    let row = structure_merge_move::ActiveModel {
        merge_id: Set(merge.id),
        place: Set(place.to_owned()),
        row_id: Set(row),
        detail: Set(detail),
    };
    tx.insert(row).await
}

/// What a merge listed under a place.
pub(super) async fn listed(tx: &Tx<'_>, merge: &Merge, place: &str) -> Result<Vec<(Uuid, String)>> {
    let rows = structure_merge_move::Entity::find()
        .filter(structure_merge_move::Column::MergeId.eq(merge.id))
        .filter(structure_merge_move::Column::Place.eq(place))
        .all(tx.connection())
        .await
        .map_err(fault)?;
    Ok(rows.into_iter().map(|row| (row.row_id, row.detail)).collect())
}

/// Has all that names the loser name the winner; of rivals, what stays is listed before.
pub(super) async fn move_references(tx: &Tx<'_>, merge: &Merge) -> Result<()> {
    for reference in &REFERENCES {
        let Reference { table, column, .. } = reference;
        let mut sql = tx.sql();
        sql.push("insert into structure_merge_move (merge_id, place, row_id) select m.id, ")
            .bind(reference.place());
        sql.push(&format!(
            ", t.id from {table} t join structure_merge m on t.{column} = m.loser_id where m.id = "
        ));
        sql.bind(merge.id)
            .push(" and t.id not in (select s.row_id from structure_merge_move s where s.merge_id = ");
        sql.bind(merge.id).push(" and s.place = ").bind(format!("{table}.stays")).push(")");
        tx.run(sql).await?;
        point(tx, merge, reference, merge.winner).await?;
    }
    move_external(tx, merge).await?;
    share_territories(tx, merge).await
}

/// What sources call the loser, they call the winner.
async fn move_external(tx: &Tx<'_>, merge: &Merge) -> Result<()> {
    let mut sql = tx.sql();
    sql.push("insert into structure_merge_move (merge_id, place, row_id, detail) select m.id, 'external_ref', t.source_id, t.external_id from external_ref t join structure_merge m on t.record_id = m.loser_id where m.id = ");
    sql.bind(merge.id);
    tx.run(sql).await?;
    let mut sql = tx.sql();
    sql.push("update external_ref set record_id = ")
        .bind(merge.winner)
        .push(" where record_id = ")
        .bind(merge.loser);
    tx.run(sql).await?;
    Ok(())
}

/// Where the loser works, the winner works too.
async fn share_territories(tx: &Tx<'_>, merge: &Merge) -> Result<()> {
    let mut sql = tx.sql();
    sql.push("insert into structure_merge_move (merge_id, place, row_id) select m.id, 'territory', t.territory_id from structure_action_territory t join structure_merge m on t.structure_id = m.loser_id where m.id = ");
    sql.bind(merge.id).push(" and not exists (select 1 from structure_action_territory w where w.structure_id = m.winner_id and w.territory_id = t.territory_id)");
    tx.run(sql).await?;
    let mut sql = tx.sql();
    sql.push("insert into structure_action_territory (structure_id, territory_id) select m.winner_id, v.row_id from structure_merge_move v join structure_merge m on m.id = v.merge_id where v.place = 'territory' and v.merge_id = ");
    sql.bind(merge.id);
    tx.run(sql).await?;
    Ok(())
}

/// Has all that the merge moved name the loser again, as far as it still names the winner.
pub(super) async fn move_back(tx: &Tx<'_>, merge: &Merge) -> Result<()> {
    for reference in &REFERENCES {
        point(tx, merge, reference, merge.loser).await?;
    }
    let mut sql = tx.sql();
    sql.push("update external_ref set record_id = ")
        .bind(merge.loser)
        .push(" where record_id = ")
        .bind(merge.winner);
    sql.push(" and exists (select 1 from structure_merge_move v where v.row_id = external_ref.source_id and v.detail = external_ref.external_id and v.place = 'external_ref' and v.merge_id = ");
    sql.bind(merge.id).push(")");
    tx.run(sql).await?;
    let mut sql = tx.sql();
    sql.push("delete from structure_action_territory where structure_id = ").bind(merge.winner);
    sql.push(" and territory_id in (select v.row_id from structure_merge_move v where v.place = 'territory' and v.merge_id = ");
    sql.bind(merge.id).push(")");
    tx.run(sql).await?;
    Ok(())
}

/// Has what is listed name `to`, as far as it names the other of the two.
async fn point(tx: &Tx<'_>, merge: &Merge, reference: &Reference, to: Uuid) -> Result<()> {
    let Reference { table, column, held } = reference;
    let from = if to == merge.winner { merge.loser } else { merge.winner };
    let mut sql = tx.sql();
    sql.push(&format!("update {table} set {column} = ")).bind(to);
    for (own, theirs) in *held {
        sql.push(&format!(", {own} = (select s.{theirs} from structure s where s.id = ")).bind(to).push(")");
    }
    sql.push(&format!(" where {column} = ")).bind(from);
    sql.push(" and id in (select v.row_id from structure_merge_move v where v.merge_id = ").bind(merge.id);
    sql.push(" and v.place = ").bind(reference.place()).push(")");
    tx.run(sql).await?;
    Ok(())
}

/// Lists the records whose `column` is the loser, but for its own, and answers them.
pub(super) async fn list_records(tx: &Tx<'_>, merge: &Merge, column: &'static str) -> Result<Vec<Uuid>> {
    let mut sql = tx.sql();
    sql.push("insert into structure_merge_move (merge_id, place, row_id) select m.id, ")
        .bind(format!("record.{column}"));
    sql.push(&format!(", r.id from record r join structure_merge m on r.{column} = m.loser_id where r.id <> m.loser_id and m.id = "));
    sql.bind(merge.id);
    tx.run(sql).await?;
    listed_records(tx, merge, column, merge.loser).await
}

/// The records that [`list_records`] listed, as far as their `column` is `now`.
pub(super) async fn listed_records(
    tx: &Tx<'_>,
    merge: &Merge,
    column: &'static str,
    now: Uuid,
) -> Result<Vec<Uuid>> {
    let mut sql = tx.sql();
    sql.push(&format!(
        "select r.id from record r join structure_merge_move v on v.row_id = r.id where r.{column} = "
    ));
    sql.bind(now).push(" and v.merge_id = ").bind(merge.id).push(" and v.place = ");
    sql.bind(format!("record.{column}")).push(" order by r.id");
    tx.all(sql).await?.iter().map(|row| row.try_get_by_index(0).map_err(fault)).collect()
}

/// Says of the loser that the winner stands for it.
pub(super) async fn set_merged(tx: &Tx<'_>, merge: &Merge) -> Result<()> {
    set(tx, merge, StructureStatus::Merged.as_str(), Some(merge.winner)).await
}

/// Says of the loser what was said before.
pub(super) async fn unset_merged(tx: &Tx<'_>, merge: &Merge) -> Result<()> {
    set(tx, merge, &merge.loser_status, None).await
}

async fn set(tx: &Tx<'_>, merge: &Merge, status: &str, into: Option<Uuid>) -> Result<()> {
    let row = structure::ActiveModel {
        id: Unchanged(merge.loser),
        status: Set(status.to_owned()),
        merged_into: Set(into),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

//! What both structures have, and one may have once only: the memberships of one person, the same role in one project, a
//! share of the same record. The winner's takes the better of the two; the loser's stays with the loser, out of force.

use entities::{membership, participation, share};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, EntityTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{self as repo, Merge};
use crate::kernel::actor::Role;
use crate::kernel::error::{Error, Result};
use crate::store::{Tx, fault};

/// Where a row stood before the merge.
#[derive(Debug, Serialize, Deserialize)]
struct Stood {
    /// The role in a membership; the level of a share.
    rank: Option<String>,
    state: Option<String>,
}

impl Stood {
    fn text(rank: Option<&str>, state: Option<&str>) -> Result<String> {
        let stood = Self { rank: rank.map(str::to_owned), state: state.map(str::to_owned) };
        serde_json::to_string(&stood).map_err(unreadable)
    }
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::Internal(format!("what a merge listed: {error}"))
}

/// Settles them all, and lists which rows of the loser stay with it, and how all of them stood.
pub(in crate::domain::structure::merge) async fn settle(tx: &Tx<'_>, merge: &Merge) -> Result<()> {
    const MEMBERS: &str = "l.member_id = w.member_id and l.state in ('INVITED', 'REQUESTED', 'ACTIVE', 'SUSPENDED') and w.state in ('INVITED', 'REQUESTED', 'ACTIVE', 'SUSPENDED')";
    const ROLES: &str = "l.project_id = w.project_id and l.role = w.role and l.state in ('PROPOSED', 'ACCEPTED') and w.state in ('PROPOSED', 'ACCEPTED')";
    const SHARES: &str = "l.record_id = w.record_id and l.grantee_kind = w.grantee_kind";
    for (loser, winner) in pairs(tx, merge, ("membership", "structure_id"), MEMBERS).await? {
        settle_membership(tx, merge, loser, winner).await?;
    }
    for (loser, winner) in pairs(tx, merge, ("participation", "structure_id"), ROLES).await? {
        settle_participation(tx, merge, loser, winner).await?;
    }
    for (loser, winner) in pairs(tx, merge, ("share", "grantee_id"), SHARES).await? {
        settle_share(tx, merge, loser, winner).await?;
    }
    Ok(())
}

/// The rows of the loser and of the winner that rival.
async fn pairs(
    tx: &Tx<'_>,
    merge: &Merge,
    (table, column): (&str, &str),
    rival: &str,
) -> Result<Vec<(Uuid, Uuid)>> {
    let mut sql = tx.sql();
    sql.push(&format!("select l.id, w.id from {table} l join {table} w on {rival} where l.{column} = "));
    sql.bind(merge.loser).push(&format!(" and w.{column} = ")).bind(merge.winner).push(" order by l.id");
    let rows = tx.all(sql).await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok((row.try_get_by_index(0).map_err(fault)?, row.try_get_by_index(1).map_err(fault)?))
    };
    rows.iter().map(read).collect()
}

fn gone(id: Uuid) -> Error {
    Error::Internal(format!("the row {id} of a merge is gone"))
}

/// The higher role, when both are in force; what is in force, when one is. Who was set aside by the winner stays so.
async fn settle_membership(tx: &Tx<'_>, merge: &Merge, loser: Uuid, winner: Uuid) -> Result<()> {
    let row = async |id: Uuid| {
        let found = membership::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
        found.ok_or_else(|| gone(id))
    };
    let (lost, kept) = (row(loser).await?, row(winner).await?);
    for row in [&lost, &kept] {
        let stood = Stood::text(Some(&row.role), Some(&row.state))?;
        repo::list(tx, merge, "membership.stood", row.id, stood).await?;
    }
    repo::list(tx, merge, "membership.stays", loser, String::new()).await?;
    set_membership(tx, &lost, &lost.role, "ENDED").await?;
    let (role, state) = match (lost.state.as_str(), kept.state.as_str()) {
        ("ACTIVE", "ACTIVE") if Role::parse(&lost.role) > Role::parse(&kept.role) => (&lost.role, "ACTIVE"),
        ("ACTIVE", "INVITED" | "REQUESTED") => (&lost.role, "ACTIVE"),
        (_, state) => (&kept.role, state),
    };
    set_membership(tx, &kept, role, state).await
}

async fn set_membership(tx: &Tx<'_>, row: &membership::Model, role: &str, state: &str) -> Result<()> {
    let row = membership::ActiveModel {
        id: Unchanged(row.id),
        role: Set(role.to_owned()),
        state: Set(state.to_owned()),
        version: Set(row.version + 1),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// What one of them was accepted for, the winner is.
async fn settle_participation(tx: &Tx<'_>, merge: &Merge, loser: Uuid, winner: Uuid) -> Result<()> {
    let row = async |id: Uuid| {
        let found = participation::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
        found.ok_or_else(|| gone(id))
    };
    let (lost, kept) = (row(loser).await?, row(winner).await?);
    for row in [&kept, &lost] {
        let stood = Stood::text(None, Some(&row.state))?;
        repo::list(tx, merge, "participation.stood", row.id, stood).await?;
    }
    repo::list(tx, merge, "participation.stays", loser, String::new()).await?;
    let state = if lost.state == "ACCEPTED" { "ACCEPTED" } else { &kept.state };
    set_participation(tx, &lost, "LEFT").await?;
    set_participation(tx, &kept, state).await
}

async fn set_participation(tx: &Tx<'_>, row: &participation::Model, state: &str) -> Result<()> {
    let row = participation::ActiveModel {
        id: Unchanged(row.id),
        state: Set(state.to_owned()),
        version: Set(row.version + 1),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// What one of them may do, the winner may, for as long as its own share lasts.
async fn settle_share(tx: &Tx<'_>, merge: &Merge, loser: Uuid, winner: Uuid) -> Result<()> {
    let row = async |id: Uuid| {
        let found = share::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
        found.ok_or_else(|| gone(id))
    };
    let (lost, kept) = (row(loser).await?, row(winner).await?);
    repo::list(tx, merge, "share.stood", kept.id, Stood::text(Some(&kept.level), None)?).await?;
    repo::list(tx, merge, "share.stays", loser, String::new()).await?;
    let rank = |level: &str| ["READ", "COMMENT", "EDIT"].iter().position(|known| *known == level);
    let level = if rank(&lost.level) > rank(&kept.level) { lost.level } else { kept.level };
    set_share(tx, kept.id, level).await
}

async fn set_share(tx: &Tx<'_>, id: Uuid, level: String) -> Result<()> {
    let row = share::ActiveModel { id: Unchanged(id), level: Set(level), ..Default::default() };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Has them all stand as they stood; what was taken away since stays away.
pub(in crate::domain::structure::merge) async fn part(tx: &Tx<'_>, merge: &Merge) -> Result<()> {
    let read = |text: &str| serde_json::from_str::<Stood>(text).map_err(unreadable);
    for (id, text) in repo::listed(tx, merge, "membership.stood").await? {
        let stood = read(&text)?;
        let row = membership::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
        if let (Some(row), Some(role), Some(state)) = (row, stood.rank, stood.state) {
            set_membership(tx, &row, &role, &state).await?;
        }
    }
    // The winner's first: a project has one LEAD at any moment.
    let mut participations = Vec::new();
    for (id, text) in repo::listed(tx, merge, "participation.stood").await? {
        let row = participation::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
        participations.extend(row.zip(read(&text)?.state));
    }
    participations.sort_by_key(|(row, _)| row.structure_id == merge.loser);
    for (row, state) in &participations {
        set_participation(tx, row, state).await?;
    }
    for (id, text) in repo::listed(tx, merge, "share.stood").await? {
        let row = share::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
        if let (Some(row), Some(level)) = (row, read(&text)?.rank) {
            set_share(tx, row.id, level).await?;
        }
    }
    Ok(())
}

//! Participations in the database.

use chrono::{DateTime, NaiveDate, Utc};
use entities::participation::{self, Column, Entity};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::model::{ParticipationRole, ParticipationSide, ParticipationState};
use super::side::Spokesperson;
use super::{Participation, ParticipationConflict};
use crate::gql::plan;
use crate::kernel::error::{Error, Result};
use crate::store::record::Since;
use crate::store::{Tx, fault};

/// A participation that the viewer sees.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) id: Uuid,
    pub(super) project: Uuid,
    pub(super) structure: Uuid,
    pub(super) role: ParticipationRole,
    pub(super) state: ParticipationState,
    pub(super) proposed_by: ParticipationSide,
    pub(super) since: Option<NaiveDate>,
    pub(super) until: Option<NaiveDate>,
    pub(super) version: i32,
    pub(super) decided_by: Option<Uuid>,
    pub(super) decided_at: Option<DateTime<Utc>>,
}

impl Found {
    /// What the caller is told who read an older version: each step of its state is all that changes.
    pub(super) fn conflict(&self) -> ParticipationConflict {
        let since = Since { member: self.decided_by, fields: vec!["state".to_owned()], at: self.decided_at };
        ParticipationConflict::new(self.id, since)
    }

    /// Its last day when it is left `today`: the planned one if that is past, and never before the first.
    fn last_day(&self, today: NaiveDate) -> NaiveDate {
        let last = self.until.map_or(today, |planned| planned.min(today));
        self.since.map_or(last, |first| first.max(last))
    }
}

/// A participation to be proposed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Proposal {
    pub(super) project: Uuid,
    pub(super) structure: Uuid,
    pub(super) role: ParticipationRole,
    pub(super) since: Option<NaiveDate>,
    pub(super) until: Option<NaiveDate>,
}

/// The participation, if there is one and the viewer sees it; held until the end of the transaction, so that what was
/// read of it stays true.
pub(super) async fn hold(tx: &Tx<'_>, id: Uuid) -> Result<Option<Found>> {
    if plan::hold::<Participation>(tx, id, "1").await?.is_none() {
        return Ok(None);
    }
    let row = Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    row.map(read).transpose()
}

fn read(row: participation::Model) -> Result<Found> {
    let unknown = |what: &str| Error::Internal(format!("a participation's {what} is none: {}", row.id));
    Ok(Found {
        id: row.id,
        project: row.project_id,
        structure: row.structure_id,
        role: ParticipationRole::parse(&row.role).ok_or_else(|| unknown("role"))?,
        state: ParticipationState::parse(&row.state).ok_or_else(|| unknown("state"))?,
        proposed_by: ParticipationSide::parse(&row.proposed_by).ok_or_else(|| unknown("side"))?,
        since: row.since,
        until: row.until,
        version: row.version,
        decided_by: row.decided_by,
        decided_at: row.decided_at,
    })
}

/// Whether the structure holds the role in the project, or is proposed for it.
pub(super) async fn is_live(
    tx: &Tx<'_>,
    project: Uuid,
    structure: Uuid,
    role: ParticipationRole,
) -> Result<bool> {
    let live = Entity::find()
        .filter(Column::ProjectId.eq(project))
        .filter(Column::StructureId.eq(structure))
        .filter(Column::Role.eq(role.as_str()))
        .filter(Column::State.is_in(["PROPOSED", "ACCEPTED"]));
    Ok(live.count(tx.connection()).await.map_err(fault)? > 0)
}

/// The participation of the structure that bears the project, when there is one.
pub(super) async fn lead(tx: &Tx<'_>, project: Uuid) -> Result<Option<Found>> {
    let lead = Entity::find()
        .filter(Column::ProjectId.eq(project))
        .filter(Column::Role.eq(ParticipationRole::Lead.as_str()))
        .filter(Column::State.eq(ParticipationState::Accepted.as_str()));
    lead.one(tx.connection()).await.map_err(fault)?.map(read).transpose()
}

/// Inserts what one side proposes to the other.
pub(super) async fn propose(tx: &Tx<'_>, by: &Spokesperson, proposal: &Proposal) -> Result<Uuid> {
    let id = tx.new_id();
    let row = participation::ActiveModel {
        id: Set(id),
        project_id: Set(proposal.project),
        structure_id: Set(proposal.structure),
        role: Set(proposal.role.as_str().to_owned()),
        state: Set(ParticipationState::Proposed.as_str().to_owned()),
        proposed_by: Set(by.side().as_str().to_owned()),
        since: Set(proposal.since),
        until: Set(proposal.until),
        decided_by: Set(None),
        decided_at: Set(None),
        created_at: Set(tx.scene.now),
        version: Set(1),
    };
    tx.insert(row).await?;
    Ok(id)
}

/// Ends a participation, and has the structure take part in another role from the same day: what it was stays written.
pub(super) async fn change_role(
    tx: &Tx<'_>,
    by: &Spokesperson,
    found: &Found,
    role: ParticipationRole,
) -> Result<Uuid> {
    decide(tx, by, found, ParticipationState::Left).await?;
    let id = tx.new_id();
    let row = participation::ActiveModel {
        id: Set(id),
        project_id: Set(found.project),
        structure_id: Set(found.structure),
        role: Set(role.as_str().to_owned()),
        state: Set(ParticipationState::Accepted.as_str().to_owned()),
        proposed_by: Set(by.side().as_str().to_owned()),
        since: Set(Some(tx.scene.today)),
        until: Set(None),
        decided_by: Set(tx.actor.id()),
        decided_at: Set(Some(tx.scene.now)),
        created_at: Set(tx.scene.now),
        version: Set(1),
    };
    tx.insert(row).await?;
    Ok(id)
}

/// Writes the state that a side brings it to, and the day on which that begins or ends it.
pub(super) async fn decide(
    tx: &Tx<'_>,
    _by: &Spokesperson,
    found: &Found,
    state: ParticipationState,
) -> Result<()> {
    let today = tx.scene.today;
    let begins = (state == ParticipationState::Accepted).then_some(today);
    let left = state == ParticipationState::Left;
    let row = participation::ActiveModel {
        id: Unchanged(found.id),
        state: Set(state.as_str().to_owned()),
        since: Set(found.since.or(begins)),
        until: Set(if left { Some(found.last_day(today)) } else { found.until }),
        decided_by: Set(tx.actor.id()),
        decided_at: Set(Some(tx.scene.now)),
        version: Set(found.version + 1),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

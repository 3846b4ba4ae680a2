//! Projects in the database.

use entities::{participation, project, status_change};
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::input::NewProject;
use super::model::{ProjectKind, ProjectPhase, ProjectStatus};
use super::standing::Standing;
use crate::access::{Edit, Granted, GrantedCreate};
use crate::domain::participation::{ParticipationRole, ParticipationSide, ParticipationState};
use crate::kernel::error::{Error, Result};
use crate::store::{Tx, fault};

/// Inserts the project's own row.
pub(super) async fn insert(
    tx: &Tx<'_>,
    _granted: &GrantedCreate,
    id: Uuid,
    new: &NewProject,
    programme: Option<Uuid>,
) -> Result<()> {
    let row = project::ActiveModel {
        id: Set(id),
        kind: Set(new.kind.as_str().to_owned()),
        programme_id: Set(programme),
        code: Set(new.code.clone()),
        title: Set(serde_json::json!(new.title)),
        summary: Set(new.summary.as_ref().map(|text| serde_json::json!(text))),
        description: Set(new.description.as_ref().map(|text| serde_json::json!(text))),
        phase: Set(ProjectPhase::Idea.as_str().to_owned()),
        status: Set(ProjectStatus::NotStarted.as_str().to_owned()),
        status_reason: NotSet,
        starts_on: Set(new.input.starts_on.map(|day| day.0)),
        ends_on: Set(new.input.ends_on.map(|day| day.0)),
        budget: Set(new.input.budget.map(|cents| cents.0)),
    };
    project::Entity::insert(row).exec_without_returning(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Makes `structure` the one that bears a new project: at once when it owns the project, else by asking it.
pub(super) async fn insert_lead(
    tx: &Tx<'_>,
    granted: &GrantedCreate,
    project: Uuid,
    structure: Uuid,
) -> Result<()> {
    let owns = granted.owner() == Some(structure);
    let state = if owns { ParticipationState::Accepted } else { ParticipationState::Proposed };
    let row = participation::ActiveModel {
        id: Set(tx.new_id()),
        project_id: Set(project),
        structure_id: Set(structure),
        role: Set(ParticipationRole::Lead.as_str().to_owned()),
        state: Set(state.as_str().to_owned()),
        proposed_by: Set(ParticipationSide::Project.as_str().to_owned()),
        since: Set(owns.then_some(tx.scene.today)),
        until: Set(None),
        decided_by: Set(tx.actor.id().filter(|_| owns)),
        decided_at: Set(owns.then_some(tx.scene.now)),
        created_at: Set(tx.scene.now),
        version: Set(1),
    };
    participation::Entity::insert(row).exec_without_returning(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Whether it is a programme.
pub(super) async fn kind(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<Option<ProjectKind>> {
    Ok(ProjectKind::parse(&row(tx, granted.id()).await?.kind))
}

/// Where a project stands.
pub(super) async fn standing(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<Standing> {
    let row = row(tx, granted.id()).await?;
    let unknown = |what: &str| Error::Internal(format!("a project's {what} is none: {}", granted.id()));
    Ok(Standing {
        status: ProjectStatus::parse(&row.status).ok_or_else(|| unknown("status"))?,
        reason: row.status_reason,
        phase: ProjectPhase::parse(&row.phase).ok_or_else(|| unknown("phase"))?,
    })
}

/// Writes where a project stands.
pub(super) async fn set_standing(tx: &Tx<'_>, granted: &Granted<Edit>, standing: &Standing) -> Result<()> {
    let row = project::ActiveModel {
        id: Unchanged(granted.id()),
        status: Set(standing.status.as_str().to_owned()),
        status_reason: Set(standing.reason.clone()),
        phase: Set(standing.phase.as_str().to_owned()),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// The phase in which the project was when it was last closed; OPERATION, the one before the end, when nobody knows.
pub(super) async fn phase_before_closing(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<ProjectPhase> {
    let closing = status_change::Entity::find()
        .filter(status_change::Column::RecordId.eq(granted.id()))
        .filter(status_change::Column::Field.eq("phase"))
        .filter(status_change::Column::ToValue.eq(ProjectPhase::Closed.as_str()))
        .order_by_desc(status_change::Column::At)
        .order_by_desc(status_change::Column::Id)
        .one(tx.connection())
        .await
        .map_err(fault)?;
    let before = closing.and_then(|closing| closing.from_value);
    Ok(before.and_then(|phase| ProjectPhase::parse(&phase)).unwrap_or(ProjectPhase::Operation))
}

async fn row(tx: &Tx<'_>, id: Uuid) -> Result<project::Model> {
    let row = project::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    row.ok_or_else(|| Error::Internal(format!("the project {id} has no row of its own")))
}

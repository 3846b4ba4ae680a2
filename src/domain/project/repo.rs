//! Projects in the database.

pub(super) mod member;

use entities::{participation, project, status_change};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::content::{Content, Details};
use super::model::{ProjectKind, ProjectPhase, ProjectStatus};
use super::standing::Standing;
use crate::access::{Edit, Granted, GrantedCreate};
use crate::domain::participation::{ParticipationRole, ParticipationSide, ParticipationState};
use crate::domain::record;
use crate::gql::scalar::{Cents, Date};
use crate::kernel::error::{Error, Result};
use crate::store::{Tx, fault};

/// Inserts the project's own row.
pub(super) async fn insert(tx: &Tx<'_>, _granted: &GrantedCreate, id: Uuid, new: &Content) -> Result<()> {
    let row = project::ActiveModel {
        id: Set(id),
        phase: Set(ProjectPhase::Idea.as_str().to_owned()),
        status: Set(ProjectStatus::NotStarted.as_str().to_owned()),
        ..columns(new)
    };
    tx.insert(row).await
}

/// What a project says of itself, as its row holds it.
fn columns(content: &Content) -> project::ActiveModel {
    let details = &content.details;
    project::ActiveModel {
        kind: Set(content.kind.as_str().to_owned()),
        programme_id: Set(details.programme),
        code: Set(details.code.clone()),
        title: Set(serde_json::json!(content.title)),
        summary: Set(details.summary.as_ref().map(|text| serde_json::json!(text))),
        description: Set(details.description.as_ref().map(|text| serde_json::json!(text))),
        starts_on: Set(details.starts_on.map(|day| day.0)),
        ends_on: Set(details.ends_on.map(|day| day.0)),
        budget: Set(details.budget.map(|cents| cents.0)),
        ..Default::default()
    }
}

/// What a project says of itself.
pub(super) async fn content(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<Content> {
    let row = row(tx, granted.id()).await?;
    let kind = ProjectKind::parse(&row.kind);
    Ok(Content {
        kind: kind.ok_or_else(|| Error::Internal(format!("a project's kind is none: {}", row.id)))?,
        title: record::read_text(row.title)?,
        details: Details {
            summary: row.summary.map(record::read_text).transpose()?,
            description: row.description.map(record::read_text).transpose()?,
            code: row.code,
            starts_on: row.starts_on.map(Date),
            ends_on: row.ends_on.map(Date),
            budget: row.budget.map(Cents),
            programme: row.programme_id,
        },
    })
}

/// Writes what a project says of itself.
pub(super) async fn set_content(tx: &Tx<'_>, granted: &Granted<Edit>, content: &Content) -> Result<()> {
    let row = project::ActiveModel { id: Unchanged(granted.id()), ..columns(content) };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// Makes `structure` the one that bears a new project: at once when it owns the project, else by asking it.
///
/// # Errors
/// When the database refuses it.
pub async fn lead_by(tx: &Tx<'_>, granted: &GrantedCreate, project: Uuid, structure: Uuid) -> Result<()> {
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
    tx.insert(row).await
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

//! Actions in the database.

use chrono::NaiveDate;
use entities::{action, action_step};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryResult};
use uuid::Uuid;

use super::content::{Content, Details};
use super::input::NewAction;
use super::model::{ActionPriority, ActionStatus, ProgressMode};
use super::standing::{Standing, StepCount};
use crate::access::{Edit, Granted, GrantedCreate};
use crate::domain::record::{self, BATCH};
use crate::gql::scalar::Date;
use crate::kernel::error::{Error, Result};
use crate::store::{Tx, fault};

/// Where a new action belongs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placement {
    pub(super) id: Uuid,
    pub(super) project: Uuid,
    pub(super) parent: Option<Uuid>,
}

/// A step of an action.
#[derive(Clone, Copy, Debug)]
pub(super) struct FoundStep {
    pub(super) action: Uuid,
    pub(super) done: bool,
}

/// Inserts the action's own row at the end of its project, and its steps.
pub(super) async fn insert(
    tx: &Tx<'_>,
    _granted: &GrantedCreate,
    at: Placement,
    new: &NewAction,
) -> Result<()> {
    let input = &new.input;
    let status = if input.draft { ActionStatus::Draft } else { ActionStatus::Planned };
    let row = action::ActiveModel {
        id: Set(at.id),
        project_id: Set(at.project),
        parent_id: Set(at.parent),
        status: Set(status.as_str().to_owned()),
        progress_mode: Set(input.progress_mode.unwrap_or(ProgressMode::Steps).as_str().to_owned()),
        position: Set(next_position(tx, at.project).await?),
        ..columns(&new.content)
    };
    tx.insert(row).await?;
    insert_steps(tx, at.id, new).await
}

/// What an action says of itself, as its row holds it.
fn columns(content: &Content) -> action::ActiveModel {
    let details = &content.details;
    action::ActiveModel {
        code: Set(details.code.clone()),
        title: Set(serde_json::json!(content.title)),
        description: Set(details.description.as_ref().map(|text| serde_json::json!(text))),
        priority: Set(details.priority.map(|priority| priority.as_str().to_owned())),
        pilot_structure_id: Set(details.pilot_structure),
        pilot_member_id: Set(details.pilot_member),
        starts_on: Set(details.starts_on.map(|day| day.0)),
        due_on: Set(details.due_on.map(|day| day.0)),
        ..Default::default()
    }
}

/// What an action says of itself.
pub(super) async fn content(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<Content> {
    let row = row(tx, granted.id()).await?;
    Ok(Content {
        title: record::read_text(row.title)?,
        details: Details {
            description: row.description.map(record::read_text).transpose()?,
            code: row.code,
            priority: row.priority.as_deref().and_then(ActionPriority::parse),
            starts_on: row.starts_on.map(Date),
            due_on: row.due_on.map(Date),
            pilot_structure: row.pilot_structure_id,
            pilot_member: row.pilot_member_id,
        },
    })
}

/// Writes what an action says of itself.
pub(super) async fn set_content(tx: &Tx<'_>, granted: &Granted<Edit>, content: &Content) -> Result<()> {
    let row = action::ActiveModel { id: Unchanged(granted.id()), ..columns(content) };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

async fn insert_steps(tx: &Tx<'_>, action: Uuid, new: &NewAction) -> Result<()> {
    if new.steps.is_empty() {
        return Ok(());
    }
    let rows = (1..).zip(&new.steps).zip(&new.input.steps).map(|((position, title), given)| {
        action_step::ActiveModel {
            id: Set(tx.new_id()),
            action_id: Set(action),
            position: Set(position),
            title: Set(title.clone()),
            due_on: Set(given.due_on.map(|day| day.0)),
            done_at: Set(None),
            done_by: Set(None),
        }
    });
    tx.insert_all(rows).await
}

/// The place after the last one of the project.
async fn next_position(tx: &Tx<'_>, project: Uuid) -> Result<i32> {
    let mut sql = tx.sql();
    sql.push("select cast(coalesce(max(position), 0) + 1 as integer) from action where project_id = ");
    sql.bind(project);
    let rows = tx.all(sql).await?;
    rows.first().map_or(Ok(1), |row| row.try_get_by_index(0)).map_err(fault)
}

/// Where an action stands.
pub(super) async fn standing(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<Standing> {
    let row = row(tx, granted.id()).await?;
    let unknown = |what: &str| Error::Internal(format!("an action's {what} is none: {}", granted.id()));
    Ok(Standing {
        status: ActionStatus::parse(&row.status).ok_or_else(|| unknown("status"))?,
        reason: row.status_reason,
        done_on: row.done_on,
        progress: row.progress_pct,
        mode: ProgressMode::parse(&row.progress_mode).ok_or_else(|| unknown("progress mode"))?,
    })
}

/// Writes where an action stands.
pub(super) async fn set_standing(tx: &Tx<'_>, granted: &Granted<Edit>, standing: &Standing) -> Result<()> {
    let row = action::ActiveModel {
        id: Unchanged(granted.id()),
        status: Set(standing.status.as_str().to_owned()),
        status_reason: Set(standing.reason.clone()),
        done_on: Set(standing.done_on),
        progress_mode: Set(standing.mode.as_str().to_owned()),
        progress_pct: Set(standing.progress),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// How many steps an action has, and how many are done.
pub(super) async fn count_steps(tx: &Tx<'_>, action: Uuid) -> Result<StepCount> {
    let steps = || action_step::Entity::find().filter(action_step::Column::ActionId.eq(action));
    let total = steps().count(tx.connection()).await.map_err(fault)?;
    let done = steps().filter(action_step::Column::DoneAt.is_not_null());
    let done = done.count(tx.connection()).await.map_err(fault)?;
    let whole = |count: u64| i32::try_from(count).unwrap_or(i32::MAX);
    Ok(StepCount { done: whole(done), total: whole(total) })
}

/// A step, before anyone knows whether the viewer may see it.
pub(super) async fn find_step(tx: &Tx<'_>, id: Uuid) -> Result<Option<FoundStep>> {
    let row = action_step::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    Ok(row.map(|row| FoundStep { action: row.action_id, done: row.done_at.is_some() }))
}

/// Marks a step of the action done, or not.
pub(super) async fn set_step_done(
    tx: &Tx<'_>,
    _granted: &Granted<Edit>,
    step: Uuid,
    done: bool,
) -> Result<()> {
    let row = action_step::ActiveModel {
        id: Unchanged(step),
        done_at: Set(done.then_some(tx.scene.now)),
        done_by: Set(tx.actor.id().filter(|_| done)),
        ..Default::default()
    };
    row.update(tx.connection()).await.map_err(fault)?;
    Ok(())
}

/// What the log calls an action's getting late.
pub(super) const BECAME_LATE: &str = "action.became_late";

/// Actions that are late and were not told of yet, with their due day; among some only, when they are named.
pub(super) async fn untold_late(tx: &Tx<'_>, among: Option<&[Uuid]>) -> Result<Vec<(Uuid, NaiveDate)>> {
    let (before, after) = late!("t").split_once("{today}").unwrap_or_default();
    let mut sql = tx.sql();
    sql.push("select t.id, t.due_on from action t join record r on r.id = t.id where ");
    sql.push(before).bind(tx.scene.today).push(after);
    sql.push(" and r.deleted_at is null and r.archived_at is null");
    sql.push(" and not exists (select 1 from announcement n where n.record_id = t.id and n.event = ");
    sql.bind(BECAME_LATE).push(" and n.day = t.due_on)");
    if let Some(ids) = among {
        sql.push(" and ").any_id("t.id", ids);
    }
    sql.push(&format!(" order by t.due_on, t.id limit {BATCH}"));
    let read = |row: &QueryResult| {
        Ok((row.try_get_by_index(0).map_err(fault)?, row.try_get_by_index(1).map_err(fault)?))
    };
    tx.all(sql).await?.iter().map(read).collect()
}

async fn row(tx: &Tx<'_>, id: Uuid) -> Result<action::Model> {
    let row = action::Entity::find_by_id(id).one(tx.connection()).await.map_err(fault)?;
    row.ok_or_else(|| Error::Internal(format!("the action {id} has no row of its own")))
}

//! The actions of a project, with their steps.

use entities::{action, action_step};
use sea_orm::ActiveValue::{NotSet, Set};
use serde_json::json;
use uuid::Uuid;

use super::{member_id, project_id, structure_id, top};
use crate::access::{self, Visibility};
use crate::demo::data::{Action, Demo, Project, id};
use crate::demo::plan::{Stand, stand};
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::kernel::locale::Locale;
use crate::store::Tx;
use crate::store::record::NewRecord;

/// Inserts those of one project: what its theme asks for; a programme has none.
pub(in crate::demo) async fn insert(tx: &mut Tx<'_>, demo: &Demo, project: &Project) -> Result<()> {
    let Some(actions) = project.theme.as_ref().and_then(|theme| demo.actions.get(theme)) else {
        return Ok(());
    };
    let above = Visibility::parse(&project.visibility);
    let mut records = Vec::with_capacity(actions.len());
    for (place, action) in actions.iter().enumerate() {
        let name = action.title.get(Locale::Fr).unwrap_or_default();
        let record = NewRecord {
            under: Some((project_id(&project.key), above)),
            withheld: false,
            project: Some(project_id(&project.key)),
            ..top(Kind::Action, name, visibility(place), "action.created")
        };
        records.push((action_id(project, place), record));
    }
    let lead = structure_id(&project.lead);
    let granted = access::create(&tx.scene.viewer, Kind::Action, Some(lead), "demo")?;
    tx.insert_records(&granted, &records).await?;
    let (mut rows, mut steps) = (Vec::new(), Vec::new());
    for (place, action) in actions.iter().enumerate() {
        let stand = stand(project, place, actions.len(), action.steps.len(), tx.scene.today);
        steps.extend(step_rows(tx, action_id(project, place), action, &stand));
        rows.push(action_row(project, place, action, stand));
    }
    tx.insert_all(rows).await?;
    tx.insert_all(steps).await
}

fn action_id(project: &Project, place: usize) -> Uuid {
    id("action", &format!("{}:{place}", project.key))
}

/// Most are seen by whoever sees the project; talks with neighbours stay in the team.
const fn visibility(place: usize) -> Visibility {
    match place {
        1 => Visibility::Team,
        4 => Visibility::Network,
        _ => Visibility::Public,
    }
}

fn action_row(project: &Project, place: usize, action: &Action, stand: Stand) -> action::ActiveModel {
    let helper = project.partners.iter().find(|(_, role)| *role == "PARTNER" || *role == "PROVIDER");
    let lead = helper.filter(|_| place % 2 == 1).map_or(&project.lead, |(key, _)| key);
    let pilot = project.team.iter().find(|(_, role)| *role == "PILOT");
    let is_stopped = matches!(stand.status, "BLOCKED" | "ABANDONED");
    let share = stand.steps_done * 100 / action.steps.len().max(1);
    action::ActiveModel {
        id: Set(action_id(project, place)),
        project_id: Set(project_id(&project.key)),
        parent_id: Set(None),
        code: Set(Some(format!("A{}", place + 1))),
        title: Set(json!(action.title)),
        description: NotSet,
        priority: Set(Some(action.priority.clone())),
        status: Set(stand.status.to_owned()),
        status_reason: Set(project.reason.clone().filter(|_| is_stopped)),
        pilot_structure_id: Set(Some(structure_id(lead))),
        pilot_member_id: Set(pilot.map(|(key, _)| member_id(key))),
        starts_on: Set(Some(stand.starts_on)),
        due_on: Set(Some(stand.due_on)),
        done_on: Set(stand.done_on),
        progress_mode: Set("STEPS".to_owned()),
        progress_pct: Set(i32::try_from(share).unwrap_or_default()),
        position: Set(i32::try_from(place).unwrap_or_default()),
    }
}

fn step_rows(tx: &Tx<'_>, action: Uuid, steps: &Action, stand: &Stand) -> Vec<action_step::ActiveModel> {
    let rows = steps.steps.iter().enumerate().map(|(place, title)| action_step::ActiveModel {
        id: Set(id("step", &format!("{action}:{place}"))),
        action_id: Set(action),
        position: Set(i32::try_from(place + 1).unwrap_or(1)),
        title: Set(title.clone()),
        due_on: Set(Some(stand.due_on)),
        done_at: Set((place < stand.steps_done).then_some(tx.scene.now)),
        done_by: Set(None),
    });
    rows.collect()
}

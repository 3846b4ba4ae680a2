//! Actions of projects and their steps.

use chrono::{Duration, NaiveTime};
use entities::{action, action_step, project};

use super::draw::Draw;
use super::record::{self, Recorded};
use super::words::{ACTIONS, STEPS, THEMES};

pub(super) fn make(
    draw: &mut Draw,
    projects: &[Recorded<project::Model>],
    count: usize,
) -> Vec<Recorded<action::Model>> {
    let mut next_position = vec![0; projects.len()];
    (0..count)
        .map(|_| {
            let project = draw.index(projects.len());
            next_position[project] += 1;
            one(draw, &projects[project], next_position[project])
        })
        .collect()
}

fn one(draw: &mut Draw, project: &Recorded<project::Model>, position: i32) -> Recorded<action::Model> {
    let title = format!("{} {}", draw.pick(&ACTIONS), draw.pick(&THEMES));
    let mut record = record::make(draw, "ACTION", &title);
    record::place_under(&mut record, &project.record);
    let starts_on = record.created_at.date_naive();
    let due_on = draw.day_after(starts_on, 700);
    let (status, reason) = draw.weighted(&[
        (35, ("PLANNED", None)),
        (30, ("IN_PROGRESS", None)),
        (25, ("DONE", None)),
        (5, ("BLOCKED", Some("En attente d'une autorisation"))),
        (5, ("ABANDONED", Some("Sans objet"))),
    ]);
    let done = status == "DONE";
    let detail = action::Model {
        id: record.id,
        project_id: project.id(),
        parent_id: None,
        code: None,
        title: serde_json::json!({ "fr": title }),
        description: Some(serde_json::json!({ "fr": "À mener avec les partenaires, puis à restituer." })),
        priority: Some(draw.weighted(&[(20, "LOW"), (60, "MEDIUM"), (20, "HIGH")]).to_owned()),
        status: status.to_owned(),
        status_reason: reason.map(str::to_owned),
        pilot_structure_id: project.record.owner_id,
        pilot_member_id: None,
        starts_on: Some(starts_on),
        due_on: (!draw.chance(10)).then_some(due_on),
        done_on: done.then_some(due_on),
        progress_mode: "STEPS".to_owned(),
        progress_pct: if done { 100 } else { draw.between(0, 9) * 10 },
        position,
    };
    Recorded { record, detail }
}

/// From none to four steps an action: two on average.
pub(super) fn steps(draw: &mut Draw, actions: &[Recorded<action::Model>]) -> Vec<action_step::Model> {
    let mut all = Vec::new();
    for (number, action) in actions.iter().enumerate() {
        for position in 1..=i32::try_from(number % 5).unwrap_or_default() {
            let at = action.record.created_at + Duration::days(position.into());
            all.push(action_step::Model {
                id: draw.id(at),
                action_id: action.id(),
                position,
                title: (*draw.pick(&STEPS)).to_owned(),
                due_on: Some(at.date_naive()),
                done_at: draw.chance(40).then(|| at.date_naive().and_time(NaiveTime::MIN).and_utc()),
                done_by: None,
            });
        }
    }
    all
}

//! Projects, who takes part in them, and how they came to stand where they do.

use entities::{participation, project, project_member, share, status_change};
use sea_orm::ActiveValue::{NotSet, Set};
use serde_json::json;

use super::{member_id, project_id, structure_id, top};
use crate::access::{self, Visibility};
use crate::demo::data::{Demo, Project, id};
use crate::demo::plan::day;
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::kernel::locale::Locale;
use crate::store::Tx;
use crate::store::record::NewRecord;

/// Inserts one project; its programme comes before it.
pub(in crate::demo) async fn insert(tx: &mut Tx<'_>, demo: &Demo, project: &Project) -> Result<()> {
    let id = project_id(&project.key);
    let granted = access::create(&tx.scene.viewer, Kind::Project, Some(structure_id(&project.lead)), "demo")?;
    let name = project.title.get(Locale::Fr).unwrap_or_default();
    let visibility = Visibility::parse(&project.visibility);
    let programme = demo.projects.iter().find(|other| Some(&other.key) == project.programme.as_ref());
    let under =
        programme.map(|programme| (project_id(&programme.key), Visibility::parse(&programme.visibility)));
    let record =
        NewRecord { under, project: Some(id), ..top(Kind::Project, name, visibility, "project.created") };
    tx.insert_record(&granted, id, record).await?;
    let row = project_row(tx, project);
    tx.insert(row).await?;
    insert_people(tx, project).await?;
    insert_history(tx, project).await
}

fn project_row(tx: &Tx<'_>, project: &Project) -> project::ActiveModel {
    let [first, last] = project.days.map(|days| day(tx.scene.today, days));
    project::ActiveModel {
        id: Set(project_id(&project.key)),
        kind: Set(if project.programme.is_some() { "PROJECT" } else { "PROGRAMME" }.to_owned()),
        programme_id: Set(project.programme.as_deref().map(project_id)),
        code: Set(Some(format!("DEMO-{}", project.key.to_uppercase()))),
        title: Set(json!(project.title)),
        summary: Set(project.summary.as_ref().map(|summary| json!(summary))),
        description: NotSet,
        phase: Set(project.phase.clone()),
        status: Set(project.status.clone()),
        status_reason: Set(project.reason.clone()),
        starts_on: Set(Some(first)),
        ends_on: Set(Some(last)),
        budget: Set(project.budget),
    }
}

async fn insert_people(tx: &Tx<'_>, project: &Project) -> Result<()> {
    let lead = participation_row(tx, project, &project.lead, "LEAD");
    let others = project.partners.iter().map(|(key, role)| participation_row(tx, project, key, role));
    let rows = [lead].into_iter().chain(others);
    tx.insert_all(rows).await?;
    let team = project.team.iter().map(|(key, role)| team_row(tx, project, key, role));
    tx.insert_all(team).await?;
    let shares = project.shares.iter().map(|(key, level)| share_row(tx, project, key, level));
    tx.insert_all(shares).await
}

/// Who bears a project takes part in it; the others were asked, and accept when the work begins.
fn participation_row(tx: &Tx<'_>, project: &Project, key: &str, role: &str) -> participation::ActiveModel {
    let is_accepted = role == "LEAD" || project.status != "NOT_STARTED";
    participation::ActiveModel {
        id: Set(id("participation", &format!("{}:{key}:{role}", project.key))),
        project_id: Set(project_id(&project.key)),
        structure_id: Set(structure_id(key)),
        role: Set(role.to_owned()),
        state: Set(if is_accepted { "ACCEPTED" } else { "PROPOSED" }.to_owned()),
        proposed_by: Set("PROJECT".to_owned()),
        since: Set(is_accepted.then(|| day(tx.scene.today, project.days[0]))),
        until: Set(None),
        decided_by: Set(None),
        decided_at: Set(is_accepted.then_some(tx.scene.now)),
        created_at: Set(tx.scene.now),
        version: Set(1),
    }
}

fn team_row(tx: &Tx<'_>, project: &Project, key: &str, role: &str) -> project_member::ActiveModel {
    project_member::ActiveModel {
        id: Set(id("project_member", &format!("{}:{key}", project.key))),
        project_id: Set(project_id(&project.key)),
        member_id: Set(member_id(key)),
        role: Set(role.to_owned()),
        structure_id: Set(None),
        since: Set(Some(day(tx.scene.today, project.days[0]))),
    }
}

fn share_row(tx: &Tx<'_>, project: &Project, key: &str, level: &str) -> share::ActiveModel {
    share::ActiveModel {
        id: Set(id("share", &format!("{}:{key}", project.key))),
        record_id: Set(project_id(&project.key)),
        grantee_kind: Set("STRUCTURE".to_owned()),
        grantee_id: Set(structure_id(key)),
        level: Set(level.to_owned()),
        expires_at: Set(None),
        granted_by: Set(None),
        granted_at: Set(tx.scene.now),
    }
}

async fn insert_history(tx: &Tx<'_>, project: &Project) -> Result<()> {
    let steps: &[(&str, &str)] = match project.status.as_str() {
        "NOT_STARTED" => &[],
        "IN_PROGRESS" => &[("NOT_STARTED", "IN_PROGRESS")],
        last => &[("NOT_STARTED", "IN_PROGRESS"), ("IN_PROGRESS", last)],
    };
    let rows = steps.iter().map(|(from, to)| status_change::ActiveModel {
        id: Set(id("status_change", &format!("{}:{to}", project.key))),
        record_id: Set(project_id(&project.key)),
        field: Set("status".to_owned()),
        from_value: Set(Some((*from).to_owned())),
        to_value: Set((*to).to_owned()),
        reason: Set(project.reason.clone().filter(|_| *to == project.status)),
        actor_id: Set(None),
        at: Set(tx.scene.now),
    });
    tx.insert_all(rows).await
}

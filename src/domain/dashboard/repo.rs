//! What the first screen shows, read by one statement: its numbers and the place in the log are of one moment.

use chrono::{Days, NaiveDate, TimeDelta};
use sea_orm::QueryResult;
use uuid::Uuid;

use crate::domain::action::late;
use crate::gql::context::OperationContext;
use crate::gql::plan::Template;
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::store::{Reader, Sql, fault, policy};

/// How many late actions and how many deadlines are read, at most.
const MOST: usize = 100;
/// How far deadlines are looked for, in days.
pub(super) const FURTHEST: u64 = 365;
/// A record that nobody has changed for so long may be out of date.
const STALE_AFTER: TimeDelta = TimeDelta::days(180);

/// What the first screen shows.
#[derive(Debug, Default)]
pub(super) struct Board {
    /// The project asked for is there.
    pub(super) has_project: bool,
    pub(super) seq: i64,
    /// How many actions stand in each state.
    pub(super) states: Vec<(String, i32)>,
    pub(super) late: i32,
    /// With the day on which they were due, the longest ago first.
    pub(super) late_actions: Vec<(NaiveDate, Uuid)>,
    /// With their last day, the nearest first.
    pub(super) deadlines: Vec<(NaiveDate, Uuid)>,
    pub(super) stale: i32,
}

/// Reads it, for one project or for those that the viewer takes part in.
pub(super) async fn read(
    reader: &Reader<'_>,
    operation: &OperationContext,
    project: Option<Uuid>,
) -> Result<Board> {
    let mut sql = reader.sql();
    push_actions(&mut sql, operation, project);
    push_sources(&mut sql, operation);
    sql.push(" select 'CURSOR' as what, cast(null as text) as code, cast(null as uuid) as id, ");
    sql.push("(select coalesce(max(seq), 0) from outbox) as n");
    push_project(&mut sql, operation, project);
    sql.push(" union all select 'STATE', status, null, count(*) from actions group by status");
    sql.push(" union all select 'LATE', null, null, count(*) from actions where is_late");
    for (what, day, table) in
        [("ACTION", "due_on", "actions where is_late"), ("DEADLINE", "closes_on", "sources")]
    {
        sql.push(&format!(
            " union all select * from (select '{what}' as what, cast({day} as text) as code, id, 0 as n \
             from {table} order by {day}, id limit {MOST}) first_{}",
            what.to_lowercase()
        ));
    }
    push_stale(&mut sql, operation, project);
    let mut board = Board { has_project: project.is_none(), ..Board::default() };
    for row in reader.all(sql).await? {
        board.take(&row)?;
    }
    board.late_actions.sort_unstable();
    board.deadlines.sort_unstable();
    Ok(board)
}

/// Appends the table `actions`: those in use of the projects, as far as the viewer sees them.
fn push_actions(sql: &mut Sql, operation: &OperationContext, project: Option<Uuid>) {
    let scene = &operation.scene;
    sql.push("with actions as (with walk as (select a.id, 'ACTION' as kind, a.status, a.due_on, ");
    Template::parse(late!("a"), None).render(sql, scene);
    sql.push(" as is_late from action a join record ra on ra.id = a.id where ra.archived_at is null and ");
    push_projects(sql, operation, "a.project_id", project);
    sql.push(") ");
    operation.catalog.push_seen(
        sql,
        scene,
        &[Kind::Action],
        "walk.id, walk.status, walk.due_on, walk.is_late",
    );
    sql.push(")");
}

/// Appends the table `sources`: those that can be asked for until some day not far off, as far as the viewer sees them.
fn push_sources(sql: &mut Sql, operation: &OperationContext) {
    let scene = &operation.scene;
    let furthest = scene.today.checked_add_days(Days::new(FURTHEST)).unwrap_or(scene.today);
    sql.push(", sources as (with walk as (select f.id, 'FUNDING_SOURCE' as kind, f.closes_on from funding_source f ");
    sql.push("where f.status = 'PUBLISHED' and f.closes_on between ").bind(scene.today);
    sql.push(" and ").bind(furthest).push(") ");
    operation.catalog.push_seen(sql, scene, &[Kind::FundingSource], "walk.id, walk.closes_on");
    sql.push(")");
}

/// Appends a row when the project is there for the viewer.
fn push_project(sql: &mut Sql, operation: &OperationContext, project: Option<Uuid>) {
    let Some(project) = project else { return };
    sql.push(" union all select * from (with walk as (select id, kind from record where id = ").bind(project);
    sql.push(") ");
    let selected = "'PROJECT', cast(null as text), walk.id, 0";
    operation.catalog.push_seen(sql, &operation.scene, &[Kind::Project], selected);
    sql.push(") project");
}

/// Appends how many records of the projects nobody has changed for long, of those that the viewer may change.
fn push_stale(sql: &mut Sql, operation: &OperationContext, project: Option<Uuid>) {
    let scene = &operation.scene;
    sql.push(" union all select 'STALE', null, null, count(*) from record r where r.deleted_at is null and r.archived_at is null");
    sql.push(" and r.updated_at < ").bind(scene.now - STALE_AFTER).push(" and ");
    push_projects(sql, operation, "r.project_id", project);
    sql.push(" and ");
    policy::visible(sql, scene, "r");
    sql.push(" and ");
    policy::editable(sql, scene, "r");
}

/// Appends a condition: `column` names the project, or one that the viewer takes part in.
fn push_projects(sql: &mut Sql, operation: &OperationContext, column: &str, project: Option<Uuid>) {
    let viewer = &operation.scene.viewer;
    if let Some(project) = project {
        sql.push(column).push(" = ").bind(project);
        return;
    }
    sql.push(column).push(" in (select pp.project_id from participation pp where pp.state = 'ACCEPTED' and ");
    sql.any_id("pp.structure_id", &viewer.team_of);
    sql.push(" union select pm.project_id from project_member pm where ");
    sql.any_id("pm.member_id", viewer.member.as_slice()).push(")");
}

impl Board {
    fn take(&mut self, row: &QueryResult) -> Result<()> {
        let what: String = row.try_get_by_index(0).map_err(fault)?;
        let code: Option<String> = row.try_get_by_index(1).map_err(fault)?;
        let id: Option<Uuid> = row.try_get_by_index(2).map_err(fault)?;
        let number: i64 = row.try_get_by_index(3).map_err(fault)?;
        let count = || i32::try_from(number).unwrap_or(i32::MAX);
        let dated = || -> Result<(NaiveDate, Uuid)> {
            let day = code.as_deref().and_then(|day| day.parse().ok()).zip(id);
            day.ok_or_else(|| Error::Internal(format!("a row {what} without a day")))
        };
        match what.as_str() {
            "CURSOR" => self.seq = number,
            "PROJECT" => self.has_project = true,
            "LATE" => self.late = count(),
            "ACTION" => self.late_actions.push(dated()?),
            "DEADLINE" => self.deadlines.push(dated()?),
            "STALE" => self.stale = count(),
            _ => self.states.push((code.unwrap_or_default(), count())),
        }
        Ok(())
    }
}

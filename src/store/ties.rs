//! Reading what a viewer is tied to.

use sea_orm::QueryResult;
use uuid::Uuid;

use super::{Reader, Sql, fault};
use crate::access::{ProjectTie, SharedTie, Sight, Ties, Viewer};
use crate::kernel::error::Result;

/// What the viewer is, with what it is tied to: one statement, and none for who reads only what is public, or everything.
///
/// # Errors
/// When the database does not answer.
pub async fn sight(reader: &Reader<'_>, viewer: &Viewer) -> Result<Sight> {
    let mut ties = Ties::default();
    let mut sql = reader.sql();
    push_ties(&mut sql, viewer);
    if !sql.text().is_empty() {
        for row in reader.all(sql).await? {
            take(&mut ties, &row)?;
        }
    }
    Ok(Sight { viewer: viewer.clone(), ties })
}

fn push_ties(sql: &mut Sql, viewer: &Viewer) {
    if viewer.system {
        return;
    }
    let (team, member) = (viewer.team_of.as_slice(), viewer.member.as_slice());
    let and = |sql: &mut Sql| {
        sql.push(if sql.text().is_empty() { "" } else { " union all " });
    };
    for (kind, ids) in [("STRUCTURE", team), ("PARTNER", &viewer.partners), ("MEMBER", member)] {
        if !ids.is_empty() {
            and(sql);
            sql.push("select sh.record_id, 'SHARE' as what, sh.level, sh.expires_at from share sh where sh.grantee_kind = '");
            sql.push(kind).push("' and ").any_id("sh.grantee_id", ids);
        }
    }
    if !member.is_empty() {
        and(sql);
        sql.push("select pm.project_id, 'ROLE' as what, pm.role, null from project_member pm where ");
        sql.any_id("pm.member_id", member);
    }
    if !team.is_empty() {
        and(sql);
        sql.push("select pp.project_id, 'PROJECT' as what, pp.role, null from participation pp where ");
        sql.push("pp.state = 'ACCEPTED' and pp.role <> 'OBSERVER' and ");
        sql.any_id("pp.structure_id", team);
    }
}

fn take(ties: &mut Ties, row: &QueryResult) -> Result<()> {
    let record: Uuid = row.try_get_by_index(0).map_err(fault)?;
    let what: String = row.try_get_by_index(1).map_err(fault)?;
    let how: String = row.try_get_by_index(2).map_err(fault)?;
    match what.as_str() {
        "SHARE" => {
            let expires_at = row.try_get_by_index(3).map_err(fault)?;
            ties.shares.push(SharedTie { record, edits: how == "EDIT", expires_at });
        }
        "ROLE" => ties.projects.push(ProjectTie {
            project: record,
            in_team: how != "OBSERVER",
            edits: matches!(how.as_str(), "PILOT" | "REFERENT"),
        }),
        _ => ties.structure_projects.push(record),
    }
    Ok(())
}

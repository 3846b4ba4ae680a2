//! The access rules as SQL: the one rendering of [`Viewer`](crate::access::Viewer) that every list, count, look-up
//! and write goes through.
//!
//! Each function appends a condition over a row of `record` under the alias given, in parentheses.

use crate::access::Scene;
use crate::store::Sql;

/// Appends: the viewer reads the record whose level `level` is, and whose id is `id`. What is public is decided by the
/// level alone; of the rest, the record is asked.
pub fn seen(sql: &mut Sql, scene: &Scene, level: &str, id: &str) {
    sql.push("(");
    if level.starts_with('(') {
        // Equal to what has to be looked up would be rare for PostgreSQL: it would sort all rows rather than walk an index.
        sql.push("coalesce(").push(level).push(" = 'PUBLIC', 1 = 0)");
    } else {
        sql.push(level).push(" = 'PUBLIC'");
    }
    if !scene.viewer.reads_public_only() {
        // Not `exists`: PostgreSQL would make it a look at every record there is.
        sql.push(" or coalesce((select rg.deleted_at is null and ");
        visible(sql, scene, "rg");
        sql.push(" from record rg where rg.id = ").push(id).push("), 1 = 0)");
    }
    sql.push(")");
}

/// Appends: the viewer reads the record. One that is withheld or archived is read by who may also change it.
pub fn visible(sql: &mut Sql, scene: &Scene, record: &str) {
    let viewer = &scene.viewer;
    if viewer.system {
        sql.push("(1 = 1)");
        return;
    }
    sql.push("(");
    at_its_level(sql, scene, record);
    sql.push(" and ((not ").push(record).push(".withheld and ").push(record).push(".archived_at is null)");
    match viewer.writes.as_deref() {
        Some([]) => {}
        Some(kinds) => {
            let kinds: Vec<String> = kinds.iter().map(|kind| kind.as_str().to_owned()).collect();
            sql.push(" or (").any_text(&format!("{record}.kind"), &kinds).push(" and ");
            editable(sql, scene, record);
            sql.push(")");
        }
        None => {
            sql.push(" or ");
            editable(sql, scene, record);
        }
    }
    sql.push("))");
}

/// Appends: the viewer is among those who read what stands at the record's level.
fn at_its_level(sql: &mut Sql, scene: &Scene, record: &str) {
    let viewer = &scene.viewer;
    sql.push("(").push(record).push(".effective_visibility = 'PUBLIC'");
    if viewer.network {
        sql.push(" or ").push(record).push(".effective_visibility = 'NETWORK'");
    }
    if viewer.operator || viewer.member.is_some() || !viewer.team_of.is_empty() {
        sql.push(" or (").push(record).push(".effective_visibility in ('NETWORK', 'SHARED', 'TEAM') and ");
        in_team(sql, scene, record);
        sql.push(")");
        sql.push(" or (").push(record).push(".effective_visibility = 'SHARED' and ");
        named_in_share(sql, scene, record, None);
        sql.push(")");
    }
    if !viewer.administers_in_person().is_empty() {
        sql.push(" or ").any_id(&format!("{record}.owner_id"), viewer.administers_in_person());
    }
    if let Some(creator) = viewer.creator() {
        sql.push(" or ").push(record).push(".created_by = ").bind(creator);
    }
    sql.push(")");
}

/// Appends: the viewer may change the record's content. Says nothing of whether it may read it.
pub fn editable(sql: &mut Sql, scene: &Scene, record: &str) {
    let viewer = &scene.viewer;
    sql.push("(");
    manageable(sql, scene, record);
    if let Some(member) = viewer.member {
        sql.push(" or exists (select 1 from project_member pm where pm.project_id = ").push(record);
        sql.push(".project_id and pm.role in ('PILOT', 'REFERENT') and pm.member_id = ")
            .bind(member)
            .push(")");
    }
    if viewer.member.is_some() || !viewer.team_of.is_empty() {
        sql.push(" or ");
        named_in_share(sql, scene, record, Some("EDIT"));
    }
    sql.push(")");
}

/// Appends: the viewer may say who reads the record. A person always may of the own record.
pub fn manageable(sql: &mut Sql, scene: &Scene, record: &str) {
    let viewer = &scene.viewer;
    if viewer.system || viewer.operator {
        sql.push("(1 = 1)");
        return;
    }
    sql.push("(").any_id(&format!("{record}.owner_id"), &viewer.editor_of);
    if let Some(member) = viewer.member {
        sql.push(" or ").push(record).push(".id = ").bind(member);
    }
    if let Some(client) = viewer.client {
        sql.push(" or ").push(record).push(".created_by = ").bind(client);
    }
    sql.push(")");
}

/// Appends: the viewer administers the structure that `expression` names.
pub fn administers(sql: &mut Sql, scene: &Scene, expression: &str) {
    if scene.viewer.system || scene.viewer.operator {
        sql.push("(1 = 1)");
    } else {
        sql.push("(").any_id(expression, &scene.viewer.admin_of).push(")");
    }
}

/// Appends: the viewer belongs to the team of the structure that `expression` names.
pub fn member_of(sql: &mut Sql, scene: &Scene, expression: &str) {
    if scene.viewer.system || scene.viewer.operator {
        sql.push("(1 = 1)");
    } else {
        sql.push("(").any_id(expression, &scene.viewer.team_of).push(")");
    }
}

/// Appends: the viewer governs the partner that `expression` names: it runs the network, or administers in person the
/// partner's own structure, while the partner is ACTIVE and the structure is one of the partner's.
pub fn governs(sql: &mut Sql, scene: &Scene, expression: &str) {
    let viewer = &scene.viewer;
    if viewer.system || viewer.operator {
        sql.push("(1 = 1)");
        return;
    }
    let administered = viewer.administers_in_person();
    if administered.is_empty() {
        sql.push("(1 = 0)");
        return;
    }
    sql.push("(").push(expression).push(
        " in (select gp.id from partner gp join structure gs on gs.id = gp.structure_id and gs.partner_id = gp.id \
         where gp.state = 'ACTIVE' and ",
    );
    sql.any_id("gs.id", administered).push("))");
}

/// Appends: the viewer belongs to the record's team.
fn in_team(sql: &mut Sql, scene: &Scene, record: &str) {
    let viewer = &scene.viewer;
    sql.push("(");
    member_of(sql, scene, &format!("{record}.owner_id"));
    if let Some(member) = viewer.member {
        sql.push(" or exists (select 1 from project_member pm where pm.project_id = ").push(record);
        sql.push(".project_id and pm.role <> 'OBSERVER' and pm.member_id = ").bind(member).push(")");
    }
    if !viewer.team_of.is_empty() {
        sql.push(" or exists (select 1 from participation pp where pp.project_id = ").push(record);
        sql.push(".project_id and pp.state = 'ACCEPTED' and pp.role <> 'OBSERVER' and ");
        sql.any_id("pp.structure_id", &viewer.team_of).push(")");
    }
    sql.push(")");
}

/// Appends: a share that has not expired names the viewer, on the record or on the project that it is under.
fn named_in_share(sql: &mut Sql, scene: &Scene, record: &str, level: Option<&str>) {
    let viewer = &scene.viewer;
    sql.push("exists (select 1 from share sh where sh.record_id in (").push(record).push(".id, ");
    sql.push(record)
        .push(".project_id) and (sh.expires_at is null or sh.expires_at > ")
        .bind(scene.now)
        .push(")");
    if let Some(level) = level {
        sql.push(" and sh.level = '").push(level).push("'");
    }
    sql.push(" and (1 = 0");
    let member = viewer.member.as_slice();
    for (kind, ids) in
        [("STRUCTURE", viewer.team_of.as_slice()), ("PARTNER", &viewer.partners), ("MEMBER", member)]
    {
        if !ids.is_empty() {
            sql.push(" or (sh.grantee_kind = '")
                .push(kind)
                .push("' and ")
                .any_id("sh.grantee_id", ids)
                .push(")");
        }
    }
    sql.push("))");
}

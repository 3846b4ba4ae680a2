//! What stands for a reader's rights: equal means that the same records are read at the same levels.
//!
//! The log tells of changes of records. When the reader changes instead (a membership ends, a share expires, a structure of
//! theirs joins a project), any number of records come or go that the log says nothing of. Then a copy is not mended by the
//! log, and its keeper is told to begin again.

use std::fmt::Write as _;

use data_encoding::HEXLOWER;
use sea_orm::QueryResult;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::access::{Scene, Viewer};
use crate::kernel::error::Result;
use crate::store::{Reader, Sql, fault};

/// How much of the digest is kept, in characters: enough that two do not meet by chance.
const LENGTH: usize = 16;

/// What stands for a reader's rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights(pub(super) String);

impl Rights {
    /// Those of the scene's viewer. Who reads only what is public, or everything, has no others.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(reader: &Reader<'_>, scene: &Scene) -> Result<Self> {
        let viewer = &scene.viewer;
        let mut said = own(viewer);
        if !viewer.reads_public_only() && !viewer.system {
            let mut sql = reader.sql();
            push_ties(&mut sql, scene);
            if !sql.text().is_empty() {
                let mut ties = reader.all(sql).await?.iter().map(tie).collect::<Result<Vec<_>>>()?;
                ties.sort_unstable();
                said.push_str(&ties.join(";"));
            }
        }
        let digest = HEXLOWER.encode(&Sha256::digest(said));
        Ok(Self(digest.get(..LENGTH).unwrap_or_default().to_owned()))
    }
}

/// What a viewer is by itself.
fn own(viewer: &Viewer) -> String {
    let mut said = format!(
        "{} {} {} {:?} {:?} {:?};",
        viewer.system, viewer.operator, viewer.network, viewer.member, viewer.client, viewer.writes
    );
    for ids in [&viewer.team_of, &viewer.editor_of, &viewer.admin_of, &viewer.partners] {
        let mut ids = ids.clone();
        ids.sort_unstable();
        // Writing into memory cannot fail.
        let _ = write!(said, "{ids:?};");
    }
    said
}

/// Appends a query for what ties the viewer to single records and projects; nothing where nothing can.
fn push_ties(sql: &mut Sql, scene: &Scene) {
    let viewer = &scene.viewer;
    let (team, member) = (viewer.team_of.as_slice(), viewer.member.as_slice());
    let and = |sql: &mut Sql| {
        sql.push(if sql.text().is_empty() { "" } else { " union all " });
    };
    for (kind, ids) in [("STRUCTURE", team), ("PARTNER", &viewer.partners), ("MEMBER", member)] {
        if !ids.is_empty() {
            and(sql);
            sql.push("select sh.record_id, sh.level from share sh where sh.grantee_kind = '").push(kind);
            sql.push("' and ").any_id("sh.grantee_id", ids);
            sql.push(" and (sh.expires_at is null or sh.expires_at > ").bind(scene.now).push(")");
        }
    }
    if !member.is_empty() {
        and(sql);
        sql.push("select pm.project_id, pm.role from project_member pm where ");
        sql.any_id("pm.member_id", member);
    }
    if !team.is_empty() {
        and(sql);
        sql.push("select pp.project_id, 'TEAM' from participation pp where pp.state = 'ACCEPTED'");
        sql.push(" and pp.role <> 'OBSERVER' and ").any_id("pp.structure_id", team);
    }
}

fn tie(row: &QueryResult) -> Result<String> {
    let record: Uuid = row.try_get_by_index(0).map_err(fault)?;
    let how: String = row.try_get_by_index(1).map_err(fault)?;
    Ok(format!("{record} {how}"))
}

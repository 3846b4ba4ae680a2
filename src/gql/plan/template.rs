//! SQL expressions of declarations, with holes for what depends on who looks and when.
//!
//! | Hole | Becomes |
//! |---|---|
//! | `{visible:r}` | the viewer reads the record `r` |
//! | `{edit:r}` | the viewer may change it |
//! | `{manage:r}` | the viewer may say who reads it |
//! | `{administers:e}` | the viewer administers the structure `e` |
//! | `{member_of:e}` | the viewer belongs to the team of the structure `e` |
//! | `{network}`, `{anonymous}` | whether the viewer reads what the network reads, is nobody |
//! | `{me}`, `{now}`, `{today}` | the member's id or null, the moment, the day |

use uuid::Uuid;

use crate::access::Scene;
use crate::kernel::kind::Kind;
use crate::store::{Sql, policy};

/// An expression ready to be rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(&'static str),
    Visible(&'static str),
    Edit(&'static str, Option<Kind>),
    Manage(&'static str),
    Administers(&'static str),
    MemberOf(&'static str),
    Network,
    Anonymous,
    Me,
    Now,
    Today,
}

impl Template {
    /// Reads an expression. `kind` is that of the record whose type declares it. A hole that is not in the table stays
    /// in the text, where the database will refuse it: a test selects every field of every type.
    pub(crate) fn parse(text: &'static str, kind: Option<Kind>) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((hole, tail)) = after.split_once('}') else { break };
            let Some(piece) = Piece::parse(hole, kind) else { break };
            pieces.push(Piece::Text(before));
            pieces.push(piece);
            rest = tail;
        }
        pieces.push(Piece::Text(rest));
        pieces.retain(|piece| *piece != Piece::Text(""));
        Self { pieces }
    }

    /// Says of which kind of record the expression speaks, when that was not known where it was written.
    pub(crate) fn adopt(&mut self, kind: Option<Kind>) {
        for piece in &mut self.pieces {
            if let Piece::Edit(_, known @ None) = piece {
                *known = kind;
            }
        }
    }

    /// Whether it reads the record `r` of the row.
    pub(crate) fn reads_record(&self) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::Text(text) => text.starts_with("r.") || text.contains("(r.") || text.contains(" r."),
            _ => true,
        })
    }

    /// Appends the expression as `scene` sees it.
    pub(crate) fn render(&self, sql: &mut Sql, scene: &Scene) {
        for piece in &self.pieces {
            piece.render(sql, scene);
        }
    }
}

impl Piece {
    fn parse(hole: &'static str, kind: Option<Kind>) -> Option<Self> {
        let (name, argument) = hole.split_once(':').unwrap_or((hole, ""));
        Some(match name {
            "visible" => Self::Visible(argument),
            "edit" => Self::Edit(argument, kind),
            "manage" => Self::Manage(argument),
            "administers" => Self::Administers(argument),
            "member_of" => Self::MemberOf(argument),
            "network" => Self::Network,
            "anonymous" => Self::Anonymous,
            "me" => Self::Me,
            "now" => Self::Now,
            "today" => Self::Today,
            _ => return None,
        })
    }

    fn render(&self, sql: &mut Sql, scene: &Scene) {
        let viewer = &scene.viewer;
        match *self {
            Self::Text(text) => {
                sql.push(text);
            }
            Self::Visible(record) => policy::visible(sql, scene, record),
            Self::Edit(record, kind) if kind.is_none_or(|kind| viewer.may_write(kind)) => {
                policy::editable(sql, scene, record);
            }
            Self::Edit(..) => truth(sql, false),
            Self::Manage(record) => policy::manageable(sql, scene, record),
            Self::Administers(structure) => policy::administers(sql, scene, structure),
            Self::MemberOf(structure) => policy::member_of(sql, scene, structure),
            Self::Network => truth(sql, viewer.network || viewer.system),
            Self::Anonymous => truth(sql, viewer.creator().is_none() && !viewer.system),
            Self::Me => {
                sql.bind(viewer.member.unwrap_or(Uuid::nil()));
            }
            Self::Now => {
                sql.bind(scene.now);
            }
            Self::Today => {
                sql.bind(scene.today);
            }
        }
    }
}

fn truth(sql: &mut Sql, value: bool) {
    sql.push(if value { "(1 = 1)" } else { "(1 = 0)" });
}

#[cfg(test)]
mod tests {
    use sea_orm::DbBackend;

    use super::*;
    use crate::kernel::actor::Actor;
    use crate::kernel::clock::Clock;

    #[test]
    fn holes_are_filled_for_the_viewer() {
        let scene = Scene::new(&Actor::Anonymous, &Clock::system(), Vec::new());
        let mut sql = Sql::new(DbBackend::Postgres);
        Template::parse("case when {network} then t.email end", None).render(&mut sql, &scene);
        assert_eq!(sql.text(), "case when (1 = 0) then t.email end");
    }
}

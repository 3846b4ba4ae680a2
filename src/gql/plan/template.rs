//! SQL expressions of declarations, with holes for what depends on who looks and when.
//!
//! | Hole | Becomes |
//! |---|---|
//! | `{visible:r}` | the viewer reads the record `r` |
//! | `{edit:r}` | the viewer may change it |
//! | `{manage:r}` | the viewer may say who reads it |
//! | `{administers:e}` | the viewer administers the structure `e` |
//! | `{governs:e}` | the viewer governs the partner `e` |
//! | `{member_of:e}` | the viewer belongs to the team of the structure `e` |
//! | `{network}`, `{anonymous}` | whether the viewer reads what the network reads, is nobody |
//! | `{beyond_public} … {end}` | what stands between; nothing for who reads only what is public |
//! | `{me}`, `{session}` | the id of the member who asks, and of their session, or an id of nothing |
//! | `{now}`, `{today}` | the moment, the day |

use std::borrow::Cow;

use uuid::Uuid;

use super::near;
use crate::access::Scene;
use crate::kernel::kind::Kind;
use crate::store::{Sql, policy};

/// An expression ready to be rendered: it speaks of the row `t` and of its record `r`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    pieces: Vec<Piece>,
    /// Which of the rows read with the row it speaks of instead.
    pub(crate) joined: Option<usize>,
    /// Whether it reads the record of the row.
    pub(crate) reads_record: bool,
    /// Whether it gives an id.
    pub(crate) is_id: bool,
}

type Text = Cow<'static, str>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(Text),
    Visible(Text),
    Edit(Text, Option<Kind>),
    Manage(Text),
    Administers(Text),
    Governs(Text),
    MemberOf(Text),
    /// How far what has this id is.
    Away(Text),
    Network,
    Anonymous,
    Me,
    Session,
    Now,
    Today,
    BeyondPublic,
    End,
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
            pieces.push(Piece::Text(before.into()));
            pieces.push(piece);
            rest = tail;
        }
        pieces.push(Piece::Text(rest.into()));
        pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
        let reads_record = pieces.iter().any(Piece::reads_record);
        Self { pieces, joined: None, reads_record, is_id: false }
    }

    /// How far the thing is whose id this expression gives, for lists around a point.
    pub(crate) fn away(id: &'static str) -> Self {
        Self { pieces: vec![Piece::Away(id.into())], joined: None, reads_record: false, is_id: false }
    }

    /// The same number, or one after all others where there is none.
    pub(crate) fn or_last(self) -> Self {
        let mut pieces = vec![Piece::Text("coalesce(".into())];
        pieces.extend(self.pieces);
        pieces.push(Piece::Text(", 9000000000000000)".into()));
        Self { pieces, ..self }
    }

    /// Whether it needs a point from which distances are counted.
    pub(crate) fn needs_origin(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Away(_)))
    }

    /// The same expression, which gives an id.
    pub(crate) fn id(self) -> Self {
        Self { is_id: true, ..self }
    }

    /// The same expression of the `number`th row that is read with the row.
    pub(crate) fn of_joined(&self, number: usize) -> Self {
        let pieces = self.pieces.iter().map(|piece| piece.map(|text| renamed(text, number))).collect();
        Self { pieces, joined: Some(number), ..*self }
    }

    /// Says of which kind of record the expression speaks, when that was not known where it was written.
    pub(crate) fn adopt(&mut self, kind: Option<Kind>) {
        for piece in &mut self.pieces {
            if let Piece::Edit(_, known @ None) = piece {
                *known = kind;
            }
        }
    }

    /// Appends the expression as `scene` sees it.
    pub(crate) fn render(&self, sql: &mut Sql, scene: &Scene) {
        let mut is_left_out = false;
        for piece in &self.pieces {
            match piece {
                Piece::BeyondPublic => is_left_out = scene.viewer.reads_public_only(),
                Piece::End => is_left_out = false,
                _ if is_left_out => {}
                piece => piece.render(sql, scene),
            }
        }
    }
}

impl Piece {
    fn parse(hole: &'static str, kind: Option<Kind>) -> Option<Self> {
        let (name, argument) = hole.split_once(':').unwrap_or((hole, ""));
        let argument = Text::Borrowed(argument);
        Some(match name {
            "visible" => Self::Visible(argument),
            "edit" => Self::Edit(argument, kind),
            "manage" => Self::Manage(argument),
            "administers" => Self::Administers(argument),
            "governs" => Self::Governs(argument),
            "member_of" => Self::MemberOf(argument),
            "network" => Self::Network,
            "anonymous" => Self::Anonymous,
            "me" => Self::Me,
            "session" => Self::Session,
            "now" => Self::Now,
            "today" => Self::Today,
            "beyond_public" => Self::BeyondPublic,
            "end" => Self::End,
            _ => return None,
        })
    }

    fn reads_record(&self) -> bool {
        match self {
            Self::Visible(text)
            | Self::Edit(text, _)
            | Self::Manage(text)
            | Self::Text(text)
            | Self::Administers(text)
            | Self::Governs(text)
            | Self::MemberOf(text) => aliases(text).any(|at| text[at..].starts_with('r')),
            _ => false,
        }
    }

    fn map(&self, change: impl Fn(&str) -> String) -> Self {
        match self {
            Self::Text(text) => Self::Text(change(text).into()),
            Self::Visible(record) => Self::Visible(change(record).into()),
            Self::Edit(record, kind) => Self::Edit(change(record).into(), *kind),
            Self::Manage(record) => Self::Manage(change(record).into()),
            Self::Administers(structure) => Self::Administers(change(structure).into()),
            Self::Governs(partner) => Self::Governs(change(partner).into()),
            Self::MemberOf(structure) => Self::MemberOf(change(structure).into()),
            Self::Away(id) => Self::Away(change(id).into()),
            other => other.clone(),
        }
    }

    fn render(&self, sql: &mut Sql, scene: &Scene) {
        let viewer = &scene.viewer;
        match self {
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
            Self::Governs(partner) => policy::governs(sql, scene, partner),
            Self::MemberOf(structure) => policy::member_of(sql, scene, structure),
            Self::Away(id) => near::push_away(sql, scene.origin.as_ref(), id),
            Self::Network => truth(sql, viewer.network || viewer.system),
            Self::Anonymous => truth(sql, viewer.creator().is_none() && !viewer.system),
            Self::Me => {
                sql.bind(viewer.member.unwrap_or(Uuid::nil()));
            }
            Self::Session => {
                sql.bind(scene.session.unwrap_or(Uuid::nil()));
            }
            Self::Now => {
                sql.bind(scene.now);
            }
            Self::Today => {
                sql.bind(scene.today);
            }
            Self::BeyondPublic | Self::End => {}
        }
    }
}

/// Where the names `t` and `r` of the row and its record stand in a text: a letter alone, before a point or the end.
fn aliases(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    (0..bytes.len()).filter(move |at| {
        let alone =
            at.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(|before| !is_name(*before));
        matches!(bytes[*at], b't' | b'r') && alone && matches!(bytes.get(at + 1), None | Some(b'.'))
    })
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.'
}

/// The text with the names `t<number>` and `r<number>`.
fn renamed(text: &str, number: usize) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut done = 0;
    for at in aliases(text) {
        out.push_str(&text[done..=at]);
        out.push_str(&number.to_string());
        done = at + 1;
    }
    out.push_str(&text[done..]);
    out
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

    #[test]
    fn what_goes_beyond_the_public_is_left_out_for_who_reads_no_more() {
        let scene = Scene::new(&Actor::Anonymous, &Clock::system(), Vec::new());
        let mut sql = Sql::new(DbBackend::Postgres);
        let text = "(t.open{beyond_public} or {member_of:t.id}{end}) and t.level = 1";
        Template::parse(text, None).render(&mut sql, &scene);
        assert_eq!(sql.text(), "(t.open) and t.level = 1");
    }

    #[test]
    fn an_expression_speaks_of_a_row_read_with_the_row() {
        let scene = Scene::new(&Actor::Anonymous, &Clock::system(), Vec::new());
        let mut sql = Sql::new(DbBackend::Postgres);
        let text = "case when {network} then t.email || it.t || (r.name) || t1.x end";
        Template::parse(text, None).of_joined(2).render(&mut sql, &scene);
        assert_eq!(sql.text(), "case when (1 = 0) then t2.email || it.t || (r2.name) || t1.x end");
    }

    #[test]
    fn reading_the_record_is_noticed() {
        let reads = |text| Template::parse(text, None).reads_record;
        assert!(reads("r.name") && reads("coalesce(r.name, '')") && reads("{edit:r}"));
        assert!(!reads("t.name") && !reads("tr.name") && !reads("other.r"));
    }
}

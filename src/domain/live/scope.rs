//! What a stream tells of, as clients say it.

use async_graphql::{ID, InputObject};

use crate::domain::record::{RecordKind, any_row_named, row_named};
use crate::feed::Scope;
use crate::kernel::error::{Code, Fault};
use crate::kernel::kind::Kind;

/// Scopes of one stream, at most.
const MOST: usize = 50;

/// A part of what changes: what meets all that is said.
#[derive(Clone, Debug, Default, InputObject)]
pub struct LiveScope {
    /// Records of these kinds; of all when nothing is said.
    pub kinds: Option<Vec<RecordKind>>,
    /// A project and what is under it.
    pub project_id: Option<ID>,
    /// A structure and what belongs to it.
    pub structure_id: Option<ID>,
    /// One record.
    pub record_id: Option<ID>,
    /// Only what is yours: what belongs to your structures or to projects that you or they take part in, what you made, and you.
    #[graphql(default)]
    pub mine: bool,
}

/// The scopes of a stream.
///
/// # Errors
/// When there are too many, or an identifier is none of the kind that is asked for.
pub(super) fn scopes(given: Option<Vec<LiveScope>>) -> Result<Vec<Scope>, Fault> {
    let given = given.unwrap_or_default();
    if given.len() > MOST {
        return Err(Fault::on("scopes", Code::TooMany, format!("at most {MOST} scopes a stream")));
    }
    given.into_iter().enumerate().map(|(at, scope)| read(at, scope)).collect()
}

fn read(at: usize, given: LiveScope) -> Result<Scope, Fault> {
    let named = |field: &str, kind: Kind, id: Option<ID>| match id {
        None => Ok(None),
        Some(id) => row_named(kind.prefix(), &id).map(Some).ok_or_else(|| not_an_id(at, field)),
    };
    let record = match given.record_id {
        None => None,
        Some(given) => Some(any_row_named(&given).ok_or_else(|| not_an_id(at, "recordId"))?),
    };
    Ok(Scope {
        kinds: given.kinds.map(|kinds| RecordKind::among(Some(kinds))),
        project: named("projectId", Kind::Project, given.project_id)?,
        owner: named("structureId", Kind::Structure, given.structure_id)?,
        record,
        mine: given.mine,
    })
}

fn not_an_id(at: usize, field: &str) -> Fault {
    let message = "not an identifier of such a record: take it from its `id`";
    Fault::on(&format!("scopes.{at}.{field}"), Code::Invalid, message)
}

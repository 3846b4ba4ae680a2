//! What every change of a project shares: the right to it, its version, and its answer.

use async_graphql::{ID, SimpleObject};
use serde::{Deserialize, Serialize};

use super::{Project, ProjectConflict};
use crate::access::{Edit, Facts, Granted};
use crate::domain::record;
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// The answer to a change of a project.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct ChangeProjectPayload {
    /// The project, when it was changed.
    project: Option<Ref<Project>>,
    /// What happened to the project since the version that you named; nothing was written then.
    conflict: Option<ProjectConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

impl ChangeProjectPayload {
    /// The project as it is now.
    pub(super) fn of(granted: &Granted<Edit>) -> Self {
        Self { project: Some(Ref::new(granted.id())), ..Self::default() }
    }
}

payload!(ChangeProjectPayload);

/// A project that may be changed, or the answer to who read an older version of it.
pub(super) type Opened = record::Opened<Granted<Edit>, ChangeProjectPayload>;

/// Opens the project that the caller names in `input.id`.
pub(super) async fn open(tx: &Tx<'_>, id: &ID, expected_version: i32) -> Result<Opened> {
    let facts = record::named(tx, Kind::Project, id).await?;
    let stale = |facts: &Facts, since| ChangeProjectPayload {
        conflict: Some(ProjectConflict::new(facts.id, since)),
        ..Payload::refused(vec![record::stale()])
    };
    record::open(tx, (facts, "input.id"), expected_version, stale).await
}

//! What the mutations on services answer.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::record;
use crate::domain::subgraph::{Subgraph, SubgraphConflict};
use crate::gateway::changes::SchemaChange;
use crate::gateway::repo::Held;
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::Result;
use crate::store::History;

/// The answer to an act on a partner's GraphQL service.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(in crate::gateway) struct SubgraphPayload {
    /// The service; null when it was removed, or something has to be mended.
    subgraph: Option<Ref<Subgraph>>,
    /// What changes for clients of the hub; empty when nothing does.
    pub(super) changes: Vec<SchemaChange>,
    /// What happened to the service since the version that you named; nothing was written then.
    conflict: Option<SubgraphConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(SubgraphPayload);

impl SubgraphPayload {
    pub(super) fn of(id: Uuid, changes: Vec<SchemaChange>) -> Self {
        Self { subgraph: Some(Ref::new(id)), changes, ..Self::default() }
    }

    /// The answer to who read another version than the one there is.
    pub(super) fn stale(held: &Held, expected: i32) -> Result<Option<Self>> {
        let since = History::read(held.row.history.clone())?.since(held.row.version, expected);
        Ok(since.map(|since| {
            let conflict = Some(SubgraphConflict::new(held.row.id, since));
            Self { conflict, ..Payload::refused(vec![record::stale()]) }
        }))
    }
}

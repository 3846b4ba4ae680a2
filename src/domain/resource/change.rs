//! What every change of a resource begins with and answers.

use async_graphql::{ID, SimpleObject};
use serde::{Deserialize, Serialize};

use super::{ResourceConflict, TeachingResource};
use crate::access::{Edit, Facts, Granted};
use crate::domain::record;
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;
use crate::store::Tx;

/// The answer to a change of a resource.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct ChangeResourcePayload {
    /// The resource, when it was changed.
    resource: Option<Ref<TeachingResource>>,
    /// What happened to the resource since the version that you named; nothing was written then.
    conflict: Option<ResourceConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(ChangeResourcePayload);

impl ChangeResourcePayload {
    /// That the resource is as the caller wanted it.
    pub(super) fn done(granted: &Granted<Edit>) -> Self {
        Self { resource: Some(Ref::new(granted.id())), ..Self::default() }
    }
}

/// A resource that may be changed, or the answer to who read an older version of it.
pub(super) type Opened = record::Opened<Granted<Edit>, ChangeResourcePayload>;

/// Opens the resource that the caller names in `field`.
pub(super) async fn open(tx: &Tx<'_>, id: &ID, field: &str, expected_version: i32) -> Result<Opened> {
    let facts = record::named(tx, Kind::Resource, id).await?;
    let stale = |facts: &Facts, since| ChangeResourcePayload {
        conflict: Some(ResourceConflict::new(facts.id, since)),
        ..Payload::refused(vec![record::stale()])
    };
    record::open(tx, (facts, field), expected_version, stale).await
}

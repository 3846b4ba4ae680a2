//! What the mutations on memberships answer.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::repo::Found;
use super::{Membership, MembershipConflict};
use crate::domain::record;
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::store::record::Since;

/// The answer to an invitation or a request.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct NewMembershipPayload {
    /// The membership, which waits for the other side.
    membership: Option<Ref<Membership>>,
    /// What has to be mended; nothing was made then.
    user_errors: Vec<UserError>,
}

payload!(NewMembershipPayload);

impl NewMembershipPayload {
    /// The membership was made.
    pub(super) fn made(id: Uuid) -> Self {
        Self { membership: Some(Ref::new(id)), ..Self::default() }
    }
}

/// The answer to a change of a membership.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct MembershipPayload {
    /// The membership, when it was changed.
    membership: Option<Ref<Membership>>,
    /// What happened to the membership since the version that you named; nothing was written then.
    conflict: Option<MembershipConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(MembershipPayload);

impl MembershipPayload {
    /// The membership was changed.
    pub(super) fn changed(found: &Found) -> Self {
        Self { membership: Some(Ref::new(found.id)), ..Self::default() }
    }

    /// The caller read an older version. Nothing but the role and the state of a membership ever changes.
    pub(super) fn stale(found: &Found) -> Self {
        let since = Since {
            member: found.decided_by,
            fields: vec!["role".to_owned(), "state".to_owned()],
            at: found.decided_at,
        };
        let conflict = Some(MembershipConflict::new(found.id, since));
        Self { conflict, ..Payload::refused(vec![record::stale()]) }
    }
}

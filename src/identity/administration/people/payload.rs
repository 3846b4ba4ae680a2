//! What the mutations on people answer.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use crate::domain::identity::ExternalIdentity;
use crate::domain::member::Member;
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::Ref;
use crate::gql::scalar::DateTime;

/// The answer to a decision on an identity.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(in crate::identity) struct ExternalIdentityPayload {
    /// The identity, when there is one now.
    pub(super) identity: Option<Ref<ExternalIdentity>>,
    /// What has to be mended; nothing was written then.
    pub(super) user_errors: Vec<UserError>,
}

payload!(ExternalIdentityPayload);

/// The answer to a change of where a member stands.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(in crate::identity) struct MemberPayload {
    /// The member, when nothing had to be mended.
    pub(super) member: Option<Ref<Member>>,
    /// What has to be mended; nothing was written then.
    pub(super) user_errors: Vec<UserError>,
}

payload!(MemberPayload);

/// The answer to the making of a link.
#[derive(Default, SimpleObject, Serialize, Deserialize)]
pub(in crate::identity) struct InvitationLinkPayload {
    /// The address to give to the person, and to nobody else. It is shown this once: the same request sent again is answered
    /// without it, and a new link ends this one.
    #[serde(skip)]
    pub(super) url: Option<String>,
    /// Until when it works.
    pub(super) expires_at: Option<DateTime>,
    /// What has to be mended; nothing was made then.
    pub(super) user_errors: Vec<UserError>,
}

payload!(InvitationLinkPayload);

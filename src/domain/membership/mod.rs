//! Memberships: who belongs to which structure, in which role.
//!
//! A structure's administrators invite, a person asks; the other side accepts. A membership is no record: it has a
//! version of its own, and what happens to it is logged as a change of its structure.

mod change_role;
mod event;
mod expire;
mod graphql;
mod invite;
mod last_admin;
mod model;
mod mutation;
mod party;
mod payload;
mod provided;
mod repo;
mod request;
mod step;

use crate::domain::record::conflict;

pub use change_role::ChangeMembershipRoleInput;
pub use expire::expire_invitations;
pub use graphql::Membership;
pub use invite::InviteMemberInput;
pub use model::{MembershipOrigin, MembershipRole, MembershipState};
pub use mutation::MembershipMutation;
pub use provided::{propose, provide};
pub use request::RequestMembershipInput;
pub use step::MembershipStepInput;

conflict! {
    /// What happened to a membership since the version that the caller named.
    pub struct MembershipConflict of Membership
}

//! What a membership is, and the steps of its life.

use crate::domain::record::State;
use crate::kernel::actor::Role;

coded! {
    /// What a member may do in a structure.
    pub enum MembershipRole {
        /// Writes, reads what is private, manages members.
        Admin = "ADMIN",
        /// Writes the structure's records.
        Editor = "EDITOR",
        /// Reads what the team reads.
        Member = "MEMBER",
        /// Reads what the team reads.
        Viewer = "VIEWER",
    }
}

impl From<MembershipRole> for Role {
    fn from(role: MembershipRole) -> Self {
        match role {
            MembershipRole::Admin => Self::Admin,
            MembershipRole::Editor => Self::Editor,
            MembershipRole::Member => Self::Member,
            MembershipRole::Viewer => Self::Viewer,
        }
    }
}

coded! {
    /// Where a membership stands.
    pub enum MembershipState {
        /// The structure invited the member.
        Invited = "INVITED",
        /// The member asked.
        Requested = "REQUESTED",
        /// In force.
        Active = "ACTIVE",
        /// Set aside for a time.
        Suspended = "SUSPENDED",
        /// Over: coming back is a new membership.
        Ended = "ENDED",
        /// Refused by the other side.
        Declined = "DECLINED",
        /// Nobody answered in 30 days.
        Expired = "EXPIRED",
    }
}

impl State for MembershipState {
    fn next(self) -> &'static [Self] {
        match self {
            Self::Invited => &[Self::Active, Self::Declined, Self::Expired],
            Self::Requested => &[Self::Active, Self::Declined],
            Self::Active => &[Self::Suspended, Self::Ended],
            Self::Suspended => &[Self::Active, Self::Ended],
            Self::Ended | Self::Declined | Self::Expired => &[],
        }
    }

    fn needs_reason(self, _: Self) -> bool {
        false
    }
}

coded! {
    /// How a membership came about.
    pub enum MembershipOrigin {
        /// The structure invited the member.
        Invite = "INVITE",
        /// The member asked, or declared the structure.
        Request = "REQUEST",
        /// The identity provider of the structure said so.
        Sso = "SSO",
        /// It was imported.
        Import = "IMPORT",
        /// Who runs the network made it.
        Operator = "OPERATOR",
    }
}

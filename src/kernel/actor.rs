//! Who asks: nobody in particular, a member with memberships, a partner's program, or the hub itself.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// What a member may do in a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Reads what the team reads.
    Viewer,
    /// A plain member: reads what the team reads.
    Member,
    /// Writes the structure's records.
    Editor,
    /// Writes, reads what is private, and manages members.
    Admin,
}

impl Role {
    /// All roles, the least first.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Member, Self::Editor, Self::Admin];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "VIEWER",
            Self::Member => "MEMBER",
            Self::Editor => "EDITOR",
            Self::Admin => "ADMIN",
        }
    }

    /// Reads the name written by [`Role::as_str`].
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// One ACTIVE membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActiveMembership {
    /// The structure.
    pub structure: Uuid,
    /// The role in it.
    pub role: Role,
    /// The ACTIVE partner of the network that the structure belongs to, if any.
    pub partner: Option<Uuid>,
}

/// A person who signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberActor {
    /// The member's record.
    pub member: Uuid,
    /// Only those that are ACTIVE.
    pub memberships: Vec<ActiveMembership>,
    /// Whether the person runs the network: reads up to TEAM, never PRIVATE, and writes as an ADMIN does.
    pub operator: bool,
    /// The session by which the person asks, as the API names it.
    pub session: Option<Uuid>,
    /// When the sign-in ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What the key of an API client opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Reads what the network reads.
    ReadNetwork,
    /// Reads what the teams of the partner's structures read.
    ReadTeam,
    /// Declares and changes structures.
    WriteStructures,
    /// Writes projects, participations and actions.
    WriteProjects,
    /// Writes teaching resources.
    WriteResources,
    /// Invites and accepts members.
    WriteMembers,
    /// Writes funding sources.
    WriteFunding,
    /// Writes training paths.
    WriteTraining,
}

impl Scope {
    /// All scopes, reading first.
    pub const ALL: [Self; 8] = [
        Self::ReadNetwork,
        Self::ReadTeam,
        Self::WriteStructures,
        Self::WriteProjects,
        Self::WriteResources,
        Self::WriteMembers,
        Self::WriteFunding,
        Self::WriteTraining,
    ];

    /// The name that people and the database write.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReadNetwork => "read:network",
            Self::ReadTeam => "read:team",
            Self::WriteStructures => "write:structures",
            Self::WriteProjects => "write:projects",
            Self::WriteResources => "write:resources",
            Self::WriteMembers => "write:members",
            Self::WriteFunding => "write:funding",
            Self::WriteTraining => "write:training",
        }
    }

    /// Reads the name written by [`Scope::as_str`].
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name)
    }
}

/// A partner's program, known by its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientActor {
    /// The row of `api_client`.
    pub client: Uuid,
    /// The partner it works for; its key opens nothing unless that partner is ACTIVE.
    pub partner: Uuid,
    /// The partner's structures, cut down to the client's own scope.
    pub structures: Vec<Uuid>,
    /// What its key opens.
    pub scopes: BTreeSet<Scope>,
    /// How many operations it may ask for in a minute.
    pub requests_per_minute: u32,
    /// When the key ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody in particular.
    Anonymous,
    /// A person who signed in.
    Member(MemberActor),
    /// A partner's program.
    Client(ClientActor),
    /// The hub itself: migrations, imports by the operator, clock jobs.
    System,
}

impl Actor {
    /// The member's record, for a person.
    #[must_use]
    pub const fn member(&self) -> Option<Uuid> {
        match self {
            Self::Member(actor) => Some(actor.member),
            _ => None,
        }
    }

    /// The identifier under which the audit knows the actor: a member's record or an API client.
    #[must_use]
    pub const fn id(&self) -> Option<Uuid> {
        match self {
            Self::Member(actor) => Some(actor.member),
            Self::Client(actor) => Some(actor.client),
            Self::Anonymous | Self::System => None,
        }
    }
}

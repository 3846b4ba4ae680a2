//! What an actor may read and change, as data.

use uuid::Uuid;

use crate::kernel::actor::{ActiveMembership, Actor, ClientActor, MemberActor, Role, Scope};
use crate::kernel::kind::Kind;

/// The rows that an actor reads and the records that it may change.
///
/// | Level | Read when |
/// |---|---|
/// | PUBLIC | always |
/// | NETWORK | `network`, or as TEAM |
/// | SHARED | named in a share (the member, one of `team_of`, one of `partners`), or as TEAM |
/// | TEAM | the owner is in `team_of`; or the project has the member or an ACCEPTED structure of `team_of`, observers apart; or as PRIVATE |
/// | PRIVATE | created by the member or the program itself, or the owner is in `admin_of` |
///
/// Of these, who reads a record that is withheld (not published yet, or no more) or archived is who may also change it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Viewer {
    /// The hub itself: reads and writes everything.
    pub system: bool,
    /// Runs the network: reads as TEAM everywhere, and changes what it reads.
    pub operator: bool,
    /// Reads what the network reads.
    pub network: bool,
    /// The person, if it is one.
    pub member: Option<Uuid>,
    /// The partner's program, if it is one.
    pub client: Option<Uuid>,
    /// Structures whose team it belongs to.
    pub team_of: Vec<Uuid>,
    /// Structures for which it writes.
    pub editor_of: Vec<Uuid>,
    /// Structures that it administers.
    pub admin_of: Vec<Uuid>,
    /// Partners in whose name a share reaches it.
    pub partners: Vec<Uuid>,
    /// Kinds of record that it may write at all; `None` means every kind.
    pub writes: Option<Vec<Kind>>,
}

impl Viewer {
    /// What `actor` may see and do.
    #[must_use]
    pub fn of(actor: &Actor) -> Self {
        match actor {
            Actor::Anonymous => Self { writes: Some(Vec::new()), ..Self::default() },
            Actor::System => Self { system: true, ..Self::default() },
            Actor::Member(member) => Self::of_member(member),
            Actor::Client(client) => Self::of_client(client),
        }
    }

    fn of_member(actor: &MemberActor) -> Self {
        let alone = Self {
            operator: actor.operator,
            network: actor.operator,
            member: Some(actor.member),
            ..Self::default()
        };
        actor.memberships.iter().fold(alone, Self::with)
    }

    /// The viewer once it also holds `membership`.
    #[must_use]
    pub fn with(mut self, membership: &ActiveMembership) -> Self {
        for (least, held) in [
            (Role::Viewer, &mut self.team_of),
            (Role::Editor, &mut self.editor_of),
            (Role::Admin, &mut self.admin_of),
        ] {
            if membership.role >= least {
                held.push(membership.structure);
            }
        }
        if let Some(partner) = membership.partner {
            self.network = true;
            if !self.partners.contains(&partner) {
                self.partners.push(partner);
            }
        }
        self
    }

    /// The least of the key's scopes, its structures and the partner's rights. Of what is private, a program reads only
    /// what it made. Notes come with what they tell of: a note is written by who may write that.
    fn of_client(actor: &ClientActor) -> Self {
        let holds = |scope: Scope| actor.scopes.contains(&scope);
        let written = [
            (Scope::WriteStructures, [Kind::Structure, Kind::Note].as_slice()),
            (Scope::WriteProjects, &[Kind::Project, Kind::Action, Kind::Note]),
            (Scope::WriteResources, &[Kind::Resource, Kind::Note]),
            (Scope::WriteMembers, &[Kind::Member]),
            (Scope::WriteFunding, &[Kind::FundingSource, Kind::Note]),
            (Scope::WriteTraining, &[Kind::TrainingPath, Kind::Note]),
        ];
        let kinds: Vec<Kind> = written
            .into_iter()
            .filter(|(scope, _)| holds(*scope))
            .flat_map(|(_, kinds)| kinds.iter().copied())
            .collect();
        let team_of = if holds(Scope::ReadTeam) { actor.structures.clone() } else { Vec::new() };
        Self {
            client: Some(actor.client),
            network: holds(Scope::ReadNetwork),
            partners: if holds(Scope::ReadTeam) { vec![actor.partner] } else { Vec::new() },
            editor_of: if kinds.is_empty() { Vec::new() } else { actor.structures.clone() },
            admin_of: if holds(Scope::WriteMembers) { actor.structures.clone() } else { Vec::new() },
            team_of,
            writes: Some(kinds),
            ..Self::default()
        }
    }

    /// Whether it reads what everyone reads, and nothing else.
    #[must_use]
    pub fn reads_public_only(&self) -> bool {
        self.reads_by_level_only() && !self.network && self.client.is_none()
    }

    /// Whether what it reads follows from the records' own levels and from who made them, and neither from teams, nor
    /// from shares, nor from who it is.
    #[must_use]
    pub fn reads_by_level_only(&self) -> bool {
        !self.system
            && !self.operator
            && self.member.is_none()
            && self.team_of.is_empty()
            && self.partners.is_empty()
    }

    /// Whether it writes nothing at all.
    #[must_use]
    pub fn writes_nothing(&self) -> bool {
        !self.system && self.writes.as_ref().is_some_and(Vec::is_empty)
    }

    /// Whether it may write records of this kind at all.
    #[must_use]
    pub fn may_write(&self, kind: Kind) -> bool {
        self.writes.as_ref().is_none_or(|kinds| kinds.contains(&kind))
    }

    /// The identifier that stands in `created_by` of what it makes.
    #[must_use]
    pub fn creator(&self) -> Option<Uuid> {
        self.member.or(self.client)
    }

    /// Structures that a person administers: whose private records it reads, and whose partner it governs. A program that
    /// may manage members does neither for that.
    #[must_use]
    pub fn administers_in_person(&self) -> &[Uuid] {
        if self.member.is_some() { &self.admin_of } else { &[] }
    }

    /// Whether it may all that `other` may, field by field: a right that comes from elsewhere than before counts as lost.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let all = |held: &[Uuid], of: &[Uuid]| of.iter().all(|one| held.contains(one));
        let writes = match (&self.writes, &other.writes) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(held), Some(of)) => of.iter().all(|kind| held.contains(kind)),
        };
        let same_person = self.member == other.member && self.client == other.client;
        self.system
            || (same_person || (other.member.is_none() && other.client.is_none()))
                && writes
                && !other.system
                && (self.operator || !other.operator)
                && (self.network || !other.network)
                && all(&self.team_of, &other.team_of)
                && all(&self.editor_of, &other.editor_of)
                && all(&self.admin_of, &other.admin_of)
                && all(&self.partners, &other.partners)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Uuid = Uuid::from_u128(1);
    const TWO: Uuid = Uuid::from_u128(2);

    fn member(roles: &[(Uuid, Role)]) -> Viewer {
        let memberships = roles.iter().map(|(structure, role)| ActiveMembership {
            structure: *structure,
            role: *role,
            partner: Some(*structure),
        });
        let memberships = memberships.collect();
        Viewer::of(&Actor::Member(MemberActor {
            member: ONE,
            memberships,
            operator: false,
            session: None,
            expires_at: None,
        }))
    }

    fn client(scopes: &[Scope], structures: &[Uuid]) -> Viewer {
        let (scopes, structures) = (scopes.iter().copied().collect(), structures.to_vec());
        Viewer::of(&Actor::Client(ClientActor {
            client: ONE,
            partner: TWO,
            structures,
            scopes,
            requests_per_minute: 300,
            expires_at: None,
        }))
    }

    #[test]
    fn a_viewer_covers_itself_in_any_order_and_whoever_may_less() {
        let both = member(&[(ONE, Role::Admin), (TWO, Role::Viewer)]);
        assert!(both.covers(&member(&[(TWO, Role::Viewer), (ONE, Role::Admin)])));
        for less in
            [member(&[(ONE, Role::Admin)]), member(&[(ONE, Role::Editor), (TWO, Role::Viewer)]), member(&[])]
        {
            assert!(both.covers(&less) && !less.covers(&both), "{less:?}");
        }
        let (nobody, hub) = (Viewer::of(&Actor::Anonymous), Viewer::of(&Actor::System));
        assert!(both.covers(&nobody) && !nobody.covers(&both));
        assert!(hub.covers(&both) && !both.covers(&hub));
    }

    #[test]
    fn another_person_covers_nobody_but_itself() {
        let other = Viewer { member: Some(TWO), ..member(&[(ONE, Role::Admin)]) };
        assert!(!other.covers(&member(&[])) && !member(&[(ONE, Role::Admin)]).covers(&other));
    }

    #[test]
    fn a_key_that_lost_a_scope_or_a_structure_covers_less() {
        let key = client(&[Scope::ReadTeam, Scope::WriteProjects], &[ONE, TWO]);
        for less in [
            client(&[Scope::ReadTeam], &[ONE, TWO]),
            client(&[Scope::WriteProjects], &[ONE, TWO]),
            client(&[Scope::ReadTeam, Scope::WriteProjects], &[ONE]),
        ] {
            assert!(key.covers(&less) && !less.covers(&key), "{less:?}");
        }
    }

    #[test]
    fn each_scope_of_a_key_writes_its_own_kinds_and_reads_no_more_for_it() {
        let written = [
            (Scope::ReadNetwork, [].as_slice()),
            (Scope::ReadTeam, &[]),
            (Scope::WriteStructures, &[Kind::Structure, Kind::Note]),
            (Scope::WriteProjects, &[Kind::Project, Kind::Action, Kind::Note]),
            (Scope::WriteResources, &[Kind::Resource, Kind::Note]),
            (Scope::WriteMembers, &[Kind::Member]),
            (Scope::WriteFunding, &[Kind::FundingSource, Kind::Note]),
            (Scope::WriteTraining, &[Kind::TrainingPath, Kind::Note]),
        ];
        assert_eq!(written.map(|(scope, _)| scope), Scope::ALL);
        for (scope, kinds) in written {
            let viewer = client(&[scope], &[ONE]);
            let may: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| viewer.may_write(*kind)).collect();
            let mut kinds = kinds.to_vec();
            kinds.sort_unstable();
            assert_eq!(may, kinds, "{scope:?}");
            assert_eq!(viewer.network, scope == Scope::ReadNetwork, "{scope:?}");
            assert_eq!(!viewer.team_of.is_empty(), scope == Scope::ReadTeam, "{scope:?}");
            assert!(viewer.administers_in_person().is_empty(), "{scope:?}");
        }
    }

    #[test]
    fn who_runs_the_network_no_more_covers_less() {
        let plain = member(&[]);
        let operator = Viewer { operator: true, network: true, ..plain.clone() };
        assert!(operator.covers(&plain) && !plain.covers(&operator));
    }
}

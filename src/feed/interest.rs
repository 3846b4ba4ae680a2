//! What somebody listens to.

use uuid::Uuid;

use super::entry::Entry;
use super::place::Place;
use super::presence::Room;
use crate::access::Sight;
use crate::kernel::kind::Kind;

/// What somebody listens to.
#[derive(Clone, Debug, Default)]
pub struct Interest {
    /// Changes that are in one of these; all when there is none.
    pub scopes: Vec<Scope>,
    /// From where in the log; from now on when it is not said.
    pub after: Option<Place>,
    /// Views in which the listener is, and sees who else is.
    pub rooms: Vec<Room>,
    /// Whether the listener is also told what concerns it in person.
    pub in_person: bool,
}

/// A part of what changes: what meets all that is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Records of these kinds; of any when it is not said.
    pub kinds: Option<Vec<Kind>>,
    /// A project and what is under it.
    pub project: Option<Uuid>,
    /// What belongs to a structure, and the structure.
    pub owner: Option<Uuid>,
    /// One record.
    pub record: Option<(Kind, Uuid)>,
    /// What is the listener's own: of its structures, of projects that it or they take part in, made by it, or itself.
    pub mine: bool,
}

impl Interest {
    pub(super) fn takes(&self, entry: &Entry, sight: &Sight) -> bool {
        self.scopes.is_empty() || self.scopes.iter().any(|scope| scope.takes(entry, sight))
    }
}

impl Scope {
    fn takes(&self, entry: &Entry, sight: &Sight) -> bool {
        let is = |wanted: Option<Uuid>, found: Option<Uuid>| wanted.is_none() || wanted == found;
        self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&entry.kind))
            && is(self.project, entry.project)
            && is(self.owner, entry.owner)
            && self.record.is_none_or(|(_, record)| record == entry.record)
            && (!self.mine || is_own(entry, sight))
    }
}

fn is_own(entry: &Entry, sight: &Sight) -> bool {
    let Sight { viewer, ties } = sight;
    entry.owner.is_some_and(|owner| viewer.team_of.contains(&owner))
        || (entry.created_by.is_some() && entry.created_by == viewer.creator())
        || viewer.member == Some(entry.record)
        || entry.project.is_some_and(|project| {
            ties.structure_projects.contains(&project)
                || ties.projects.iter().any(|part| part.project == project)
        })
}

//! The access rules in memory: whether a viewer reads a record as the log describes it.
//!
//! Lists and look-ups are judged by the database (`store::policy`). What the log says of a record was true at one moment,
//! for which there is no row to ask; and one change may have thousands of listeners, for each of whom the database would be
//! asked. So the same rules are here once more, over plain data. A test holds the two against each other.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Standing, Viewer, Visibility};
use crate::kernel::kind::Kind;

/// A share that names the viewer, one of its structures or its partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharedTie {
    /// The record, or the project that it is under.
    pub record: Uuid,
    /// Whether it lets change the record.
    pub edits: bool,
    /// Until when.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What a person does in a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProjectTie {
    /// The project.
    pub project: Uuid,
    /// Whether the person belongs to its team: observers do not.
    pub in_team: bool,
    /// Whether the person may change it: pilots and referents.
    pub edits: bool,
}

/// What ties a viewer to single records and projects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    /// Shares, with those that are over by now.
    pub shares: Vec<SharedTie>,
    /// The person's own part in projects.
    pub projects: Vec<ProjectTie>,
    /// Projects of whose team one of its structures is.
    pub structure_projects: Vec<Uuid>,
}

/// What of a record decides who reads it, at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Footprint {
    /// The record.
    pub id: Uuid,
    /// What it is.
    pub kind: Kind,
    /// The structure it belongs to.
    pub owner: Option<Uuid>,
    /// The project whose team it has.
    pub project: Option<Uuid>,
    /// Who made it.
    pub created_by: Option<Uuid>,
    /// How it is read.
    pub standing: Standing,
}

/// Everything that decides what a viewer reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// What it is by itself.
    pub viewer: Viewer,
    /// What it is tied to.
    pub ties: Ties,
}

/// What stands for a reader's rights: equal means that the same records are read at the same levels.
///
/// The log tells of changes of records. When the reader changes instead (a membership ends, a share expires, a structure of
/// theirs joins a project), any number of records come or go that the log says nothing of. Then a copy is not mended by the
/// log, and its keeper is told to begin again.
///
/// The beginning of a digest, as much of it as two do not share by chance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rights(pub [u8; 8]);

impl Sight {
    /// Whether the viewer reads such a record.
    #[must_use]
    pub fn sees(&self, record: &Footprint, now: DateTime<Utc>) -> bool {
        let viewer = &self.viewer;
        if viewer.system {
            return true;
        }
        if !self.at_its_level(record, now) {
            return false;
        }
        let may_write = viewer.writes.as_ref().is_none_or(|kinds| kinds.contains(&record.kind));
        !record.standing.withheld || (may_write && self.edits(record, now))
    }

    /// When the first of its shares that are in force ends.
    #[must_use]
    pub fn holds_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.ties.shares.iter().filter_map(|share| share.expires_at).filter(|end| *end > now).min()
    }

    /// What stands for its rights at this moment.
    #[must_use]
    pub fn rights(&self, now: DateTime<Utc>) -> Rights {
        let viewer = &self.viewer;
        let mut said = format!(
            "{} {} {} {:?} {:?} {:?};",
            viewer.system, viewer.operator, viewer.network, viewer.member, viewer.client, viewer.writes
        );
        for ids in [
            &viewer.team_of,
            &viewer.editor_of,
            &viewer.admin_of,
            &viewer.partners,
            &self.ties.structure_projects,
        ] {
            say(&mut said, ids.clone());
        }
        let in_force = self.ties.shares.iter().filter(|share| in_force(share, now));
        say(&mut said, in_force.map(|share| (share.record, share.edits)).collect());
        say(&mut said, self.ties.projects.clone());
        let digest = Sha256::digest(said);
        Rights(digest.first_chunk().copied().unwrap_or_default())
    }

    fn at_its_level(&self, record: &Footprint, now: DateTime<Utc>) -> bool {
        let viewer = &self.viewer;
        let level = record.standing.level;
        let has_ties = viewer.operator || viewer.member.is_some() || !viewer.team_of.is_empty();
        level == Visibility::Public
            || (viewer.network && level == Visibility::Network)
            || (has_ties && level <= Visibility::Team && self.in_team(record))
            || (has_ties && level == Visibility::Shared && self.shared(record, now, false))
            || record.owner.is_some_and(|owner| viewer.administers_in_person().contains(&owner))
            || record.created_by.is_some_and(|maker| viewer.creator() == Some(maker))
    }

    fn in_team(&self, record: &Footprint) -> bool {
        let viewer = &self.viewer;
        viewer.operator
            || record.owner.is_some_and(|owner| viewer.team_of.contains(&owner))
            || record.project.is_some_and(|project| {
                self.part_in(project).any(|part| part.in_team)
                    || self.ties.structure_projects.contains(&project)
            })
    }

    fn edits(&self, record: &Footprint, now: DateTime<Utc>) -> bool {
        let viewer = &self.viewer;
        viewer.operator
            || record.owner.is_some_and(|owner| viewer.editor_of.contains(&owner))
            || viewer.member == Some(record.id)
            || (viewer.client.is_some() && viewer.client == record.created_by)
            || record.project.is_some_and(|project| self.part_in(project).any(|part| part.edits))
            || self.shared(record, now, true)
    }

    fn part_in(&self, project: Uuid) -> impl Iterator<Item = &ProjectTie> {
        self.ties.projects.iter().filter(move |part| part.project == project)
    }

    fn shared(&self, record: &Footprint, now: DateTime<Utc>, to_edit: bool) -> bool {
        self.ties.shares.iter().any(|share| {
            (share.record == record.id || Some(share.record) == record.project)
                && in_force(share, now)
                && (share.edits || !to_edit)
        })
    }
}

fn in_force(share: &SharedTie, now: DateTime<Utc>) -> bool {
    share.expires_at.is_none_or(|end| end > now)
}

/// Writes the list in an order of its own.
fn say<T: Ord + std::fmt::Debug>(said: &mut String, mut list: Vec<T>) {
    list.sort_unstable();
    list.dedup();
    // Writing into memory cannot fail.
    let _ = write!(said, "{list:?};");
}

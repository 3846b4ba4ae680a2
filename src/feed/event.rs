//! What is told to one who listens.

use std::sync::Arc;

use uuid::Uuid;

use super::entry::{Entry, Told};
use super::presence::{Present, Room};
use crate::access::Rights;
use crate::kernel::actor::Actor;

/// What is told.
#[derive(Clone, Debug)]
pub enum Event {
    /// A record changed.
    Change {
        /// How.
        entry: Arc<Entry>,
        /// What that is for the listener.
        told: Told,
    },
    /// Something concerns the listener in person.
    Notification(Uuid),
    /// Others are in a view than before, or look at something else.
    Presence {
        /// The view.
        room: Room,
        /// Who is in it, of those whom the listener may see.
        people: Vec<Present>,
    },
    /// What the listener has cannot be mended by changes any more: it reads anew what it shows, and goes on from here.
    Reset(ResetReason),
}

/// Why a listener has to begin again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetReason {
    /// The log does not reach back to its cursor.
    TooOld,
    /// It took its messages too slowly.
    TooSlow,
    /// It may read more or less than before.
    RightsChanged,
}

/// An event for one listener.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What is told.
    pub event: Event,
    /// What stands for the listener's rights.
    pub rights: Rights,
    /// Where the listener stands after it.
    pub cursor: Arc<str>,
    /// Who listens, as it is now.
    pub actor: Arc<Actor>,
}

impl ResetReason {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::TooOld => "too old",
            Self::TooSlow => "too slow",
            Self::RightsChanged => "rights changed",
        }
    }
}

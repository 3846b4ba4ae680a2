//! The point of view of one operation.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::Viewer;
use crate::kernel::actor::Actor;
use crate::kernel::clock::Clock;
use crate::kernel::geo::Origin;
use crate::kernel::locale::Locale;

/// Who looks, when, and in which languages: fixed for the whole of an operation, so that its parts agree. Only from where
/// distances are counted differs from list to list.
#[derive(Clone, Debug)]
pub struct Scene {
    /// What the actor may see and do.
    pub viewer: Viewer,
    /// The session by which a person asks.
    pub session: Option<Uuid>,
    /// The moment.
    pub now: DateTime<Utc>,
    /// The day in the network's time zone.
    pub today: NaiveDate,
    /// The reader's languages in order of preference.
    pub locales: Vec<Locale>,
    /// From where distances are counted.
    pub origin: Option<Origin>,
}

impl Scene {
    /// The scene of `actor` at this moment.
    #[must_use]
    pub fn new(actor: &Actor, clock: &Clock, locales: Vec<Locale>) -> Self {
        let session = match actor {
            Actor::Member(member) => member.session,
            _ => None,
        };
        let (viewer, now, today) = (Viewer::of(actor), clock.now(), clock.today());
        Self { viewer, session, now, today, locales, origin: None }
    }

    /// The same scene, with distances counted from `origin`.
    #[must_use]
    pub fn counted_from(&self, origin: Origin) -> Self {
        Self { origin: Some(origin), ..self.clone() }
    }
}

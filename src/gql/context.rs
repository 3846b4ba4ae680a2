//! What resolvers outside the plan find in their context.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use crate::access::Scene;
use crate::feed::Feed;
use crate::gql::plan::Catalog;
use crate::gql::request::Caller;
use crate::kernel::actor::ActiveMembership;
use crate::store::Store;

/// The memberships that the actor gained by the mutations of an operation. What they answer is read with them: who
/// declares a structure may change it, and is told so.
#[derive(Clone, Debug, Default)]
pub struct Gained(Arc<Mutex<Vec<ActiveMembership>>>);

impl Gained {
    /// Adds what a committed transaction gave.
    pub fn extend(&self, gained: Vec<ActiveMembership>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(gained);
    }

    /// The point of view of `scene` with what was gained.
    #[must_use]
    pub fn seen_from<'a>(&self, scene: &'a Scene) -> Cow<'a, Scene> {
        let gained = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if gained.is_empty() {
            return Cow::Borrowed(scene);
        }
        let viewer = gained.iter().fold(scene.viewer.clone(), |viewer, held| viewer.with(held));
        Cow::Owned(Scene { viewer, ..scene.clone() })
    }
}

/// One operation: who asks, from which point of view, and the database.
#[derive(Clone, Debug)]
pub struct OperationContext {
    /// The database.
    pub store: Store,
    /// The log, followed.
    pub feed: Feed,
    /// Who asks.
    pub caller: Caller,
    /// The point of view.
    pub scene: Scene,
    /// The declared types.
    pub catalog: Arc<Catalog>,
    /// Tells this request from another: the digest of its document and variables.
    pub fingerprint: String,
    /// What the actor gained so far.
    pub gained: Gained,
}

//! What resolvers outside the plan find in their context.

use crate::access::Scene;
use crate::gql::request::Caller;
use crate::store::Store;

/// One operation: who asks, from which point of view, and the database.
#[derive(Clone, Debug)]
pub struct OperationContext {
    /// The database.
    pub store: Store,
    /// Who asks.
    pub caller: Caller,
    /// The point of view.
    pub scene: Scene,
    /// Tells this request from another: the digest of its document and variables.
    pub fingerprint: String,
}

impl OperationContext {
    /// The context of one operation.
    #[must_use]
    pub const fn new(store: Store, caller: Caller, scene: Scene, fingerprint: String) -> Self {
        Self { store, caller, scene, fingerprint }
    }
}

//! The way in which the surfaces are asked: straight, or through whatever stands before the hub.

use respyrem::kernel::actor::Actor;
use serde_json::Value;

use crate::support::TestHub;

/// A way of asking. Another one is another `impl`: every surface goes through it.
pub(super) trait Way {
    /// The hub at its end.
    fn hub(&self) -> &TestHub;

    /// The answer to an operation.
    async fn ask(&self, actor: &Actor, query: &str, variables: Value) -> Value;
}

impl Way for TestHub {
    fn hub(&self) -> &TestHub {
        self
    }

    async fn ask(&self, actor: &Actor, query: &str, variables: Value) -> Value {
        self.ask_as(actor, query, variables).await
    }
}

//! The way in which the surfaces are asked: straight, or through whatever stands before the hub.

use respyrem::gql::pipeline::Pipeline;
use respyrem::kernel::actor::Actor;
use serde_json::Value;

use crate::support::TestHub;
use crate::support::hub::ask_through;
use crate::support::kept::SETTINGS;

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

/// Through a pipeline that keeps answers, which are asked for twice.
pub(super) struct Kept<'a> {
    hub: &'a TestHub,
    pipeline: Pipeline,
}

impl<'a> Kept<'a> {
    pub(super) fn before(hub: &'a TestHub) -> Self {
        Self { hub, pipeline: hub.pipeline.keeping(SETTINGS) }
    }
}

impl Way for Kept<'_> {
    fn hub(&self) -> &TestHub {
        self.hub
    }

    async fn ask(&self, actor: &Actor, query: &str, variables: Value) -> Value {
        let first = ask_through(&self.pipeline, actor, query, variables.clone()).await;
        let again = ask_through(&self.pipeline, actor, query, variables).await;
        assert_eq!(first, again, "{query}");
        again
    }
}

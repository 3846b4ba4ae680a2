//! The registry of partners' services, as those write it who govern their partner: registered as drafts, tried, put in use,
//! set aside, removed; and the rights that those who run the network grant.
//!
//! What a change makes of the graph is found out before it is written: services are asked and schemas composed between two
//! transactions, and the second one sees that nobody changed the graph meanwhile. So what is in use always composes.

mod acts;
mod command;
mod found;
mod input;
mod mutation;
mod payload;

use async_graphql::Context;

use super::compose::Composer;
use super::transport::Partners;

pub use command::{CheckedSubgraph, SubgraphSummary};
pub(super) use found::{Found, Sdl};
pub use mutation::SubgraphMutation;

/// What the mutations need beside the database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Registry {
    composer: Composer,
    partners: Partners,
}

impl Registry {
    /// Composes with this, and asks services by that.
    #[must_use]
    pub const fn new(composer: Composer, partners: Partners) -> Self {
        Self { composer, partners }
    }

    /// What composes.
    #[must_use]
    pub const fn composer(&self) -> &Composer {
        &self.composer
    }

    /// What the operation was given.
    fn of(ctx: &Context<'_>) -> async_graphql::Result<Self> {
        ctx.data::<Self>().cloned()
    }
}

//! The registry of partners' services, as those write it who govern their partner: registered as drafts, tried, put in use,
//! set aside, removed; and the rights that those who run the network grant.
//!
//! What a change makes of the graph is found out before it is written: services are asked and schemas composed between two
//! transactions, and the second one sees that nobody changed the graph meanwhile. So what is in use always composes.

mod change_state;
mod check;
mod command;
mod found;
mod grant;
mod input;
mod look;
mod mutation;
mod payload;
mod register;
mod remove;
mod update;

use async_graphql::Context;
use url::Url;

use super::compose::Composer;
use super::transport::Partners;
use crate::domain::record::Checks;

pub use command::{CheckedSubgraph, SubgraphSummary};
pub(super) use found::{Found, Sdl};
pub use mutation::SubgraphMutation;

/// The most characters of an address.
const MAX_URL: usize = 2_000;

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

    /// The address of a service: one that the hub may call.
    fn address(&self, given: &str, checks: &mut Checks) -> Option<String> {
        let field = "input.url";
        let given = checks.line(field, Some(given), MAX_URL);
        let url = given.as_deref().and_then(|given| Url::parse(given).ok());
        let callable = url.as_ref().is_some_and(|url| self.partners.check(url).is_ok());
        checks.that(callable, field, "an address of the public internet that begins with https://");
        url.filter(|_| callable).map(String::from)
    }
}

//! What partners run and the hub asks: identity providers and GraphQL services.

use std::time::Duration;

use super::source::Source;

/// What partners run.
#[derive(Clone, Copy, Debug)]
pub struct PartnerSettings {
    /// Whether it may be on this machine, without TLS (development).
    pub loopback: bool,
    /// How often a GraphQL service is asked for its schema.
    pub schema_every: Duration,
}

impl PartnerSettings {
    pub(super) fn read(source: &mut Source<'_>) -> Self {
        Self {
            loopback: source.flag(
                ("LOOPBACK_PARTNERS", false),
                "Whether partners' identity providers and GraphQL services may be on this machine, without TLS. For \
                 development only.",
            ),
            schema_every: source.millis(
                ("SUBGRAPH_POLL_MS", 30_000),
                "How often partners' GraphQL services are asked for their schemas, in milliseconds.",
            ),
        }
    }
}

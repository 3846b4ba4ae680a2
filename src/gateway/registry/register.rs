//! Registering a service.

use serde_json::json;

use super::Registry;
use super::input::RegisterSubgraphInput;
use super::payload::SubgraphPayload;
use crate::domain::partner;
use crate::domain::record::Checks;
use crate::gateway::compose::HUB;
use crate::gateway::repo;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::short_name::is_short_name;
use crate::store::Tx;
use crate::store::transaction::Act;

/// The most services of one partner.
const MAX_SERVICES: u64 = 10;

/// Registers a draft.
pub(super) struct Register {
    pub(super) input: RegisterSubgraphInput,
    pub(super) registry: Registry,
}

impl Act for Register {
    type Outcome = SubgraphPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<SubgraphPayload> {
        let RegisterSubgraphInput { partner, name, url } = &self.input;
        let partner = partner::govern_named(tx, partner, "input.partner").await?;
        let mut checks = Checks::default();
        let is_name = is_short_name(name) && name.starts_with(char::is_alphabetic);
        checks.that(is_name, "input.name", "2 to 40 small letters, digits and hyphens, a letter first");
        let url = self.registry.address(url, &mut checks);
        let url = checks.finish(url).map_err(Error::Refused)?;
        if repo::count(tx, &partner).await? >= MAX_SERVICES {
            let message = "a partner has at most 10 services: remove one that is not used";
            return Err(Fault::on("input.partner", Code::TooMany, message).into());
        }
        if name == HUB || repo::is_taken(tx, name).await? {
            return Err(Fault::on("input.name", Code::Duplicate, "another service has this name").into());
        }
        let id = repo::insert(tx, &partner, name, &url).await?;
        let detail = json!({ "subgraph": id, "partner": partner.id(), "name": name, "url": url });
        tx.audit("subgraph.registered", None, detail).await?;
        Ok(SubgraphPayload::of(id, Vec::new()))
    }
}

//! Claiming a domain.

use async_graphql::{ID, InputObject};
use entities::provider_domain::Model;
use serde_json::json;

use super::super::provider;
use super::name::claimable;
use super::payload::ProviderDomainPayload;
use super::prove::require_free;
use super::repo;
use crate::identity::token;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// The most domains of a provider.
const MAX_DOMAINS: u64 = 100;

/// A domain to be claimed.
#[derive(Clone, Debug, InputObject)]
pub(in crate::identity) struct AddProviderDomainInput {
    /// The provider.
    pub provider: ID,
    /// What stands after the @ of its people's addresses. Those under it are others, each to be claimed by itself.
    pub domain: String,
}

/// Claims a domain; one that the provider claims already stays as it is, with the same record to publish.
pub(in crate::identity) struct AddDomain {
    pub(in crate::identity) input: AddProviderDomainInput,
}

impl Act for AddDomain {
    type Outcome = ProviderDomainPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ProviderDomainPayload> {
        let held = provider::named(tx, &self.input.provider, "input.provider").await?;
        let domain = claimable(&self.input.domain)
            .map_err(|message| Fault::on("input.domain", Code::Invalid, message))?;
        if let Some(claim) = repo::claim(tx, &held, &domain).await? {
            return Ok(ProviderDomainPayload::of(claim.id));
        }
        require_free(tx, &held, &domain, "input.domain").await?;
        if repo::count(tx, &held).await? >= MAX_DOMAINS {
            let message = format!("at most {MAX_DOMAINS} domains: remove those that are not used any more");
            return Err(Fault::on("input.domain", Code::TooMany, message).into());
        }
        let (id, challenge) = (tx.new_id(), token::fresh());
        let detail = json!({ "provider": held.row.id, "domain": domain });
        let row = Model { id, provider_id: held.row.id, domain, challenge, proved_at: None };
        repo::insert(tx, &held, row).await?;
        tx.audit("provider.domain_added", None, detail).await?;
        Ok(ProviderDomainPayload::of(id))
    }
}

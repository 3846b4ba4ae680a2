//! Giving a domain up.

use serde_json::json;

use super::payload::ProviderDomainPayload;
use super::{ProviderDomainInput, repo};
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::transaction::Act;

/// Removes a domain: anybody who proves it from now on has it.
pub(in crate::identity) struct RemoveDomain {
    pub(in crate::identity) input: ProviderDomainInput,
}

impl Act for RemoveDomain {
    type Outcome = ProviderDomainPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ProviderDomainPayload> {
        let (row, held) = repo::named(tx, &self.input.id).await?;
        repo::remove(tx, &held, &row).await?;
        let detail = json!({ "provider": held.row.id, "domain": row.domain });
        tx.audit("provider.domain_removed", None, detail).await?;
        Ok(ProviderDomainPayload::default())
    }
}

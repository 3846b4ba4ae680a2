//! Changing a provider.

use secrecy::SecretString;
use serde_json::json;

use super::input::UpdateIdentityProviderInput;
use super::payload::IdentityProviderPayload;
use super::{repo, row};
use crate::domain::record::Checks;
use crate::identity::vault::Vault;
use crate::kernel::error::{Error, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// Changes how a provider is called and used; what says nothing new makes no new version.
pub(in crate::identity) struct UpdateProvider {
    pub(in crate::identity) input: UpdateIdentityProviderInput,
    pub(in crate::identity) vault: Vault,
}

impl Act for UpdateProvider {
    type Outcome = IdentityProviderPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<IdentityProviderPayload> {
        let input = &self.input;
        let held = repo::named(tx, &input.id, "input.id").await?;
        if let Some(stale) = IdentityProviderPayload::stale(&held, input.expected_version)? {
            return Ok(stale);
        }
        let (mut row, mut checks) = (held.row.clone(), Checks::default());
        if let Some(label) = &input.label {
            row.label = row::line("input.label", label, &mut checks);
        }
        if let Some(client) = &input.client_id {
            row.client_id = row::line("input.clientId", client, &mut checks);
        }
        input.settings.apply(&mut row, &mut checks);
        checks.finish(Some(())).map_err(Error::Refused)?;
        if let Some(secret) = &input.secret {
            let secret = SecretString::from(secret.as_str());
            row.sealed_secret = self.vault.seal_provider_secret(row.id, &secret)?;
        }
        let fields = row::changed(&row, &held.row);
        if fields.is_empty() {
            return Ok(IdentityProviderPayload::changed(row.id));
        }
        row::check(&row, &self.vault)?;
        let duplicates = repo::duplicates(tx, &row).await?;
        if !duplicates.is_empty() {
            return Err(Error::Refused(duplicates));
        }
        if row::needs_trial(&fields) {
            row.tried_at = None;
        }
        repo::update(tx, &held, row, &fields).await?;
        tx.audit("provider.updated", None, json!({ "provider": held.row.id, "fields": fields })).await?;
        Ok(IdentityProviderPayload::changed(held.row.id))
    }
}

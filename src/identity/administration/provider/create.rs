//! Making a provider.

use secrecy::SecretString;
use serde_json::json;

use super::input::CreateIdentityProviderInput;
use super::payload::NewIdentityProviderPayload;
use super::{repo, row};
use crate::domain::partner;
use crate::domain::record::Checks;
use crate::identity::vault::Vault;
use crate::kernel::error::{Error, Result};
use crate::kernel::short_name::{SHORT_NAME, is_short_name};
use crate::store::Tx;
use crate::store::transaction::Act;

/// Makes a draft, for those who govern its partner.
pub(in crate::identity) struct CreateProvider {
    pub(in crate::identity) input: CreateIdentityProviderInput,
    pub(in crate::identity) vault: Vault,
}

impl Act for CreateProvider {
    type Outcome = NewIdentityProviderPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<NewIdentityProviderPayload> {
        let input = &self.input;
        let partner = partner::govern_named(tx, &input.partner, "input.partner").await?;
        let mut checks = Checks::default();
        let mut row = row::draft(tx.new_id(), partner.id(), tx.scene.now);
        row.slug = input.slug.clone();
        checks.that(is_short_name(&row.slug), "input.slug", SHORT_NAME);
        row.label = row::line("input.label", &input.label, &mut checks);
        row.issuer = row::line("input.issuer", &input.issuer, &mut checks);
        checks.that(row::is_secure(&row.issuer), "input.issuer", "an issuer begins with https://");
        row.client_id = row::line("input.clientId", &input.client_id, &mut checks);
        input.settings.apply(&mut row, &mut checks);
        checks.finish(Some(())).map_err(Error::Refused)?;
        let secret = SecretString::from(input.secret.as_str());
        row.sealed_secret = self.vault.seal_provider_secret(row.id, &secret)?;
        row::check(&row, &self.vault)?;
        let duplicates = repo::duplicates(tx, &row).await?;
        if !duplicates.is_empty() {
            return Err(Error::Refused(duplicates));
        }
        let detail =
            json!({ "provider": row.id, "partner": partner.id(), "slug": row.slug, "issuer": row.issuer });
        let id = row.id;
        repo::insert(tx, &partner, row).await?;
        tx.audit("provider.created", None, detail).await?;
        Ok(NewIdentityProviderPayload::made(id))
    }
}

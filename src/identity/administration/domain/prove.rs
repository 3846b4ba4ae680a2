//! Proving a domain. The DNS is asked between two transactions: none waits for it.

use async_graphql::Context;
use serde_json::json;

use super::dns::{Dns, Unanswered};
use super::payload::ProviderDomainPayload;
use super::{ProviderDomainInput, repo};
use crate::domain::identity::CHALLENGE_LABEL;
use crate::gql::context::OperationContext;
use crate::identity::administration::provider::Held;
use crate::identity::provider::provider_of;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// Proves a domain by what the DNS said.
pub(in crate::identity) struct Prove {
    pub(in crate::identity) input: ProviderDomainInput,
    pub(in crate::identity) said: Result<Vec<String>, Unanswered>,
}

/// What the DNS says of the domain; nothing when the caller may not prove it, for [`Prove`] to refuse.
///
/// # Errors
/// When the database does not answer.
pub(in crate::identity) async fn challenged(
    ctx: &Context<'_>,
    dns: &Dns,
    input: ProviderDomainInput,
) -> async_graphql::Result<Prove> {
    let OperationContext { store, caller, scene, .. } = ctx.data::<OperationContext>()?;
    let said = match store.write(&caller.actor, scene, &Challenged(&input)).await {
        Ok(domain) => dns.texts(&format!("{CHALLENGE_LABEL}.{domain}")).await,
        Err(Error::Refused(_)) => Ok(Vec::new()),
        Err(error) => return Err(async_graphql::Error::new_with_source(error)),
    };
    Ok(Prove { input, said })
}

/// Reads which domain is to be proved.
struct Challenged<'a>(&'a ProviderDomainInput);

impl Act for Challenged<'_> {
    type Outcome = String;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<String> {
        Ok(repo::named(tx, &self.0.id).await?.0.domain)
    }
}

impl Act for Prove {
    type Outcome = ProviderDomainPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ProviderDomainPayload> {
        let (row, held) = repo::named(tx, &self.input.id).await?;
        if row.proved_at.is_some() {
            return Ok(ProviderDomainPayload::of(row.id));
        }
        let refused = |message: String| Fault::on("input.id", Code::Invalid, message);
        match &self.said {
            Err(Unanswered) => {
                let message = format!("the DNS does not answer for {}: try again in a moment", row.domain);
                return Err(refused(message).into());
            }
            Ok(texts) if !texts.iter().any(|text| text.trim() == row.challenge) => {
                let message = format!(
                    "{CHALLENGE_LABEL}.{} has no TXT record that says `recordValue`: publish it, and try again when the \
                     DNS knows it",
                    row.domain
                );
                return Err(refused(message).into());
            }
            Ok(_) => {}
        }
        require_free(tx, &held, &row.domain, "input.id").await?;
        repo::prove(tx, &held, &row).await?;
        let detail = json!({ "provider": held.row.id, "domain": row.domain });
        tx.audit("provider.domain_proved", None, detail).await?;
        Ok(ProviderDomainPayload::of(row.id))
    }
}

/// Nobody else proved the domain.
///
/// # Errors
/// `DUPLICATE` on `field`.
pub(super) async fn require_free(tx: &Tx<'_>, held: &Held, domain: &str, field: &str) -> Result<()> {
    match provider_of(tx, domain).await? {
        Some(owner) if owner != held.row.id => {
            let message = "another provider proved this domain: whoever runs it has to remove it first";
            Err(Fault::on(field, Code::Duplicate, message).into())
        }
        _ => Ok(()),
    }
}

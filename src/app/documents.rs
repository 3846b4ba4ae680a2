//! What documents are bounded by, and those that are trusted.

use std::sync::Arc;

use anyhow::{Context, anyhow};

use super::said;
use crate::config::GraphqlSettings;
use crate::gateway::{Gateway, Registry};
use crate::gql::document::{DocumentLimits, DocumentSettings, TrustedDocuments};
use crate::store::Store;

/// Looks whether the trusted documents fit what is served. Where partners' services are registered, one that is not joined now may
/// be what a document lacks: the hub starts without it, and refuses that document until then.
pub(super) async fn check_trusted(gateway: &Gateway, store: &Store) -> anyhow::Result<()> {
    let faults = gateway.trusted_faults();
    if faults.is_empty() {
        return Ok(());
    }
    if Registry::list(store).await.map_err(said)?.is_empty() {
        return Err(untrusted(&faults));
    }
    for fault in faults {
        tracing::warn!(fault, "a trusted document does not fit the schema as it is now");
    }
    Ok(())
}

/// What the settings say of documents.
///
/// # Errors
/// When the trusted documents cannot be read.
pub(super) fn read(settings: &GraphqlSettings) -> anyhow::Result<DocumentSettings> {
    let limits = settings.limits;
    let trusted = match &settings.trusted_documents {
        Some(path) => {
            let manifest = std::fs::read_to_string(path).with_context(|| {
                format!("TRUSTED_DOCUMENTS names {}, which cannot be read", path.display())
            })?;
            Some(Arc::new(TrustedDocuments::read(&manifest).map_err(|faults| untrusted(&faults))?))
        }
        None => None,
    };
    Ok(DocumentSettings {
        limits: DocumentLimits {
            tokens: usize::try_from(limits.tokens)?,
            depth: limits.depth.into(),
            root_fields: limits.root_fields.into(),
            aliases: limits.aliases.into(),
            directives: limits.directives.into(),
            cost: limits.cost,
            ..DocumentLimits::default()
        },
        introspection: settings.introspection,
        trusted,
        ..DocumentSettings::default()
    })
}

fn untrusted(faults: &[String]) -> anyhow::Error {
    anyhow!("the trusted documents are not right:\n  {}", faults.join("\n  "))
}

//! Whether the hub can serve: its database answers, and is as new as the hub is.

use crate::http::services::Readiness;
use crate::store::Store;

pub(super) async fn check(store: &Store) -> Vec<Readiness> {
    if let Err(error) = store.ping().await {
        tracing::warn!(%error, "the database does not answer");
        return vec![Readiness { name: "database", fault: Some("not reachable".to_owned()) }];
    }
    vec![Readiness { name: "database", fault: None }, migrations(store).await]
}

async fn migrations(store: &Store) -> Readiness {
    let fault = match store.pending_migrations().await {
        Ok(pending) if pending.is_empty() => None,
        Ok(pending) => Some(format!("missing: {}", pending.join(", "))),
        Err(error) => {
            tracing::warn!(%error, "the migrations cannot be read");
            Some("not readable".to_owned())
        }
    };
    Readiness { name: "migrations", fault }
}

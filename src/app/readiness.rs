//! Whether the hub can serve: its database answers, and is as new as the hub is; and how partners' services are.

use crate::gateway::Gateway;
use crate::http::services::Readiness;
use crate::store::Store;

pub(super) async fn check(store: &Store, gateway: &Gateway) -> Vec<Readiness> {
    if let Err(error) = store.ping().await {
        tracing::warn!(%error, "the database does not answer");
        return vec![Readiness { name: "database", fault: Some("not reachable".to_owned()), is_vital: true }];
    }
    let database = Readiness { name: "database", fault: None, is_vital: true };
    vec![database, migrations(store).await, federation(gateway)]
}

/// A partner's service that is down is not the hub down.
fn federation(gateway: &Gateway) -> Readiness {
    let down: Vec<String> = gateway
        .health()
        .into_iter()
        .filter(|service| !service.available)
        .map(|service| service.name)
        .collect();
    let fault = (!down.is_empty()).then(|| format!("not answering: {}", down.join(", ")));
    Readiness { name: "federation", fault, is_vital: false }
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
    Readiness { name: "migrations", fault, is_vital: true }
}

//! The web origins whose pages may call the hub: those of API clients that are good now.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

use super::row::get;
use crate::kernel::error::Result;
use crate::store::{Store, read_json};

/// How long a change may take to be seen.
const FRESH: Duration = Duration::from_secs(30);

/// The origins, read again at most twice a minute: any page may ask, and none may make the database work for it.
#[derive(Clone, Debug)]
pub struct AllowedOrigins {
    store: Store,
    known: Arc<Mutex<Known>>,
}

#[derive(Debug, Default)]
struct Known {
    origins: HashSet<String>,
    until: Option<Instant>,
}

impl AllowedOrigins {
    /// Knows none yet.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store, known: Arc::default() }
    }

    /// Whether pages of `origin` may call. While the database does not answer, what was known stays.
    pub async fn contains(&self, origin: &str) -> bool {
        let mut known = self.known.lock().await;
        if known.until.is_none_or(|until| until <= Instant::now()) {
            match read(&self.store).await {
                Ok(origins) => known.origins = origins,
                Err(error) => tracing::warn!(%error, "the allowed origins cannot be read"),
            }
            known.until = Some(Instant::now() + FRESH);
        }
        known.origins.contains(&origin.to_ascii_lowercase())
    }
}

async fn read(store: &Store) -> Result<HashSet<String>> {
    let mut sql = store.sql();
    sql.push(
        "select c.allowed_origins from api_client c join partner p on p.id = c.partner_id and p.state = 'ACTIVE' \
         where c.revoked_at is null and (c.expires_at is null or c.expires_at > ",
    );
    sql.bind(store.clock().now()).push(")");
    let mut origins = HashSet::new();
    for row in store.all(sql).await? {
        let list: Vec<String> = read_json(get(&row, "allowed_origins")?, "a client's origins")?;
        origins.extend(list.into_iter().map(|origin| origin.to_ascii_lowercase()));
    }
    Ok(origins)
}

//! Ending a client for good.

use serde_json::json;

use super::act::{self, ApiClientPayload};
use super::input::RevokeApiClientInput;
use super::repo;
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::transaction::Act;

/// Ends a client with all its keys, at once: what it has open is closed within seconds.
pub(super) struct RevokeApiClient {
    pub(super) input: RevokeApiClientInput,
}

impl Act for RevokeApiClient {
    type Outcome = ApiClientPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ApiClientPayload> {
        let (partner, client) = act::open(tx, &self.input.id).await?;
        act::not_revoked(&client)?;
        let reason = act::reason(self.input.reason.as_deref())?;
        let id = client.id;
        repo::revoke(tx, &partner, client).await?;
        act::audit(tx, ("client.revoked", id), &partner, reason, json!({})).await?;
        Ok(ApiClientPayload::of(id))
    }
}

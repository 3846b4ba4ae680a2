//! Changing what a client may do.

use serde_json::json;

use super::act::{self, ApiClientPayload};
use super::input::UpdateApiClientInput;
use super::{ApiClientConflict, repo};
use crate::domain::record::{self, Checks};
use crate::gql::mutation::Payload;
use crate::kernel::error::{Error, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// Changes a client; what says nothing new makes no new version. What it opens less is closed to it within seconds.
pub(super) struct UpdateApiClient {
    pub(super) input: UpdateApiClientInput,
}

impl Act for UpdateApiClient {
    type Outcome = ApiClientPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ApiClientPayload> {
        let input = &self.input;
        let (partner, before) = act::open(tx, &input.id).await?;
        if let Some(since) = before.history.since(before.version, input.expected_version) {
            let conflict = Some(ApiClientConflict::new(before.id, since));
            return Ok(ApiClientPayload { conflict, ..Payload::refused(vec![record::stale()]) });
        }
        act::not_revoked(&before)?;
        let mut checks = Checks::default();
        let content = input.over(&before.content, &mut checks);
        let content = content.checked(checks, tx.scene.now, Some(&before.content)).map_err(Error::Refused)?;
        let reason = act::reason(input.reason.as_deref())?;
        // Those that it works for already stay, whether or not the caller sees them.
        let known = before.content.structures.clone().unwrap_or_default();
        let new = content.structures.iter().flatten().filter(|structure| !known.contains(*structure));
        repo::require_own(tx, &partner, new).await?;
        let fields = before.content.changed(&content);
        let client = before.id;
        if !fields.is_empty() {
            repo::update(tx, &partner, before, &content, &fields).await?;
            let detail = json!({ "fields": fields, "scopes": content.scope_names() });
            act::audit(tx, ("client.updated", client), &partner, reason, detail).await?;
        }
        Ok(ApiClientPayload::of(client))
    }
}

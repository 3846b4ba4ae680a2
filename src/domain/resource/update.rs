//! Changing what a resource says of itself.

use super::change::{ChangeResourcePayload, open};
use super::content::Content;
use super::input::UpdateResourceInput;
use super::parts::Parts;
use super::repo;
use crate::domain::record::opened;
use crate::kernel::error::{Error, Result};
use crate::kernel::locale::Locale;
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// Changes a resource; one that is published stays fit to be.
pub(super) struct UpdateResource {
    pub(super) input: UpdateResourceInput,
}

impl Act for UpdateResource {
    type Outcome = ChangeResourcePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeResourcePayload> {
        let input = &self.input;
        let granted = opened!(open(tx, &input.id, "input.id", input.expected_version).await?);
        let content = Content::check(input.title.clone(), input.content.clone()).map_err(Error::Refused)?;
        let fields = content.names();
        if fields.is_empty() {
            return Ok(ChangeResourcePayload::done(&granted));
        }
        let parts = Parts::find(tx, &content).await?;
        let after = repo::standing(tx, &granted).await?.after(&content);
        let lacking = if after.status.is_published() { after.lacks("input") } else { Vec::new() };
        if !lacking.is_empty() {
            return Err(Error::Refused(lacking));
        }
        repo::update(tx, &granted, &content, &parts).await?;
        let name = content.title.as_ref().and_then(|title| title.get(Locale::Fr));
        let detail = serde_json::json!({ "fields": fields });
        tx.change(&granted, Change { event: "resource.updated", fields, name }).await?;
        tx.audit("resource.update", Some(granted.id()), detail).await?;
        Ok(ChangeResourcePayload::done(&granted))
    }
}

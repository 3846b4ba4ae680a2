//! Changing what a training path says of itself.

use super::change::{ChangeTrainingPathPayload, Named, Taught, taught};
use super::content::{Content, WORDS};
use super::input::UpdateTrainingPathInput;
use super::{references, repo};
use crate::domain::record::{Checks, opened};
use crate::kernel::error::{Error, Result};
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// Changes a path; one that is published has its next revision, unless only its words changed.
pub(super) struct UpdateTrainingPath {
    pub(super) input: UpdateTrainingPathInput,
}

impl Act for UpdateTrainingPath {
    type Outcome = ChangeTrainingPathPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeTrainingPathPayload> {
        let input = &self.input;
        let named = Named { id: &input.id, field: "input.id", expected_version: input.expected_version };
        let granted = opened!(named.path(tx).await?);
        let before = repo::content(tx, &granted).await?;
        let after = self.content(tx, &before).await?;
        let fields = after.changes(&before);
        if fields.is_empty() {
            return Ok(ChangeTrainingPathPayload::done(&granted));
        }
        repo::update(tx, &granted, &after).await?;
        let act = "training_path.update";
        let detail = serde_json::json!({ "fields": fields });
        if fields.iter().all(|field| WORDS.contains(field)) {
            tx.change(&granted, Change { event: "path.updated", fields, name: None }).await?;
            tx.audit(act, Some(granted.id()), detail).await?;
        } else {
            let name = fields.contains(&"title").then(|| after.french_title());
            taught(tx, &granted, Taught { act, fields, name, detail }).await?;
        }
        Ok(ChangeTrainingPathPayload::done(&granted))
    }
}

impl UpdateTrainingPath {
    /// What it will say, once all of it is checked.
    async fn content(&self, tx: &Tx<'_>, before: &Content) -> Result<Content> {
        let input = &self.input;
        let mut checks = Checks::default();
        let mut content = before.clone();
        if let Some(title) = checks.text("input.title", input.title.clone(), 300) {
            content.title = Some(title);
        }
        content.modality = input.modality.or(content.modality);
        content.take(&input.details, &mut checks);
        references::take(tx, &mut content, &input.details, &mut checks).await?;
        checks.finish(Some(content)).map_err(Error::Refused)
    }
}

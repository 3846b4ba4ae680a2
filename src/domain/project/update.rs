//! Changing what a project says of itself.

use super::change::{ChangeProjectPayload, open};
use super::{UpdateProjectInput, programme, repo};
use crate::domain::record::opened;
use crate::kernel::error::{Error, Result};
use crate::kernel::locale::Locale;
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// Changes a project. What says nothing new writes nothing.
pub(super) struct UpdateProject {
    pub(super) input: UpdateProjectInput,
}

impl Act for UpdateProject {
    type Outcome = ChangeProjectPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeProjectPayload> {
        let input = &self.input;
        let granted = opened!(open(tx, &input.id, input.expected_version).await?);
        let before = repo::content(tx, &granted).await?;
        let mut after = input.check(before.clone()).map_err(Error::Refused)?;
        let programme = &mut after.details.programme;
        *programme = programme::over(tx, *programme, &input.details.programme).await?;
        let fields = after.changes(&before);
        if !fields.is_empty() {
            repo::set_content(tx, &granted, &after).await?;
            let detail = serde_json::json!({ "fields": fields });
            let name = after.title.get(Locale::Fr).filter(|_| fields.contains(&"title"));
            tx.change(&granted, Change { event: "project.updated", fields, name }).await?;
            tx.audit("project.update", Some(granted.id()), detail).await?;
        }
        Ok(ChangeProjectPayload::of(&granted))
    }
}

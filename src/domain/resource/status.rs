//! Taking a resource to its readers, and back.

use async_graphql::{ID, InputObject};

use super::change::{ChangeResourcePayload, open};
use super::model::ResourceStatus;
use super::repo;
use crate::domain::record::{self, Step, opened};
use crate::kernel::error::{Error, Result};
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// A step of a resource on its way to its readers.
#[derive(Clone, Debug, InputObject)]
pub struct ChangeResourceStatusInput {
    /// The resource.
    pub id: ID,
    /// Its next status, one of its `allowedTransitions`.
    pub to: ResourceStatus,
    /// The version of the resource that you read.
    pub expected_version: i32,
    /// Why; needed to send it back from IN_REVIEW and to withdraw it. At most 2 000 characters.
    pub reason: Option<String>,
}

/// Takes a step: what is published is read by those whom its visibility lets in, the rest by who may change it.
pub(super) struct ChangeResourceStatus {
    pub(super) input: ChangeResourceStatusInput,
}

impl Act for ChangeResourceStatus {
    type Outcome = ChangeResourcePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeResourcePayload> {
        let input = &self.input;
        let granted = opened!(open(tx, &input.id, "input.id", input.expected_version).await?);
        let before = repo::standing(tx, &granted).await?;
        let step = Step::check(before.status, input.to, input.reason.as_deref()).map_err(Error::Refused)?;
        let publishes = step.to.is_published();
        let lacking = if publishes { before.lacks("input.to") } else { Vec::new() };
        if !lacking.is_empty() {
            return Err(Error::Refused(lacking));
        }
        let first_day = (publishes && !before.was_published).then_some(tx.scene.today);
        repo::set_status(tx, &granted, step.to, first_day).await?;
        let mut fields = vec!["status"];
        fields.extend(first_day.map(|_| "publishedOn"));
        let change = Change { event: step.to.event(), fields, name: None };
        tx.publish(&granted, change, publishes).await?;
        record::keep_step(tx, &granted, "status", &step).await?;
        let detail = serde_json::json!({ "from": step.from, "to": step.to });
        tx.audit("resource.change_status", Some(granted.id()), detail).await?;
        Ok(ChangeResourcePayload::done(&granted))
    }
}

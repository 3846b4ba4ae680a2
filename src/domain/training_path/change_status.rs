//! Taking a training path to its readers, and back.

use async_graphql::{ID, InputObject};

use super::change::{ChangeTrainingPathPayload, Named};
use super::model::TrainingPathStatus;
use super::repo;
use crate::access::{Edit, Granted};
use crate::domain::record::{self, Step, opened};
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// A step of the life of a training path.
#[derive(Clone, Debug, InputObject)]
pub struct ChangeTrainingPathStatusInput {
    /// The training path.
    pub id: ID,
    /// Its next status, one of its `allowedTransitions`.
    pub to: TrainingPathStatus,
    /// The version of the training path that you read.
    pub expected_version: i32,
    /// Why; needed to send it back from IN_REVIEW, to suspend it and to archive it while it is published. At most
    /// 2 000 characters.
    pub reason: Option<String>,
}

/// Takes a step: what is published is frozen in a revision, and read by those whom its visibility lets in.
pub(super) struct ChangeTrainingPathStatus {
    pub(super) input: ChangeTrainingPathStatusInput,
}

impl Act for ChangeTrainingPathStatus {
    type Outcome = ChangeTrainingPathPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeTrainingPathPayload> {
        let input = &self.input;
        let named = Named { id: &input.id, field: "input.id", expected_version: input.expected_version };
        let granted = opened!(named.path(tx).await?);
        let before = repo::status(tx, &granted).await?;
        let step = Step::check(before, input.to, input.reason.as_deref()).map_err(Error::Refused)?;
        let publishes = step.to.is_published();
        let mut fields = vec!["status"];
        if publishes && revise(tx, &granted).await? {
            fields.push("revision");
        }
        repo::set_status(tx, &granted, step.to).await?;
        tx.publish(&granted, Change { event: step.to.event(), fields, name: None }, publishes).await?;
        record::keep_step(tx, &granted, "status", &step).await?;
        let detail = serde_json::json!({ "from": step.from, "to": step.to });
        tx.audit("training_path.change_status", Some(granted.id()), detail).await?;
        Ok(ChangeTrainingPathPayload::done(&granted))
    }
}

/// Freezes what is about to be published, unless its last revision says the same.
async fn revise(tx: &Tx<'_>, granted: &Granted<Edit>) -> Result<bool> {
    if !repo::outline::load(tx, granted).await?.teaches() {
        let message = "to be published, a path has a stage with a module at least";
        return Err(Fault::on("input.to", Code::Required, message).into());
    }
    if repo::content(tx, granted).await?.modality.is_none() {
        let message = "to be published, a path says where it is taken: give its `modality`";
        return Err(Fault::on("input.to", Code::Required, message).into());
    }
    let changed = repo::has_changed(tx, granted).await?;
    if changed {
        repo::revision::freeze(tx, granted).await?;
    }
    Ok(changed)
}

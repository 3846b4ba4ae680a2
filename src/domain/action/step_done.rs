//! Ticking a step of an action.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::model::ActionStatus;
use super::standing::Standing;
use super::{Action, ActionConflict, ActionStep, repo};
use crate::access::{self, Edit, Granted};
use crate::domain::record;
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// Whether a step of an action is done.
#[derive(Clone, Debug, InputObject)]
pub struct SetActionStepDoneInput {
    /// The step.
    pub id: ID,
    /// Whether it is done.
    pub done: bool,
    /// The version of the action that you read.
    pub expected_version: i32,
}

/// The answer to the ticking of a step.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct SetActionStepDonePayload {
    /// The step, when nothing had to be mended.
    step: Option<Ref<ActionStep>>,
    /// Its action, with the progress that follows.
    action: Option<Ref<Action>>,
    /// What happened to the action since the version that you named; nothing was written then.
    conflict: Option<ActionConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(SetActionStepDonePayload);

/// Marks a step done or not, and counts the action's progress again. A step that already is as wanted changes nothing.
pub(super) struct SetActionStepDone {
    pub(super) input: SetActionStepDoneInput,
}

impl Act for SetActionStepDone {
    type Outcome = SetActionStepDonePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<SetActionStepDonePayload> {
        let input = &self.input;
        let id = record::row_named("step", &input.id).unwrap_or_default();
        let found = repo::find_step(tx, id).await?;
        let facts = match found {
            Some(found) => tx.facts(found.action).await?,
            None => None,
        };
        let granted: Granted<Edit> = access::over(&tx.scene.viewer, facts, "input.id")?;
        if let Some(since) = tx.since(&granted, input.expected_version).await? {
            let conflict = Some(ActionConflict::new(granted.id(), since));
            return Ok(SetActionStepDonePayload { conflict, ..Payload::refused(vec![record::stale()]) });
        }
        if found.is_none_or(|found| found.done != input.done) {
            self.mark(tx, &granted, id).await?;
        }
        Ok(SetActionStepDonePayload {
            step: Some(Ref::new(id)),
            action: Some(Ref::new(granted.id())),
            ..Default::default()
        })
    }
}

impl SetActionStepDone {
    async fn mark(&self, tx: &mut Tx<'_>, granted: &Granted<Edit>, step: uuid::Uuid) -> Result<()> {
        let before = repo::standing(tx, granted).await?;
        if before.status == ActionStatus::Done && !self.input.done {
            let message =
                "every step of an action that is DONE counts as done: take it back to IN_PROGRESS first";
            return Err(Fault::on("input.done", Code::Invalid, message).into());
        }
        repo::set_step_done(tx, granted, step, self.input.done).await?;
        let after: Standing = before.clone().recounted(repo::count_steps(tx, granted.id()).await?);
        repo::set_standing(tx, granted, &after).await?;
        let mut fields = vec!["steps"];
        fields.extend(after.changes(&before));
        let event = if self.input.done { "action.step_done" } else { "action.updated" };
        tx.change(granted, Change { event, fields, name: None }).await?;
        tx.audit(event, Some(granted.id()), serde_json::json!({ "step": step, "done": self.input.done }))
            .await
    }
}

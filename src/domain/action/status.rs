//! Changing the status of an action.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::model::ActionStatus;
use super::{Action, ActionConflict, repo};
use crate::access::{self, Edit, Granted};
use crate::domain::record::{self, Step};
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::gql::scalar::Date;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// A step of the status of an action.
#[derive(Clone, Debug, InputObject)]
pub struct ChangeActionStatusInput {
    /// The action.
    pub id: ID,
    /// Its next status, one of its `allowedTransitions`.
    pub to: ActionStatus,
    /// The version of the action that you read.
    pub expected_version: i32,
    /// The day on which it was done, for DONE; today when nothing is said.
    pub done_on: Option<Date>,
    /// Why; needed for BLOCKED and ABANDONED, and for the way back from DONE and ABANDONED. At most 2 000 characters.
    pub reason: Option<String>,
}

/// The answer to a change of an action.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct ChangeActionStatusPayload {
    /// The action, when it was changed.
    action: Option<Ref<Action>>,
    /// What happened to the action since the version that you named; nothing was written then.
    conflict: Option<ActionConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(ChangeActionStatusPayload);

/// Takes an action from one status to the next.
pub(super) struct ChangeActionStatus {
    pub(super) input: ChangeActionStatusInput,
}

impl Act for ChangeActionStatus {
    type Outcome = ChangeActionStatusPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeActionStatusPayload> {
        let input = &self.input;
        let facts = record::named(tx, Kind::Action, &input.id).await?;
        let granted: Granted<Edit> = access::over(&tx.scene.viewer, facts, "input.id")?;
        if let Some(since) = tx.since(&granted, input.expected_version).await? {
            let conflict = Some(ActionConflict::new(granted.id(), since));
            return Ok(ChangeActionStatusPayload { conflict, ..Payload::refused(vec![record::stale()]) });
        }
        let before = repo::standing(tx, &granted).await?;
        let step = Step::check(before.status, input.to, input.reason.as_deref()).map_err(Error::Refused)?;
        if input.done_on.is_some() && input.to != ActionStatus::Done {
            let message = "only DONE has a day of completion";
            return Err(Fault::on("input.doneOn", Code::Invalid, message).into());
        }
        let day = input.done_on.map_or(tx.scene.today, |day| day.0);
        let after = before.after(&step, day, repo::count_steps(tx, granted.id()).await?);
        repo::set_standing(tx, &granted, &after).await?;
        let fields = after.changes(&before);
        tx.change(&granted, Change { event: "action.status_changed", fields, name: None }).await?;
        record::keep_step(tx, &granted, "status", &step).await?;
        let detail = serde_json::json!({ "from": step.from, "to": step.to });
        tx.audit("action.change_status", Some(granted.id()), detail).await?;
        Ok(ChangeActionStatusPayload { action: Some(Ref::new(granted.id())), ..Default::default() })
    }
}

//! Changing the status and the phase of a project.

use async_graphql::{ID, InputObject};

use super::change::{ChangeProjectPayload, open};
use super::model::{ProjectPhase, ProjectStatus};
use super::repo;
use super::standing::Standing;
use crate::access::{Edit, Granted};
use crate::domain::record::{self, Step, opened};
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// A step of the status of a project.
#[derive(Clone, Debug, InputObject)]
pub struct ChangeProjectStatusInput {
    /// The project.
    pub id: ID,
    /// Its next status, one of its `allowedTransitions`.
    pub to: ProjectStatus,
    /// The version of the project that you read.
    pub expected_version: i32,
    /// Why; needed for BLOCKED and ABANDONED, and for the way back from COMPLETED and ABANDONED. At most 2 000
    /// characters.
    pub reason: Option<String>,
}

/// A step of the phase of a project.
#[derive(Clone, Debug, InputObject)]
pub struct ChangeProjectPhaseInput {
    /// The project.
    pub id: ID,
    /// The phase after the present one, or the one before.
    pub to: ProjectPhase,
    /// The version of the project that you read.
    pub expected_version: i32,
    /// Why; needed for the way back. At most 2 000 characters.
    pub reason: Option<String>,
}

/// Takes a project from one status to the next; an end closes it.
pub(super) struct ChangeProjectStatus {
    pub(super) input: ChangeProjectStatusInput,
}

/// Takes a project from one phase to the next, or back.
pub(super) struct ChangeProjectPhase {
    pub(super) input: ChangeProjectPhaseInput,
}

impl Act for ChangeProjectStatus {
    type Outcome = ChangeProjectPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeProjectPayload> {
        let input = &self.input;
        let granted = opened!(open(tx, &input.id, input.expected_version).await?);
        let before = repo::standing(tx, &granted).await?;
        let step = Step::check(before.status, input.to, input.reason.as_deref()).map_err(Error::Refused)?;
        let after = before.after(&step, repo::phase_before_closing(tx, &granted).await?);
        record::keep_step(tx, &granted, "status", &step).await?;
        if after.phase != before.phase {
            let step = Step { from: before.phase, to: after.phase, reason: step.reason };
            record::keep_step(tx, &granted, "phase", &step).await?;
        }
        write(tx, &granted, "project.status_changed", &before, &after).await
    }
}

impl Act for ChangeProjectPhase {
    type Outcome = ChangeProjectPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeProjectPayload> {
        let input = &self.input;
        let granted = opened!(open(tx, &input.id, input.expected_version).await?);
        let before = repo::standing(tx, &granted).await?;
        if before.status.is_over() {
            let message =
                format!("a project that is {} stays CLOSED: change its status first", before.status);
            return Err(Fault::on("input.to", Code::InvalidTransition, message).into());
        }
        let step = Step::check(before.phase, input.to, input.reason.as_deref()).map_err(Error::Refused)?;
        record::keep_step(tx, &granted, "phase", &step).await?;
        let after = Standing { phase: step.to, ..before.clone() };
        write(tx, &granted, "project.phase_changed", &before, &after).await
    }
}

async fn write(
    tx: &mut Tx<'_>,
    granted: &Granted<Edit>,
    event: &'static str,
    before: &Standing,
    after: &Standing,
) -> Result<ChangeProjectPayload> {
    repo::set_standing(tx, granted, after).await?;
    tx.change(granted, Change { event, fields: after.changes(before), name: None }).await?;
    let detail = serde_json::json!({ "status": after.status, "phase": after.phase });
    tx.audit(event, Some(granted.id()), detail).await?;
    Ok(ChangeProjectPayload::of(granted))
}

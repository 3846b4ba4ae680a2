//! Taking a funding source through the steps of its life.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::content::Content;
use super::model::FundingSourceStatus;
use super::{FundingSource, FundingSourceConflict, repo};
use crate::access::{self, Edit, Granted};
use crate::domain::record::{self, Step};
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// A step of the life of a funding source.
#[derive(Clone, Debug, InputObject)]
pub struct ChangeFundingSourceStatusInput {
    /// The funding source.
    pub id: ID,
    /// Its next status, one of its `allowedTransitions`.
    pub to: FundingSourceStatus,
    /// The version of the funding source that you read.
    pub expected_version: i32,
    /// Why. At most 2 000 characters.
    pub reason: Option<String>,
}

/// The answer to a step of the life of a funding source.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct ChangeFundingSourceStatusPayload {
    /// The funding source, when it was changed.
    funding_source: Option<Ref<FundingSource>>,
    /// What happened to the funding source since the version that you named; nothing was written then.
    conflict: Option<FundingSourceConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(ChangeFundingSourceStatusPayload);

/// Takes a step, as editors of a funding source may.
pub(super) struct ChangeFundingSourceStatus {
    pub(super) input: ChangeFundingSourceStatusInput,
}

impl Act for ChangeFundingSourceStatus {
    type Outcome = ChangeFundingSourceStatusPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeFundingSourceStatusPayload> {
        let input = &self.input;
        let facts = record::named(tx, Kind::FundingSource, &input.id).await?;
        let granted: Granted<Edit> = access::over(&tx.scene.viewer, facts, "input.id")?;
        if let Some(since) = tx.since(&granted, input.expected_version).await? {
            let conflict = Some(FundingSourceConflict::new(granted.id(), since));
            return Ok(ChangeFundingSourceStatusPayload {
                conflict,
                ..Payload::refused(vec![record::stale()])
            });
        }
        let before = repo::kept(tx, granted.id()).await?;
        let step = Step::check(before.status, input.to, input.reason.as_deref()).map_err(Error::Refused)?;
        fits(tx, &before.content, step.to)?;
        write(tx, &granted, &step).await?;
        let funding_source = Some(Ref::new(granted.id()));
        Ok(ChangeFundingSourceStatusPayload { funding_source, ..Default::default() })
    }
}

/// Checks what the next status asks of what the source says.
fn fits(tx: &Tx<'_>, content: &Content, to: FundingSourceStatus) -> Result<()> {
    let lacks = content.lacks(to).into_iter();
    let mut faults: Vec<Fault> =
        lacks.map(|(_, message)| Fault::on("input.to", Code::Required, message)).collect();
    if to == FundingSourceStatus::Published && content.is_past(tx.scene.today) {
        faults.push(Fault::on("input.to", Code::Invalid, "its last day is past: give it a new one first"));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Refused(faults)) }
}

/// Writes a step that may be taken.
pub(super) async fn write(
    tx: &mut Tx<'_>,
    granted: &Granted<Edit>,
    step: &Step<FundingSourceStatus>,
) -> Result<()> {
    repo::set_status(tx, granted, step.to).await?;
    let change = Change { event: step.to.event(), fields: vec!["status"], name: None };
    tx.publish(granted, change, step.to.is_published()).await?;
    record::keep_step(tx, granted, "status", step).await?;
    let detail = serde_json::json!({ "from": step.from, "to": step.to });
    tx.audit("funding_source.change_status", Some(granted.id()), detail).await
}

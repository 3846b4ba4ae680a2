//! Taking a structure through the steps of its life.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::model::StructureStatus;
use super::repo::{self, Standing};
use super::{Structure, StructureConflict, duplicates};
use crate::access::{self, Granted, Moderate, Represent};
use crate::domain::record::{self, Step};
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// A step of the life of a structure.
#[derive(Clone, Debug, InputObject)]
pub struct ChangeStructureStatusInput {
    /// The structure.
    pub id: ID,
    /// Its next status, one of its `allowedTransitions`.
    pub to: StructureStatus,
    /// The version of the structure that you read.
    pub expected_version: i32,
    /// Why; needed for DRAFT and SUSPENDED. At most 2 000 characters.
    pub reason: Option<String>,
}

/// The answer to a step of the life of a structure.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct ChangeStructureStatusPayload {
    /// The structure, when it was changed.
    structure: Option<Ref<Structure>>,
    /// What happened to the structure since the version that you named; nothing was written then.
    conflict: Option<StructureConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(ChangeStructureStatusPayload);

/// Takes a step: the structure's administrators propose it to the network and close it, those who run the network do
/// the rest.
pub(super) struct ChangeStructureStatus {
    pub(super) input: ChangeStructureStatusInput,
}

impl Act for ChangeStructureStatus {
    type Outcome = ChangeStructureStatusPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ChangeStructureStatusPayload> {
        let facts = record::named(tx, Kind::Structure, &self.input.id).await?;
        let facts = access::seen(facts, "input.id")?;
        let before = repo::standing(tx, facts.id).await?;
        let viewer = &tx.scene.viewer;
        if before.status.is_own_step(self.input.to) {
            let granted = access::over::<Represent>(viewer, Some(facts), "input.id")?;
            self.take(tx, &granted, &before).await
        } else {
            let granted = access::over::<Moderate>(viewer, Some(facts), "input.id")?;
            self.take(tx, &granted, &before).await
        }
    }
}

impl ChangeStructureStatus {
    async fn take<R: Sync>(
        &self,
        tx: &mut Tx<'_>,
        granted: &Granted<R>,
        before: &Standing,
    ) -> Result<ChangeStructureStatusPayload> {
        let input = &self.input;
        if let Some(since) = tx.since(granted, input.expected_version).await? {
            let conflict = Some(StructureConflict::new(granted.id(), since));
            return Ok(ChangeStructureStatusPayload { conflict, ..Payload::refused(vec![record::stale()]) });
        }
        let step = Step::check(before.status, input.to, input.reason.as_deref()).map_err(Error::Refused)?;
        fits(tx, before, &step).await?;
        repo::set_status(tx, granted, step.to).await?;
        tx.change(granted, Change { event: step.to.event(), fields: vec!["status"], name: None }).await?;
        record::keep_step(tx, granted, "status", &step).await?;
        let detail = serde_json::json!({ "from": step.from, "to": step.to });
        tx.audit("structure.change_status", Some(granted.id()), detail).await?;
        Ok(ChangeStructureStatusPayload { structure: Some(Ref::new(granted.id())), ..Default::default() })
    }
}

/// Checks what the next status asks of the structure.
async fn fits(tx: &Tx<'_>, before: &Standing, step: &Step<StructureStatus>) -> Result<()> {
    if step.to.needs_identifier() && !before.is_identified() {
        let message = "give it a public identifier, or say in `identifierWaiver` why it has none";
        return Err(Fault::on("input.to", Code::Required, message).into());
    }
    // Another structure may have taken its identifiers while it was out of use.
    if step.from == StructureStatus::Archived {
        let taken = duplicates::holders(tx, &before.identifiers).await?;
        if let Some((column, _, _)) = taken.first() {
            let message = format!("another structure in use has the same {}", column.to_uppercase());
            return Err(Fault::on("input.to", Code::Duplicate, message).into());
        }
    }
    Ok(())
}

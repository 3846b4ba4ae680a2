//! Taking a record out of use, and back.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::conflict::opened;
use super::{Opened, RecordConflict};
use crate::access::{Archive, Facts, Granted};
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::RecordRef;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::transaction::Act;

/// A record to be taken out of use, or back.
#[derive(Clone, Debug, InputObject)]
pub struct ArchiveRecordInput {
    /// The record.
    pub id: ID,
    /// The version of the record that you read.
    pub expected_version: i32,
}

/// The answer to the archiving of a record, or to its coming back.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct ArchiveRecordPayload {
    /// The record, when it was changed.
    record: Option<RecordRef>,
    /// What happened to the record since the version that you named; nothing was written then.
    conflict: Option<RecordConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(ArchiveRecordPayload);

/// Takes a record out of use with what lies under it.
pub(super) struct ArchiveRecord {
    pub(super) input: ArchiveRecordInput,
}

/// Brings back a record with what was archived with it.
pub(super) struct RestoreRecord {
    pub(super) input: ArchiveRecordInput,
}

impl Act for ArchiveRecord {
    type Outcome = ArchiveRecordPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ArchiveRecordPayload> {
        let granted = opened!(open(tx, &self.input).await?);
        if let Some(message) = stays_in_use(granted.facts().kind) {
            return Err(Fault::on("input.id", Code::Invalid, message).into());
        }
        if granted.facts().archived {
            return Err(Fault::on("input.id", Code::InvalidTransition, "it is archived already").into());
        }
        tx.archive(&granted).await?;
        done(tx, &granted, "record.archive").await
    }
}

impl Act for RestoreRecord {
    type Outcome = ArchiveRecordPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ArchiveRecordPayload> {
        let granted = opened!(open(tx, &self.input).await?);
        if !granted.facts().archived {
            return Err(Fault::on("input.id", Code::InvalidTransition, "it is not archived").into());
        }
        if tx.is_under_archived(granted.id()).await? {
            let message = "what it belongs to is archived: restore that first";
            return Err(Fault::on("input.id", Code::InvalidTransition, message).into());
        }
        tx.restore(&granted).await?;
        done(tx, &granted, "record.restore").await
    }
}

/// A record that may be archived and restored, or the answer to who read an older version of it.
async fn open(
    tx: &Tx<'_>,
    input: &ArchiveRecordInput,
) -> Result<Opened<Granted<Archive>, ArchiveRecordPayload>> {
    let facts = super::any_named(tx, &input.id).await?;
    let stale = |facts: &Facts, since| ArchiveRecordPayload {
        conflict: Some(RecordConflict::new(facts, since)),
        ..Payload::refused(vec![super::stale()])
    };
    super::open(tx, (facts, "input.id"), input.expected_version, stale).await
}

async fn done(tx: &Tx<'_>, granted: &Granted<Archive>, act: &str) -> Result<ArchiveRecordPayload> {
    tx.audit(act, Some(granted.id()), serde_json::json!({})).await?;
    let record = Some(RecordRef { kind: granted.facts().kind, id: granted.id() });
    Ok(ArchiveRecordPayload { record, ..Default::default() })
}

/// What to do instead with records of a kind that is not archived: others hang on them whose they are not.
const fn stays_in_use(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Structure => Some("a structure is archived by a step of its status: see changeStructureStatus"),
        Kind::Member => Some("a person is not archived: end the person's memberships instead"),
        Kind::TrainingPath => {
            Some("a training path is archived by a step of its status: see changeTrainingPathStatus")
        }
        Kind::Project | Kind::Action | Kind::FundingSource | Kind::Resource | Kind::Note => None,
    }
}

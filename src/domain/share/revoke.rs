//! Taking a share back.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::repo;
use crate::access::{self, Granted, Manage};
use crate::domain::record;
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::RecordRef;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// A share to be taken back.
#[derive(Clone, Debug, InputObject)]
pub struct UnshareRecordInput {
    /// The share.
    pub id: ID,
}

/// The answer to the end of a share.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct UnshareRecordPayload {
    /// The record that is no longer shared.
    record: Option<RecordRef>,
    /// What has to be mended; nothing was taken back then.
    user_errors: Vec<UserError>,
}

payload!(UnshareRecordPayload);

/// Takes a share back.
pub(super) struct UnshareRecord {
    pub(super) input: UnshareRecordInput,
}

impl Act for UnshareRecord {
    type Outcome = UnshareRecordPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<UnshareRecordPayload> {
        let absent = || Fault::on("input.id", Code::NotFound, "no such share, or you may not see it");
        let id = record::row_named("share", &self.input.id).ok_or_else(absent)?;
        let shared = repo::record_of(tx, id).await?.ok_or_else(absent)?;
        let facts = tx.facts(shared).await?;
        let granted: Granted<Manage> = access::over(&tx.scene.viewer, facts, "input.id")?;
        repo::delete(tx, &granted, id).await?;
        tx.note_beside(granted.facts(), "share.revoked", "shares");
        tx.audit("share.revoke", Some(shared), serde_json::json!({ "share": id })).await?;
        let record = Some(RecordRef { kind: granted.facts().kind, id: shared });
        Ok(UnshareRecordPayload { record, ..Default::default() })
    }
}

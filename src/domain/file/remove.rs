//! Removing a file from its record.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::change::{self, Opened};
use super::input::RemoveFileInput;
use super::{FileConflict, repo};
use crate::domain::record;
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::RecordRef;
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::transaction::Act;

/// The answer to the removal of a file.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct RemoveFilePayload {
    /// The record that it was of, when it was removed.
    record: Option<RecordRef>,
    /// What happened to the file since the version that you named; nothing was removed then.
    conflict: Option<FileConflict>,
    /// What has to be mended; nothing was removed then.
    user_errors: Vec<UserError>,
}

payload!(RemoveFilePayload);

/// Removes a file for good.
pub(super) struct RemoveFile {
    pub(super) input: RemoveFileInput,
}

impl Act for RemoveFile {
    type Outcome = RemoveFilePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<RemoveFilePayload> {
        let input = &self.input;
        let (found, granted) = match change::open(tx, &input.id, input.expected_version).await? {
            Opened::Granted(both) => both,
            Opened::Stale(conflict) => {
                let stale = Payload::refused(vec![record::stale()]);
                return Ok(RemoveFilePayload { conflict: Some(conflict), ..stale });
            }
        };
        repo::remove(tx, &granted, &found).await?;
        change::settle(tx, &granted, "file.removed").await?;
        tx.audit("file.remove", Some(granted.id()), serde_json::json!({ "file": found.id })).await?;
        let record = Some(RecordRef { kind: granted.facts().kind, id: granted.id() });
        Ok(RemoveFilePayload { record, ..Default::default() })
    }
}

//! Removing a note.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::change::{Opened, open};
use super::input::RemoveNoteInput;
use super::{NoteConflict, repo};
use crate::access::Remove;
use crate::domain::record;
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::RecordRef;
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::transaction::Act;

/// The answer to the removal of a note.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct RemoveNotePayload {
    /// The record that it told of, when it was removed.
    record: Option<RecordRef>,
    /// What happened to the note since the version that you named; nothing was removed then.
    conflict: Option<NoteConflict>,
    /// What has to be mended; nothing was removed then.
    user_errors: Vec<UserError>,
}

payload!(RemoveNotePayload);

/// Removes a note for good: its words are kept nowhere.
pub(super) struct RemoveNote {
    pub(super) input: RemoveNoteInput,
}

impl Act for RemoveNote {
    type Outcome = RemoveNotePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<RemoveNotePayload> {
        let input = &self.input;
        let (granted, above) = match open::<Remove>(tx, &input.id, input.expected_version).await? {
            Opened::Granted(both) => both,
            Opened::Stale(conflict) => {
                let stale = Payload::refused(vec![record::stale()]);
                return Ok(RemoveNotePayload { conflict: Some(conflict), ..stale });
            }
        };
        repo::delete(tx, &granted).await?;
        tx.delete(&granted, "note.removed").await?;
        tx.audit("note.remove", Some(granted.id()), serde_json::json!({ "record": above.id() })).await?;
        let record = Some(RecordRef { kind: above.facts().kind, id: above.id() });
        Ok(RemoveNotePayload { record, ..Default::default() })
    }
}

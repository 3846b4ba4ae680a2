//! Changing a note.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::change::{Opened, open};
use super::input::{self, UpdateNoteInput};
use super::repo::{self, Words};
use super::{Note, NoteConflict, model};
use crate::access::Edit;
use crate::domain::record;
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Error, Result};
use crate::kernel::locale::Locale;
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// The answer to a change of a note.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct UpdateNotePayload {
    /// The note, when nothing had to be mended.
    note: Option<Ref<Note>>,
    /// What happened to the note since the version that you named; nothing was written then.
    conflict: Option<NoteConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(UpdateNotePayload);

/// Changes what a note says; what says nothing new makes no new version.
pub(super) struct UpdateNote {
    pub(super) input: UpdateNoteInput,
}

impl Act for UpdateNote {
    type Outcome = UpdateNotePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<UpdateNotePayload> {
        let input = &self.input;
        let granted = match open::<Edit>(tx, &input.id, input.expected_version).await? {
            Opened::Granted((granted, _)) => granted,
            Opened::Stale(conflict) => {
                let stale = Payload::refused(vec![record::stale()]);
                return Ok(UpdateNotePayload { conflict: Some(conflict), ..stale });
            }
        };
        let body = input::body(input.body.clone()).map_err(Error::Refused)?;
        let dated_on = input.dated_on.map(|day| day.0);
        let words = repo::news(tx, &granted, Words { body, kind: input.kind, dated_on }).await?;
        let fields = words.names();
        if !fields.is_empty() {
            repo::update(tx, &granted, &words).await?;
            let name = words.body.as_ref().and_then(|body| body.get(Locale::Fr)).map(model::name);
            let detail = serde_json::json!({ "fields": fields });
            tx.change(&granted, Change { event: "note.updated", fields, name: name.as_deref() }).await?;
            tx.audit("note.update", Some(granted.id()), detail).await?;
        }
        Ok(UpdateNotePayload { note: Some(Ref::new(granted.id())), ..Default::default() })
    }
}

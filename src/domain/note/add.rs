//! Adding a note to a record.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::input::{self, AddNoteInput};
use super::repo::{self, Words};
use super::{Note, model};
use crate::access::{self, Edit, Granted, Visibility};
use crate::domain::record;
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::kernel::locale::Locale;
use crate::store::Tx;
use crate::store::record::NewRecord;
use crate::store::transaction::Act;

/// The answer to the adding of a note.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct AddNotePayload {
    /// The note, when it was added.
    note: Option<Ref<Note>>,
    /// What has to be mended; nothing was added then.
    user_errors: Vec<UserError>,
}

payload!(AddNotePayload);

/// Adds a note to a record that the caller may change, and whose owner the note has.
pub(super) struct AddNote {
    pub(super) input: AddNoteInput,
}

impl Act for AddNote {
    type Outcome = AddNotePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<AddNotePayload> {
        let input = &self.input;
        let facts = record::any_named(tx, &input.record).await?;
        let above: Granted<Edit> = access::over(&tx.scene.viewer, facts, "input.record")?;
        if let Some(message) = model::untold(above.facts().kind) {
            return Err(Fault::on("input.record", Code::Invalid, message).into());
        }
        let granted = access::create_under(&tx.scene.viewer, Kind::Note, &above, "input.record")?;
        let body = input::body(Some(input.body.clone())).map_err(Error::Refused)?;
        let name = body.as_ref().and_then(|body| body.get(Locale::Fr)).map(model::name).unwrap_or_default();
        let dated_on = Some(input.dated_on.map_or(tx.scene.today, |day| day.0));
        let words = Words { body, kind: Some(input.kind), dated_on };
        let id = tx.new_id();
        let record = NewRecord {
            kind: Kind::Note,
            visibility: input.visibility.map_or(Visibility::Team, Visibility::from),
            under: Some((above.id(), above.facts().effective)),
            withheld: above.facts().withheld,
            project: above.facts().project,
            origin_partner: None,
            name: &name,
            event: "note.added",
        };
        tx.insert_record(&granted, id, record).await?;
        repo::insert(tx, &granted, id, above.id(), &words).await?;
        tx.audit("note.add", Some(id), serde_json::json!({ "record": above.id() })).await?;
        Ok(AddNotePayload { note: Some(Ref::new(id)), ..Default::default() })
    }
}

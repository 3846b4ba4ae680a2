//! Adding a file to a record.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::input::{self, AddFileInput};
use super::model::{self, FileRole};
use super::repo::{self, UploadFound};
use super::{File, change};
use crate::access::{self, Edit, Granted};
use crate::domain::record::{self, Checks};
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::text::Text;
use crate::store::Tx;
use crate::store::transaction::Act;

/// The answer to the adding of a file.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct AddFilePayload {
    /// The file, when it was added.
    file: Option<Ref<File>>,
    /// What has to be mended; nothing was added then.
    user_errors: Vec<UserError>,
}

payload!(AddFilePayload);

/// A file to be made of an upload.
#[derive(Clone, Debug)]
pub(super) struct NewFile {
    pub(super) upload: UploadFound,
    pub(super) position: i32,
    pub(super) role: FileRole,
    pub(super) alt_text: Option<Text>,
}

/// Adds a file to a record that the caller may change. The record's own content does not change, so its version stays.
pub(super) struct AddFile {
    pub(super) input: AddFileInput,
}

impl Act for AddFile {
    type Outcome = AddFilePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<AddFilePayload> {
        let input = &self.input;
        let facts = record::any_named(tx, &input.record).await?;
        let granted: Granted<Edit> = access::over(&tx.scene.viewer, facts, "input.record")?;
        if let Some(message) = model::has_none(granted.facts().kind) {
            return Err(Fault::on("input.record", Code::Invalid, message).into());
        }
        let mut checks = Checks::default();
        let alt_text = input::alt_text(&mut checks, input.alt_text.clone());
        checks.finish(Some(())).map_err(Error::Refused)?;
        let absent = "no such upload of yours, or its 24 hours are over: send the file again";
        let upload = repo::hold_upload(tx, &input.upload).await?;
        let upload = upload.ok_or_else(|| Fault::on("input.upload", Code::NotFound, absent))?;
        let (count, last) = repo::count(tx, &granted).await?;
        if count >= model::MOST {
            let message = format!("a record has {} files at most", model::MOST);
            return Err(Fault::on("input.record", Code::TooMany, message).into());
        }
        let (id, detail) = (upload.id, serde_json::json!({ "file": upload.id, "sha256": upload.sha256 }));
        let new = NewFile { upload, position: last + 1, role: input.role, alt_text };
        repo::take(tx, &granted, new).await?;
        change::settle(tx, &granted, "file.added").await?;
        tx.audit("file.add", Some(granted.id()), detail).await?;
        Ok(AddFilePayload { file: Some(Ref::new(id)), ..Default::default() })
    }
}

//! Starting an import.

use async_graphql::SimpleObject;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::graphql::ImportJob;
use super::input::{self, StartImportInput};
use super::repo::{self, NewJob};
use crate::access;
use crate::domain::file::{self, UploadFound};
use crate::domain::record;
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::locale::Locale;
use crate::store::Tx;
use crate::store::transaction::Act;

/// How long the bytes stay for an import, and for the one that applies what it tried.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// The answer to the start of an import.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct StartImportPayload {
    /// The import, which waits for a server.
    job: Option<Ref<ImportJob>>,
    /// What has to be mended; nothing was started then.
    user_errors: Vec<UserError>,
}

payload!(StartImportPayload);

/// Starts an import, as those who run the network may.
pub(super) struct StartImport {
    pub(super) input: StartImportInput,
}

impl Act for StartImport {
    type Outcome = StartImportPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<StartImportPayload> {
        let input = &self.input;
        let granted = access::run_network(&tx.scene.viewer, "input")?;
        let absent = "no such upload of yours, or its 24 hours are over: send the file again";
        let upload = file::hold_upload(tx, &input.upload).await?;
        let upload = upload.ok_or_else(|| Fault::on("input.upload", Code::NotFound, absent))?;
        let locale = tx.scene.locales.first().copied().unwrap_or(Locale::Fr);
        let mapping = input.mapping.as_ref().map(|mapping| &mapping.0);
        input::mapping(mapping, input.kind, &upload.filename, locale)?;
        let dry_run_of = if input.dry_run { None } else { Some(self.tried(tx, &upload).await?) };
        file::prolong(tx, &upload, tx.scene.now + KEPT).await?;
        let detail =
            serde_json::json!({ "kind": input.kind, "sha256": upload.sha256, "dryRun": input.dry_run });
        let new = NewJob { kind: input.kind, upload, mapping, locale, dry_run_of };
        let id = repo::insert(tx, &granted, new).await?;
        tx.audit("import.start", None, detail).await?;
        Ok(StartImportPayload { job: Some(Ref::new(id)), ..Default::default() })
    }
}

impl StartImport {
    /// The import that tried the same file in the same way: what is applied was seen before.
    async fn tried(&self, tx: &Tx<'_>, upload: &UploadFound) -> Result<uuid::Uuid> {
        const FIELD: &str = "input.dryRunOf";
        let needed =
            "try the file first: start the import with `dryRun: true`, and name it here once it is DONE";
        let given = self.input.dry_run_of.as_ref().ok_or_else(|| Fault::on(FIELD, Code::Required, needed))?;
        let absent = || Fault::on(FIELD, Code::NotFound, "no such import of yours");
        let id = record::row_named("importjob", given).ok_or_else(absent)?;
        let tried = repo::tried(tx, id).await?.ok_or_else(absent)?;
        let refuse = |message| Err(Fault::on(FIELD, Code::Invalid, message).into());
        if !tried.is_done {
            return refuse("this import is not a dry run that is DONE");
        }
        if tried.sha256 != upload.sha256 {
            return refuse("another file was tried than the one that you sent: try this one first");
        }
        let mapping = self.input.mapping.as_ref().map(|mapping| &mapping.0);
        if tried.kind != self.input.kind.as_str() || tried.mapping.as_ref() != mapping {
            return refuse(
                "the file was tried with another kind or another mapping: try it with this one first",
            );
        }
        Ok(id)
    }
}

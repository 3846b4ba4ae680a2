//! Changing what is said of a file; its bytes never change.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::change::{self, Opened};
use super::input::{self, UpdateFileInput};
use super::model::FileRole;
use super::repo::{self, Found};
use super::{File, FileConflict};
use crate::domain::record::{self, Checks};
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Error, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// The answer to a change of a file.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct UpdateFilePayload {
    /// The file, when nothing had to be mended.
    file: Option<Ref<File>>,
    /// What happened to the file since the version that you named; nothing was written then.
    conflict: Option<FileConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(UpdateFilePayload);

/// What a change says that is not so yet.
#[derive(Clone, Debug, Default)]
pub(super) struct News {
    pub(super) filename: Option<String>,
    pub(super) role: Option<FileRole>,
    pub(super) alt_text: Option<Option<Value>>,
}

impl News {
    fn is_none(&self) -> bool {
        self.filename.is_none() && self.role.is_none() && self.alt_text.is_none()
    }
}

/// Changes a file. What says nothing new writes nothing.
pub(super) struct UpdateFile {
    pub(super) input: UpdateFileInput,
}

impl Act for UpdateFile {
    type Outcome = UpdateFilePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<UpdateFilePayload> {
        let input = &self.input;
        let (found, granted) = match change::open(tx, &input.id, input.expected_version).await? {
            Opened::Granted(both) => both,
            Opened::Stale(conflict) => {
                let stale = Payload::refused(vec![record::stale()]);
                return Ok(UpdateFilePayload { conflict: Some(conflict), ..stale });
            }
        };
        let news = input.news(&found).map_err(Error::Refused)?;
        if !news.is_none() {
            repo::update(tx, &granted, &found, news).await?;
            change::settle(tx, &granted, "file.updated").await?;
            tx.audit("file.update", Some(granted.id()), json!({ "file": found.id })).await?;
        }
        Ok(UpdateFilePayload { file: Some(Ref::new(found.id)), ..Default::default() })
    }
}

impl UpdateFileInput {
    fn news(&self, found: &Found) -> Result<News, Vec<Fault>> {
        let mut checks = Checks::default();
        checks.not_null("input.filename", &self.filename);
        checks.not_null("input.role", &self.role);
        let filename = self.filename.value().and_then(|name| input::filename(&mut checks, name));
        let given = self.alt_text.as_opt_ref().map(Option::<&_>::cloned);
        let alt_text = given.map(|given| input::alt_text(&mut checks, given).map(|text| json!(text)));
        let news = News {
            filename: filename.filter(|name| *name != found.filename),
            role: self.role.value().copied().filter(|role| role.as_str() != found.role),
            alt_text: alt_text.filter(|text| *text != found.alt_text),
        };
        checks.finish(Some(news))
    }
}

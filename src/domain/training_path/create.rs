//! Making a training path.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::content::Content;
use super::input::CreateTrainingPathInput;
use super::{TrainingPath, references, repo};
use crate::access::{self, Visibility};
use crate::domain::record::{self, Checks};
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::record::NewRecord;
use crate::store::transaction::Act;

/// The answer to the making of a training path.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct CreateTrainingPathPayload {
    /// The training path, when it was made.
    training_path: Option<Ref<TrainingPath>>,
    /// What has to be mended; nothing was made then.
    user_errors: Vec<UserError>,
}

payload!(CreateTrainingPathPayload);

/// Makes a draft of a structure for which the caller writes.
pub(super) struct CreateTrainingPath {
    pub(super) input: CreateTrainingPathInput,
}

impl Act for CreateTrainingPath {
    type Outcome = CreateTrainingPathPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<CreateTrainingPathPayload> {
        let input = &self.input;
        let owner = record::named(tx, Kind::Structure, &input.owner).await?;
        let owner = access::seen(owner, "input.owner")?;
        let granted = access::create(&tx.scene.viewer, Kind::TrainingPath, Some(owner.id), "input.owner")?;
        let content = self.content(tx, owner.id).await?;
        let id = tx.new_id();
        let record = NewRecord {
            kind: Kind::TrainingPath,
            visibility: input.visibility.map_or(Visibility::Network, Visibility::from),
            under: None,
            withheld: true,
            project: None,
            origin_partner: None,
            name: content.french_title(),
            event: "path.created",
        };
        tx.insert_record(&granted, id, record).await?;
        repo::insert(tx, &granted, id, &content).await?;
        tx.audit("training_path.create", Some(id), serde_json::json!({})).await?;
        Ok(CreateTrainingPathPayload { training_path: Some(Ref::new(id)), ..Default::default() })
    }
}

impl CreateTrainingPath {
    /// What it will say, once all of it is checked.
    async fn content(&self, tx: &Tx<'_>, owner: Uuid) -> Result<Content> {
        let input = &self.input;
        let mut checks = Checks::default();
        let title = checks.text("input.title", Some(input.title.clone()), 300);
        let mut content = Content::new(title, owner, Some(input.modality));
        content.take(&input.details, &mut checks);
        references::take(tx, &mut content, &input.details, &mut checks).await?;
        let is_whole = content.title.is_some();
        checks.finish(Some(content).filter(|_| is_whole)).map_err(Error::Refused)
    }
}

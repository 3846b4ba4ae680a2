//! Making a resource.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::content::Content;
use super::input::CreateResourceInput;
use super::parts::Parts;
use super::{TeachingResource, repo};
use crate::access::{self, Visibility};
use crate::domain::record;
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::kernel::locale::Locale;
use crate::store::Tx;
use crate::store::record::NewRecord;
use crate::store::transaction::Act;

/// The answer to the making of a resource.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct CreateResourcePayload {
    /// The resource, when it was made.
    resource: Option<Ref<TeachingResource>>,
    /// What has to be mended; nothing was made then.
    user_errors: Vec<UserError>,
}

payload!(CreateResourcePayload);

/// Makes a draft of a structure for which the caller writes.
pub(super) struct CreateResource {
    pub(super) input: CreateResourceInput,
}

impl Act for CreateResource {
    type Outcome = CreateResourcePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<CreateResourcePayload> {
        let input = &self.input;
        let owner = record::named(tx, Kind::Structure, &input.owner).await?;
        let owner = access::seen(owner, "input.owner")?;
        let granted = access::create(&tx.scene.viewer, Kind::Resource, Some(owner.id), "input.owner")?;
        let content = Content::check(Some(input.title.clone()), input.content.clone());
        let content = content.map_err(Error::Refused)?;
        let parts = Parts::find(tx, &content).await?;
        let id = tx.new_id();
        let record = NewRecord {
            kind: Kind::Resource,
            visibility: input.visibility.map_or(Visibility::Network, Visibility::from),
            under: None,
            withheld: true,
            project: None,
            origin_partner: None,
            name: content.title.as_ref().and_then(|title| title.get(Locale::Fr)).unwrap_or_default(),
            event: "resource.created",
        };
        tx.insert_record(&granted, id, record).await?;
        repo::insert(tx, &granted, id, &content, &parts).await?;
        tx.audit("resource.create", Some(id), serde_json::json!({})).await?;
        Ok(CreateResourcePayload { resource: Some(Ref::new(id)), ..Default::default() })
    }
}

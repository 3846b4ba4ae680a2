//! Making a funding source.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::content::Content;
use super::input::CreateFundingSourceInput;
use super::model::FundingRecurrence;
use super::{FundingSource, references, repo};
use crate::access::{self, Visibility};
use crate::domain::record::{self, Checks};
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Error, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::record::NewRecord;
use crate::store::transaction::Act;

/// The answer to the making of a funding source.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct CreateFundingSourcePayload {
    /// The funding source, when it was made.
    funding_source: Option<Ref<FundingSource>>,
    /// What has to be mended; nothing was made then.
    user_errors: Vec<UserError>,
}

payload!(CreateFundingSourcePayload);

/// Makes the draft of a funding source for a structure for which the caller writes.
pub(super) struct CreateFundingSource {
    pub(super) input: CreateFundingSourceInput,
}

impl Act for CreateFundingSource {
    type Outcome = CreateFundingSourcePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<CreateFundingSourcePayload> {
        let input = &self.input;
        let owner = record::named(tx, Kind::Structure, &input.owner).await?;
        let owner = access::seen(owner, "input.owner")?;
        let granted = access::create(&tx.scene.viewer, Kind::FundingSource, Some(owner.id), "input.owner")?;
        let content = self.content(tx).await?;
        let id = tx.new_id();
        let record = NewRecord {
            kind: Kind::FundingSource,
            visibility: input.visibility.map_or(Visibility::Team, Visibility::from),
            under: None,
            withheld: true,
            project: None,
            origin_partner: None,
            name: content.french_title(),
            event: "funding_source.created",
        };
        tx.insert_record(&granted, id, record).await?;
        repo::insert(tx, &granted, id, &content).await?;
        tx.audit("funding_source.create", Some(id), serde_json::json!({})).await?;
        Ok(CreateFundingSourcePayload { funding_source: Some(Ref::new(id)), ..Default::default() })
    }
}

impl CreateFundingSource {
    /// What it will say, once all of it is checked.
    async fn content(&self, tx: &Tx<'_>) -> Result<Content> {
        let input = &self.input;
        let mut checks = Checks::default();
        let title = checks.text("input.title", Some(input.title.clone()), 300);
        let recurrence = input.recurrence.unwrap_or(FundingRecurrence::OneOff);
        let mut content = Content::new(title, input.aid_type, recurrence);
        content.take(&input.details, &mut checks);
        content.check(&mut checks);
        references::take(tx, &mut content, &input.details, &mut checks).await?;
        let is_whole = content.title.is_some();
        checks.finish(Some(content).filter(|_| is_whole)).map_err(Error::Refused)
    }
}

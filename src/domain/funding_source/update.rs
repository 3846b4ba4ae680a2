//! Changing what a funding source says.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::content::Content;
use super::input::UpdateFundingSourceInput;
use super::repo::{self, Kept};
use super::{FundingSource, FundingSourceConflict, references};
use crate::access::{self, Edit, Granted};
use crate::domain::record::{self, Checks};
use crate::gql::mutation::{Payload, UserError, payload};
use crate::gql::plan::Ref;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::kind::Kind;
use crate::store::Tx;
use crate::store::record::Change;
use crate::store::transaction::Act;

/// The answer to a change of a funding source.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct UpdateFundingSourcePayload {
    /// The funding source, when it was changed, or was so already.
    funding_source: Option<Ref<FundingSource>>,
    /// What happened to the funding source since the version that you named; nothing was written then.
    conflict: Option<FundingSourceConflict>,
    /// What has to be mended; nothing was written then.
    user_errors: Vec<UserError>,
}

payload!(UpdateFundingSourcePayload);

/// Changes what a funding source says, which its editors may do. One that is PUBLISHED keeps what it needs to be.
pub(super) struct UpdateFundingSource {
    pub(super) input: UpdateFundingSourceInput,
}

impl Act for UpdateFundingSource {
    type Outcome = UpdateFundingSourcePayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<UpdateFundingSourcePayload> {
        let input = &self.input;
        let facts = record::named(tx, Kind::FundingSource, &input.id).await?;
        let granted: Granted<Edit> = access::over(&tx.scene.viewer, facts, "input.id")?;
        if let Some(since) = tx.since(&granted, input.expected_version).await? {
            let conflict = Some(FundingSourceConflict::new(granted.id(), since));
            return Ok(UpdateFundingSourcePayload { conflict, ..Payload::refused(vec![record::stale()]) });
        }
        let before = repo::kept(tx, granted.id()).await?;
        let after = self.content(tx, &before).await?;
        let fields = after.changes(&before.content);
        if !fields.is_empty() {
            repo::update(tx, &granted, &after).await?;
            let detail = serde_json::json!({ "fields": fields });
            let name = fields.contains(&"title").then(|| after.french_title());
            tx.change(&granted, Change { event: "funding_source.updated", fields, name }).await?;
            tx.audit("funding_source.update", Some(granted.id()), detail).await?;
        }
        let funding_source = Some(Ref::new(granted.id()));
        Ok(UpdateFundingSourcePayload { funding_source, ..Default::default() })
    }
}

impl UpdateFundingSource {
    /// What it will say, once all of it is checked.
    async fn content(&self, tx: &Tx<'_>, before: &Kept) -> Result<Content> {
        let input = &self.input;
        let mut checks = Checks::default();
        let mut content = before.content.clone();
        if let Some(title) = checks.text("input.title", input.title.clone(), 300) {
            content.title = Some(title);
        }
        content.aid_type = input.aid_type.unwrap_or(content.aid_type);
        content.recurrence = input.recurrence.unwrap_or(content.recurrence);
        content.take(&input.details, &mut checks);
        content.check(&mut checks);
        references::take(tx, &mut content, &input.details, &mut checks).await?;
        let content = checks.finish(Some(content)).map_err(Error::Refused)?;
        let lacks = content.lacks(before.status).into_iter();
        let lacks: Vec<Fault> = lacks
            .map(|(field, message)| Fault::on(&format!("input.{field}"), Code::Required, message))
            .collect();
        if lacks.is_empty() { Ok(content) } else { Err(Error::Refused(lacks)) }
    }
}

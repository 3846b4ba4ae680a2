//! Making a client with its first key.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::act::{self, NewKeyPayload};
use super::content::Content;
use super::input::CreateApiClientInput;
use super::repo;
use crate::access::GrantedPartner;
use crate::domain::partner;
use crate::domain::record::Checks;
use crate::gql::plan::Ref;
use crate::identity::key::FreshKey;
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::id::new_id;
use crate::store::Tx;
use crate::store::transaction::Act;

/// A client to be made, and its key: both stay the same when the transaction is tried again.
pub(super) struct CreateApiClient {
    input: CreateApiClientInput,
    id: Uuid,
    key: FreshKey,
}

impl CreateApiClient {
    pub(super) fn new(input: CreateApiClientInput, now: DateTime<Utc>) -> Self {
        let id = new_id(now);
        Self { input, id, key: FreshKey::of(id, now) }
    }
}

impl Act for CreateApiClient {
    type Outcome = NewKeyPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<NewKeyPayload> {
        let partner = partner::govern_named(tx, &self.input.partner, "input.partner").await?;
        let mut checks = Checks::default();
        let content = self.input.content(&mut checks);
        let content = content.checked(checks, tx.scene.now, None).map_err(Error::Refused)?;
        let reason = act::reason(self.input.reason.as_deref())?;
        make(tx, &partner, (self.id, &self.key), &content, reason).await?;
        let key = Some(self.key.shown().to_owned());
        Ok(NewKeyPayload { api_client: Some(Ref::new(self.id)), key, ..NewKeyPayload::default() })
    }
}

/// Makes a client of what was checked.
pub(super) async fn make(
    tx: &Tx<'_>,
    partner: &GrantedPartner,
    (client, key): (Uuid, &FreshKey),
    content: &Content,
    reason: Option<String>,
) -> Result<()> {
    if !partner.facts().active {
        let message = "the partner is not ACTIVE: a key for it would open nothing";
        return Err(Fault::on("input.partner", Code::InvalidTransition, message).into());
    }
    repo::require_own(tx, partner, content.structures.iter().flatten()).await?;
    repo::insert(tx, partner, client, content).await?;
    repo::insert_key(tx, partner, client, key).await?;
    let detail = json!({ "scopes": content.scope_names(), "key": key.id });
    act::audit(tx, ("client.created", client), partner, reason, detail).await
}

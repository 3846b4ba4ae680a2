//! What every act on a client begins with, and what it writes down of itself.

use async_graphql::{ID, SimpleObject};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::repo::{self, Kept};
use super::{ApiClient, ApiClientConflict, PREFIX};
use crate::access::GrantedPartner;
use crate::domain::partner;
use crate::domain::record::row_named;
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::{self, Ref};
use crate::kernel::error::{Code, Fault, Result};
use crate::kernel::text::clean;
use crate::store::{Tx, fault};

/// The answer to a change of a client.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct ApiClientPayload {
    /// The client, when nothing had to be mended.
    pub(super) api_client: Option<Ref<ApiClient>>,
    /// What happened to the client since the version that you named; nothing was written then.
    pub(super) conflict: Option<ApiClientConflict>,
    /// What has to be mended; nothing was written then.
    pub(super) user_errors: Vec<UserError>,
}

payload!(ApiClientPayload);

impl ApiClientPayload {
    pub(super) fn of(client: Uuid) -> Self {
        Self { api_client: Some(Ref::new(client)), ..Self::default() }
    }
}

/// The answer that shows a new key. The key is left out of what is kept for a repeated request: it is shown once.
#[derive(Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct NewKeyPayload {
    /// The client, when nothing had to be mended.
    pub(super) api_client: Option<Ref<ApiClient>>,
    /// The new key. It is shown in this answer only: the same request sent again with its Idempotency-Key is answered with
    /// null, and `rotateApiClientKey` makes another key.
    #[serde(skip)]
    pub(super) key: Option<String>,
    /// What has to be mended; nothing was made then.
    pub(super) user_errors: Vec<UserError>,
}

payload!(NewKeyPayload);

/// A client that the caller names in `input.id`, held until the end of the transaction, with the proof that the caller
/// governs its partner.
pub(super) async fn open(tx: &Tx<'_>, id: &ID) -> Result<(GrantedPartner, Kept)> {
    let unknown = || Fault::on("input.id", Code::NotFound, "there is no such client, or you may not see it");
    let id = row_named(PREFIX, id).ok_or_else(unknown)?;
    let row = plan::hold::<ApiClient>(tx, id, "t.partner_id").await?.ok_or_else(unknown)?;
    let partner = row.try_get_by_index(0).map_err(fault)?;
    let partner = partner::govern(tx, partner, "input.id").await?;
    let kept = repo::kept(tx, &partner, id).await?;
    Ok((partner, kept))
}

/// That a client was not ended: then it stays as it was.
pub(super) fn not_revoked(client: &Kept) -> Result<(), Fault> {
    let message = "it was revoked, which is for good: make another one";
    if client.revoked { Err(Fault::on("input.id", Code::InvalidTransition, message)) } else { Ok(()) }
}

/// The most characters of a reason.
const MAX_REASON: usize = 500;

/// A reason as it is written down, at most 500 characters; blank is none.
pub(super) fn reason(given: Option<&str>) -> Result<Option<String>, Fault> {
    let reason = given.map(clean).filter(|reason| !reason.is_empty());
    if reason.as_ref().is_some_and(|reason| reason.chars().count() > MAX_REASON) {
        return Err(Fault::on("input.reason", Code::Invalid, "at most 500 characters"));
    }
    Ok(reason)
}

/// Writes down who did what to a client, and why; `detail` holds no secret.
pub(super) async fn audit(
    tx: &Tx<'_>,
    (act, client): (&'static str, Uuid),
    partner: &GrantedPartner,
    reason: Option<String>,
    mut detail: serde_json::Value,
) -> Result<()> {
    detail["client"] = json!(client);
    detail["partner"] = json!(partner.id());
    detail["reason"] = json!(reason);
    tx.audit(act, None, detail).await
}

//! Sharing a record.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};

use super::Share;
use super::grantee::GranteeInput;
use super::model::{GranteeKind, ShareLevel};
use super::repo::{self, NewShare};
use crate::access::{self, Granted, Manage};
use crate::domain::notification::{self, Notice, NotificationTopic, To};
use crate::domain::record;
use crate::gql::mutation::{UserError, payload};
use crate::gql::plan::Ref;
use crate::gql::scalar::DateTime;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// A record to be shared.
#[derive(Clone, Debug, InputObject)]
pub struct ShareRecordInput {
    /// The record.
    pub record: ID,
    /// Whom it is shared with.
    pub grantee: GranteeInput,
    /// What it lets them do.
    #[graphql(default_with = "ShareLevel::Read")]
    pub level: ShareLevel,
    /// Until when; for ever when nothing is said.
    pub expires_at: Option<DateTime>,
}

/// The answer to the sharing of a record.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct ShareRecordPayload {
    /// The share, when it was given.
    share: Option<Ref<Share>>,
    /// What has to be mended; nothing was shared then.
    user_errors: Vec<UserError>,
}

payload!(ShareRecordPayload);

/// Shares a record.
pub(super) struct ShareRecord {
    pub(super) input: ShareRecordInput,
}

impl Act for ShareRecord {
    type Outcome = ShareRecordPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<ShareRecordPayload> {
        let input = &self.input;
        let facts = record::any_named(tx, &input.record).await?;
        let granted: Granted<Manage> = access::over(&tx.scene.viewer, facts, "input.record")?;
        let grantee = input.grantee.find(tx).await?;
        let expires_at = input.expires_at.map(|at| at.0);
        if expires_at.is_some_and(|at| at <= tx.scene.now) {
            return Err(Fault::on("input.expiresAt", Code::Invalid, "this moment is past").into());
        }
        let id = repo::put(tx, &granted, &NewShare { grantee, level: input.level, expires_at }).await?;
        tx.note_beside(granted.facts(), "share.granted", "shares");
        if grantee.kind == GranteeKind::Member {
            let shared = Notice::about(granted.facts(), NotificationTopic::RecordShared, (id, 1));
            notification::tell(tx, &shared, To::Member(grantee.id)).await?;
        }
        let detail = serde_json::json!({ "grantee": grantee.id, "kind": grantee.kind, "level": input.level });
        tx.audit("share.grant", Some(granted.id()), detail).await?;
        Ok(ShareRecordPayload { share: Some(Ref::new(id)), ..Default::default() })
    }
}

//! Marking notifications read.

use async_graphql::{ID, InputObject, SimpleObject};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::repo;
use crate::domain::record;
use crate::gql::mutation::{UserError, payload};
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// How many are named at once.
const MOST: usize = 100;

/// Notifications to be marked read: give exactly one of these.
#[derive(Clone, Debug, InputObject)]
pub struct MarkNotificationsReadInput {
    /// These of your notifications, at most 100.
    pub ids: Option<Vec<ID>>,
    /// All of them, when true.
    pub all: Option<bool>,
}

/// The answer to the marking of notifications.
#[derive(Debug, Default, SimpleObject, Serialize, Deserialize)]
pub(crate) struct MarkNotificationsReadPayload {
    /// How many are left that you have not read.
    unread_notifications: Option<i32>,
    /// What has to be mended; nothing was marked then.
    user_errors: Vec<UserError>,
}

payload!(MarkNotificationsReadPayload);

/// Marks one's own notifications read. Those that were stay so.
pub(super) struct MarkNotificationsRead {
    pub(super) input: MarkNotificationsReadInput,
}

impl Act for MarkNotificationsRead {
    type Outcome = MarkNotificationsReadPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<MarkNotificationsReadPayload> {
        let nobody = || Fault::of(Code::Forbidden, "sign in: a person reads their own notifications");
        let member = tx.scene.viewer.member.ok_or_else(nobody)?;
        let named = self.input.named()?;
        if let Some(ids) = &named
            && repo::owned(tx, member, ids).await? < ids.len()
        {
            return Err(absent().into());
        }
        repo::mark_read(tx, member, named.as_deref()).await?;
        let left = i32::try_from(repo::left(tx, member).await?).unwrap_or(i32::MAX);
        Ok(MarkNotificationsReadPayload { unread_notifications: Some(left), ..Default::default() })
    }
}

impl MarkNotificationsReadInput {
    /// Those that are named, each once; `None` for all.
    fn named(&self) -> Result<Option<Vec<Uuid>>, Fault> {
        match (&self.ids, self.all) {
            (None, Some(true)) => Ok(None),
            (Some(ids), None | Some(false)) if ids.len() > MOST => Err(Fault::on(
                "input.ids",
                Code::TooMany,
                format!("at most {MOST} at once, not {}", ids.len()),
            )),
            (Some(ids), None | Some(false)) => {
                let ids: Option<Vec<Uuid>> =
                    ids.iter().map(|id| record::row_named("notification", id)).collect();
                let mut ids = ids.ok_or_else(absent)?;
                ids.sort_unstable();
                ids.dedup();
                Ok(Some(ids))
            }
            _ => Err(Fault::on("input", Code::Invalid, "give exactly one of: ids, all")),
        }
    }
}

fn absent() -> Fault {
    Fault::on("input.ids", Code::NotFound, "one of these is no notification of yours")
}

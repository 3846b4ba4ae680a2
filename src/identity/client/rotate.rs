//! Another key for a client. Its other keys stay good for a while, so that the program changes over in its own time.

use async_graphql::ID;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::act::{self, NewKeyPayload};
use super::input::RotateApiClientKeyInput;
use super::{PREFIX, repo};
use crate::domain::record::row_named;
use crate::gql::plan::Ref;
use crate::identity::key::FreshKey;
use crate::kernel::error::{Code, Fault, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// Keys of one client that are good at once, at most.
const MAX_KEYS: usize = 5;

/// Hours for which the other keys may stay good.
const OVERLAP: std::ops::RangeInclusive<i32> = 0..=168;

/// The key to be made, which stays the same when the transaction is tried again.
pub(super) struct RotateApiClientKey {
    input: RotateApiClientKeyInput,
    key: FreshKey,
}

impl RotateApiClientKey {
    pub(super) fn new(input: RotateApiClientKeyInput, now: DateTime<Utc>) -> Self {
        // A client that is not named is refused before its key counts.
        let client = client_of(&input.id).unwrap_or_default();
        Self { input, key: FreshKey::of(client, now) }
    }
}

fn client_of(id: &ID) -> Option<Uuid> {
    row_named(PREFIX, id)
}

impl Act for RotateApiClientKey {
    type Outcome = NewKeyPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<NewKeyPayload> {
        let (partner, client) = act::open(tx, &self.input.id).await?;
        act::not_revoked(&client)?;
        let overlap = self.input.overlap_hours;
        if !OVERLAP.contains(&overlap) {
            return Err(Fault::on("input.overlapHours", Code::Invalid, "from 0 to 168 hours").into());
        }
        let reason = act::reason(self.input.reason.as_deref())?;
        repo::end_keys(tx, &partner, client.id, tx.scene.now + TimeDelta::hours(overlap.into())).await?;
        if repo::count_keys(tx, &partner, client.id).await? >= MAX_KEYS {
            let message = "five keys are good already: let them end, or name fewer hours";
            return Err(Fault::on("input.overlapHours", Code::TooMany, message).into());
        }
        repo::insert_key(tx, &partner, client.id, &self.key).await?;
        let detail = json!({ "key": self.key.id, "overlapHours": overlap });
        act::audit(tx, ("client.key_rotated", client.id), &partner, reason, detail).await?;
        let key = Some(self.key.shown().to_owned());
        Ok(NewKeyPayload { api_client: Some(Ref::new(client.id)), key, ..NewKeyPayload::default() })
    }
}

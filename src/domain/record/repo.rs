//! What records share in the database beside their common row: the history of states, what the clock
//! told of them, and texts.

use entities::{announcement, status_change};
use sea_orm::ActiveValue::Set;

use super::clock::Announcement;
use super::transition::{State, Step};
use crate::access::{Facts, Granted};
use crate::kernel::error::Result;
use crate::kernel::text::Text;
use crate::store::{Tx, read_json};

/// Keeps a step of the record's state called `field`.
///
/// # Errors
/// When the database refuses it.
pub async fn keep_step<R, S: State>(
    tx: &Tx<'_>,
    granted: &Granted<R>,
    field: &'static str,
    step: &Step<S>,
) -> Result<()> {
    let row = status_change::ActiveModel {
        id: Set(tx.new_id()),
        record_id: Set(granted.id()),
        field: Set(field.to_owned()),
        from_value: Set(Some(step.from.code().to_owned())),
        to_value: Set(step.to.code().to_owned()),
        reason: Set(step.reason.clone()),
        actor_id: Set(tx.actor.id()),
        at: Set(tx.scene.now),
    };
    tx.insert(row).await
}

/// Marks that a day was told of.
pub(super) async fn mark_announced(tx: &Tx<'_>, record: &Facts, told: &Announcement) -> Result<()> {
    let row = announcement::ActiveModel {
        record_id: Set(record.id),
        event: Set(told.event.to_owned()),
        day: Set(told.day),
        at: Set(tx.scene.now),
    };
    tx.insert(row).await
}

/// A text as its column holds it.
///
/// # Errors
/// When what the column holds is none.
pub fn read_text(kept: serde_json::Value) -> Result<Text> {
    read_json(kept, "a kept text")
}

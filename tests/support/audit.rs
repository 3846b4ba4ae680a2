//! What is written down of acts of administration that are refused.

use entities::audit_event;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use super::TestHub;

/// Who was refused, and what, in the order in which it was written.
pub(crate) async fn written(hub: &TestHub) -> Vec<(Option<Uuid>, Value)> {
    let events = audit_event::Entity::find()
        .filter(audit_event::Column::Act.eq("administration.refused"))
        .order_by_asc(audit_event::Column::Id)
        .all(hub.connection())
        .await
        .expect("audit events");
    events.into_iter().map(|event| (event.actor_id, event.detail)).collect()
}

/// What is written of one reason.
pub(crate) fn refusal(mutation: &str, code: &str, field: &str) -> Value {
    json!({ "mutation": mutation, "reasons": [{ "code": code, "field": field }] })
}

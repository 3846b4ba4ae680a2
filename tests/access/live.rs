//! The surface of who listens: all that is told of a record, from the beginning of the log to its end.

use respyrem::kernel::actor::Actor;
use serde_json::{Value, json};

use super::way::Way;
use super::world::Subject;
use crate::support::build::structure_id;
use crate::support::stream::{LIVE, TestStream};

/// Whether the record is there after all that is told of it. What everyone sees is logged last: when it comes, all came
/// that comes.
pub(super) async fn shows(way: &impl Way, actor: &Actor, subject: &Subject) -> bool {
    let hub = way.hub();
    let newest = async || hub.logged().await.pop().expect("something is logged");
    if newest().await.record_id != subject.witness {
        hub.log_made(subject.witness).await;
    }
    let end = newest().await.seq;
    let after = hub.cursor(actor, 0).await;
    let witness = structure_id(subject.witness);
    let variables =
        json!({ "after": after, "scopes": [{ "recordId": subject.id }, { "recordId": witness }] });
    let mut stream = TestStream::open(&hub.pipeline, actor, LIVE, variables).await;
    let mut told: Option<Value> = None;
    loop {
        let event = stream.next().await;
        let seq = hub.seq_of(stream.cursor.as_deref().expect("a cursor")).await;
        if event["id"] == subject.id.as_str() {
            told = Some(event);
        }
        if seq == end {
            break;
        }
    }
    let Some(told) = told else { return false };
    let is_there = told["type"] != "REMOVED";
    assert_eq!(told["record"].is_object(), is_there, "{told}");
    is_there
}

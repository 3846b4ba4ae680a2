//! Those who ask the same with the same rights share one execution.

use futures_util::future::join_all;
use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::json;

use crate::on_both;
use crate::support::build::structure_id;
use crate::support::stream::{LIVE, TestStream};

on_both!(one_event_is_read_once_for_all_who_share_it, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let admin = hub.person("Aina", owner, Role::Admin).await;
    let mut streams = Vec::new();
    for number in 0..40 {
        // Where one begins is no difference between two who listen.
        let after = if number % 2 == 0 { Some(hub.cursor(&Actor::Anonymous, 0).await) } else { None };
        streams.push(hub.live_after(&Actor::Anonymous, after.as_deref()).await);
    }
    let mut own = TestStream::open(&hub.pipeline, &admin, LIVE, json!({})).await;
    let input = json!({ "record": structure_id(owner), "body": { "fr": "Venez" }, "visibility": "PUBLIC" });
    hub.mutate(&admin, "addNote", input, "").await;
    let (told, statements) = hub
        .statements(async {
            hub.pipeline.feed().look(std::time::Duration::ZERO).await.expect("the log");
            join_all(streams.iter_mut().map(|stream| stream.message())).await
        })
        .await;
    let bodies: Vec<_> =
        told.into_iter().map(|message| message.expect("one").expect("no end").body).collect();
    assert!(bodies.iter().all(|body| body.as_ptr() == bodies[0].as_ptr()));
    // The log, the record, and the person who wrote it.
    assert!(statements <= 4, "{statements}");
    assert_eq!(own.next().await["event"], "note.added");
});

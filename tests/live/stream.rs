//! `live`: each change that one may see, once, in the order of the commits.

use futures_util::future::join_all;
use respyrem::access::Visibility;
use respyrem::gql::document::DocumentSettings;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::structure_id;
use crate::support::stream::{LIVE, TestStream};

/// A structure of a partner, in the name of its administrator, and somebody of another partner.
async fn people(hub: &TestHub) -> (String, Actor, Actor) {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let other = hub.structure("Parc").visibility(Visibility::Public).partner(true).await;
    let admin = hub.person("Aina", owner, Role::Admin).await;
    (structure_id(owner), admin, hub.person("Otto", other, Role::Admin).await)
}

async fn add_note(hub: &TestHub, actor: &Actor, owner: &str, level: &str) -> String {
    let input = json!({ "record": owner, "body": { "fr": "Le four chauffe" }, "visibility": level });
    let added = hub.mutate(actor, "addNote", input, "note { id }").await;
    added["note"]["id"].as_str().unwrap_or_else(|| panic!("{added}")).to_owned()
}

async fn change_visibility(hub: &TestHub, actor: &Actor, id: &str, version: i64, to: &str) {
    let input = json!({ "id": id, "to": to, "expectedVersion": version });
    let changed = hub.mutate(actor, "changeVisibility", input, "").await;
    assert_eq!(changed["userErrors"], json!([]));
}

fn ids(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["id"].as_str().unwrap_or_else(|| panic!("{event}"))).collect()
}

on_both!(a_change_is_told_with_the_record_as_it_is, |hub| {
    let (owner, admin, _) = people(&hub).await;
    let _following = hub.follow();
    let mut stream = hub.live(&admin).await;
    let note = add_note(&hub, &admin, &owner, "PUBLIC").await;
    let event = stream.next().await;
    assert_eq!(event["cursor"], stream.cursor.clone().expect("a cursor"));
    let expected = json!({ "__typename": "Change", "cursor": event["cursor"], "type": "CREATED", "event": "note.added",
        "kind": "NOTE", "id": note, "version": 1, "changedFields": [], "actor": { "displayName": "Aina" },
        "record": { "id": note, "version": 1 } });
    assert_eq!(event, expected);
    let input = json!({ "id": note, "expectedVersion": 1, "body": { "fr": "Il refroidit" } });
    hub.mutate(&admin, "updateNote", input, "").await;
    let event = stream.next().await;
    assert_eq!((&event["type"], &event["changedFields"]), (&json!("UPDATED"), &json!(["body"])));
    assert_eq!(event["record"]["version"], 2);
});

on_both!(who_loses_a_record_is_told_its_id_and_kind_and_nothing_more, |hub| {
    let (owner, admin, other) = people(&hub).await;
    let note = add_note(&hub, &admin, &owner, "PUBLIC").await;
    let _following = hub.follow();
    let (mut theirs, mut own) = (hub.live(&other).await, hub.live(&admin).await);
    change_visibility(&hub, &admin, &note, 1, "PRIVATE").await;
    let removed = theirs.next().await;
    let expected = json!({ "__typename": "Change", "cursor": removed["cursor"], "type": "REMOVED", "event": null,
        "kind": "NOTE", "id": note, "version": null, "changedFields": [], "actor": null, "record": null });
    assert_eq!(removed, expected);
    assert_eq!(own.next().await["type"], "UPDATED");
    // What happens to it from then on is none of their business.
    let input = json!({ "id": note, "expectedVersion": 2, "body": { "fr": "En secret" } });
    hub.mutate(&admin, "updateNote", input, "").await;
    assert_eq!(own.next().await["type"], "UPDATED");
    theirs.is_silent().await;
    change_visibility(&hub, &admin, &note, 3, "PUBLIC").await;
    assert_eq!(theirs.next().await["type"], "CREATED");
});

on_both!(what_one_never_saw_is_never_told, |hub| {
    let (owner, admin, other) = people(&hub).await;
    let _following = hub.follow();
    let (mut theirs, mut nobodys) = (hub.live(&other).await, hub.live(&Actor::Anonymous).await);
    for level in ["NETWORK", "SHARED", "TEAM", "PRIVATE"] {
        add_note(&hub, &admin, &owner, level).await;
    }
    let seen = add_note(&hub, &admin, &owner, "PUBLIC").await;
    assert_eq!(theirs.take(2).await[1]["id"], seen.as_str());
    assert_eq!(nobodys.next().await["id"], seen.as_str());
});

on_both!(who_comes_back_gets_all_that_was_missed_in_order_and_once, |hub| {
    let (owner, admin, _) = people(&hub).await;
    let _following = hub.follow();
    let mut stream = hub.live(&admin).await;
    let first = add_note(&hub, &admin, &owner, "TEAM").await;
    assert_eq!(stream.next().await["id"], first.as_str());
    let cursor = stream.cursor.clone();
    drop(stream);
    let mut made = Vec::new();
    for _ in 0..20 {
        made.push(add_note(&hub, &admin, &owner, "TEAM").await);
    }
    let mut again = hub.live_after(&admin, cursor.as_deref()).await;
    // While it catches up, more comes.
    let (told, more) = tokio::join!(again.take(25), async {
        let mut more = Vec::new();
        for _ in 0..5 {
            more.push(add_note(&hub, &admin, &owner, "TEAM").await);
        }
        more
    });
    made.extend(more);
    assert_eq!(ids(&told), made);
    again.is_silent().await;
});

on_both!(what_is_told_is_in_the_order_of_the_commits_for_everyone, |hub| {
    let (owner, admin, _) = people(&hub).await;
    let _following = hub.follow();
    let mut early = hub.live(&admin).await;
    let cursor = hub.cursor(&admin, 0).await;
    let writers = (0..6).map(|_| async {
        for _ in 0..6 {
            add_note(&hub, &admin, &owner, "PUBLIC").await;
        }
    });
    let (told, _) = tokio::join!(early.take(36), join_all(writers));
    let logged: Vec<String> = hub.logged().await.iter().map(|row| row.record_id.to_string()).collect();
    assert_eq!(logged.len(), 36);
    let mut late = hub.live_after(&admin, Some(&cursor)).await;
    assert_eq!(ids(&late.take(36).await), ids(&told));
});

on_both!(another_servers_changes_are_told_within_a_second, |hub| {
    let (owner, admin, _) = people(&hub).await;
    let other = crate::support::hub::SCHEMA.pipeline(hub.beside().await, DocumentSettings::default());
    let _following = crate::support::stream::Following::start(other.feed());
    let mut stream = TestStream::open(&other, &admin, LIVE, json!({})).await;
    let start = std::time::Instant::now();
    let note = add_note(&hub, &admin, &owner, "TEAM").await;
    assert_eq!(stream.next().await["id"], note.as_str());
    assert!(start.elapsed() < std::time::Duration::from_secs(1), "{:?}", start.elapsed());
});

on_both!(scopes_say_what_one_is_told_of, |hub| {
    let (owner, admin, other) = people(&hub).await;
    let _following = hub.follow();
    let note = add_note(&hub, &admin, &owner, "PUBLIC").await;
    let open = async |scopes: Value| {
        TestStream::open(&hub.pipeline, &other, LIVE, json!({ "scopes": scopes })).await
    };
    let mut of_record = open(json!([{ "recordId": note }])).await;
    let mut of_owner = open(json!([{ "structureId": owner, "kinds": ["NOTE"] }])).await;
    let mut mine = open(json!([{ "mine": true }])).await;
    let mut projects = open(json!([{ "kinds": ["PROJECT"] }])).await;
    let second = add_note(&hub, &admin, &owner, "PUBLIC").await;
    change_visibility(&hub, &admin, &note, 1, "NETWORK").await;
    assert_eq!(of_record.next().await["id"], note.as_str());
    assert_eq!(ids(&of_owner.take(2).await), [second.as_str(), note.as_str()]);
    mine.is_silent().await;
    projects.is_silent().await;
});

on_both!(a_bad_argument_is_told_before_the_stream_opens, |hub| {
    let bad = [
        (json!({ "after": "x" }), "after"),
        (json!({ "scopes": [{ "projectId": "member_1" }] }), "scopes.0.projectId"),
        (json!({ "scopes": [{ "recordId": "geo_1" }] }), "scopes.0.recordId"),
        (json!({ "scopes": vec![json!({}); 51] }), "scopes"),
    ];
    for (variables, argument) in bad {
        let opened = TestStream::try_open(&hub.pipeline, &Actor::Anonymous, LIVE, variables).await;
        let errors = opened.err().expect("it does not open");
        assert_eq!(errors[0]["extensions"]["argument"], argument, "{errors}");
    }
});

on_both!(fragments_on_other_events_are_not_a_changes_own, |hub| {
    let (owner, admin, _) = people(&hub).await;
    let _following = hub.follow();
    let query = "subscription { events: live { ...on Reset { cursor reason } ...Told __typename } }
        fragment Told on LiveEvent { ... on Change { what: kind record { ... on Note { tells: body { value } } } } }";
    let mut stream = TestStream::open(&hub.pipeline, &admin, query, json!({})).await;
    add_note(&hub, &admin, &owner, "PUBLIC").await;
    let expected = json!({ "what": "NOTE", "record": { "tells": { "value": "Le four chauffe" } }, "__typename": "Change" });
    assert_eq!(stream.next().await, expected);
});

on_both!(a_cursor_of_the_first_screen_begins_where_it_was_read, |hub| {
    let (owner, admin, _) = people(&hub).await;
    let _following = hub.follow();
    add_note(&hub, &admin, &owner, "TEAM").await;
    let answer = hub.ask_as(&admin, "{ dashboard { cursor } }", json!({})).await;
    let after = add_note(&hub, &admin, &owner, "TEAM").await;
    let cursor = answer["data"]["dashboard"]["cursor"].as_str().expect("a cursor");
    let mut stream = hub.live_after(&admin, Some(cursor)).await;
    assert_eq!(stream.next().await["id"], after.as_str());
    stream.is_silent().await;
});

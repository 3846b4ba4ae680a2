//! Whose rights change while they listen begins again with the new ones; so does who comes back too late.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::json;

use crate::on_both;
use crate::support::build::{member_id, structure_id};
use crate::support::note::note_id;
use crate::support::project::{action_id, project_id};
use crate::support::stream::TestStream;

on_both!(a_share_makes_who_gets_it_begin_again, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let other = hub.structure("Parc").visibility(Visibility::Public).partner(true).await;
    let admin = hub.person("Aina", owner, Role::Admin).await;
    let friend = hub.person("Otto", other, Role::Viewer).await;
    let note = hub.note(owner, "Le four chauffe", Visibility::Shared).await;
    let _following = hub.follow();
    let (mut stream, mut own) = (hub.live(&friend).await, hub.live(&admin).await);
    let member = friend.member().expect("a person");
    let input =
        json!({ "record": note_id(note), "grantee": { "member": member_id(member) }, "level": "READ" });
    let shared = hub.mutate(&admin, "shareRecord", input, "share { id }").await;
    assert_eq!(shared["userErrors"], json!([]));
    let event = stream.next().await;
    assert_eq!((&event["__typename"], &event["reason"]), (&json!("Reset"), &json!("RIGHTS_CHANGED")));
    // Whom it does not concern is told of the change only.
    assert_eq!(own.next().await["event"], "share.granted");
    let input = json!({ "id": note_id(note), "expectedVersion": 1, "body": { "fr": "Il refroidit" } });
    hub.mutate(&admin, "updateNote", input, "").await;
    let event = loop {
        let event = stream.next().await;
        if event["event"] == "note.updated" {
            break event;
        }
    };
    assert_eq!(event["record"]["version"], 2);
    let revoke = json!({ "id": shared["share"]["id"] });
    assert_eq!(hub.mutate(&admin, "unshareRecord", revoke, "").await["userErrors"], json!([]));
    assert_eq!(stream.next().await["reason"], "RIGHTS_CHANGED");
    stream.is_silent().await;
});

on_both!(who_is_brought_into_a_project_begins_again_and_sees_its_work, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let other = hub.structure("Parc").visibility(Visibility::Public).partner(true).await;
    let admin = hub.person("Aina", owner, Role::Admin).await;
    let friend = hub.person("Otto", other, Role::Viewer).await;
    let project = hub.project(owner, "Le four").visibility(Visibility::Team).await;
    let action = hub.action(project, "Bâtir").visibility(Visibility::Team).await;
    let _following = hub.follow();
    let mut stream = hub.live(&friend).await;
    let member = member_id(friend.member().expect("a person"));
    let input = json!({ "project": project_id(project), "member": member, "role": "CONTRIBUTOR" });
    let added = hub.mutate(&admin, "addProjectMember", input, "").await;
    assert_eq!(added["userErrors"], json!([]));
    assert_eq!(stream.next().await["reason"], "RIGHTS_CHANGED");
    let input = json!({ "id": action_id(action), "to": "PAUSED", "expectedVersion": 1 });
    hub.mutate(&admin, "changeActionStatus", input, "").await;
    let told = stream.take(3).await;
    let of_action = told.iter().find(|event| event["id"] == json!(action_id(action)));
    assert_eq!(of_action.expect("the action's change")["type"], "UPDATED");
});

on_both!(a_connection_whose_bearer_changes_goes_on_with_the_new_rights, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let admin = hub.person("Aina", owner, Role::Admin).await;
    let _following = hub.follow();
    let mut stream = hub.live(&Actor::Anonymous).await;
    stream.actor.send(admin.clone()).expect("somebody listens");
    assert_eq!(stream.next().await["reason"], "RIGHTS_CHANGED");
    let input =
        json!({ "record": structure_id(owner), "body": { "fr": "Entre nous" }, "visibility": "TEAM" });
    hub.mutate(&admin, "addNote", input, "").await;
    assert_eq!(stream.next().await["event"], "note.added");
});

on_both!(a_share_that_ends_by_itself_ends_for_who_listens, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let other = hub.structure("Parc").visibility(Visibility::Public).partner(true).await;
    let admin = hub.person("Aina", owner, Role::Admin).await;
    let friend = hub.person("Otto", other, Role::Viewer).await;
    let note = hub.note(owner, "Le four chauffe", Visibility::Shared).await;
    let member = member_id(friend.member().expect("a person"));
    let input = json!({ "record": note_id(note), "grantee": { "member": member }, "level": "READ",
        "expiresAt": "2026-03-14T10:00:00Z" });
    assert_eq!(hub.mutate(&admin, "shareRecord", input, "").await["userErrors"], json!([]));
    let _following = hub.follow();
    let mut stream = hub.live(&friend).await;
    hub.clock.set("2026-03-14T10:00:01Z".parse().expect("a moment"));
    let input = json!({ "id": note_id(note), "expectedVersion": 1, "body": { "fr": "Trop tard" } });
    hub.mutate(&admin, "updateNote", input, "").await;
    assert_eq!(stream.next().await["reason"], "RIGHTS_CHANGED");
    stream.is_silent().await;
});

on_both!(a_cursor_of_other_rights_or_of_no_log_begins_again, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let admin = hub.person("Aina", owner, Role::Admin).await;
    let _following = hub.follow();
    let cursor = hub.cursor(&Actor::Anonymous, 0).await;
    let mut stream = hub.live_after(&admin, Some(&cursor)).await;
    assert_eq!(stream.next().await["reason"], "RIGHTS_CHANGED");
    let cursor = hub.cursor(&admin, 1_000).await;
    let mut stream = hub.live_after(&admin, Some(&cursor)).await;
    let event = stream.next().await;
    assert_eq!(event["reason"], "TOO_OLD");
    // The cursor that it gives is good.
    let mut again = hub.live_after(&admin, event["cursor"].as_str()).await;
    hub.log_made(owner).await;
    assert_eq!(again.next().await["id"], structure_id(owner));
    assert_eq!(stream.next().await["id"], structure_id(owner));
});

on_both!(who_takes_messages_too_slowly_is_told_to_begin_again, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let _following = hub.follow();
    let mut stream = hub.live(&Actor::Anonymous).await;
    hub.log_made(owner).await;
    stream.next().await;
    for _ in 0..300 {
        hub.log_made(owner).await;
    }
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    assert_eq!(stream.next().await["reason"], "TOO_SLOW");
    stream.is_silent().await;
    hub.log_made(owner).await;
    assert_eq!(stream.next().await["id"], structure_id(owner));
});

const IN_PERSON: &str = "subscription($after: Cursor) { live(after: $after, scopes: [{ kinds: [STRUCTURE] }]) { __typename
    ...on LiveEvent { ... on Notification { id topic text { value } } ... on Change { cursor event } ... on Reset { reason } } } }";

on_both!(who_is_concerned_in_person_is_told_so_and_nobody_else, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let other = hub.structure("Parc").visibility(Visibility::Public).partner(true).await;
    let admin = hub.person("Aina", owner, Role::Admin).await;
    let friend = hub.person("Otto", other, Role::Viewer).await;
    let project = hub.project(owner, "Le four").visibility(Visibility::Network).await;
    let _following = hub.follow();
    let mut stream = TestStream::open(&hub.pipeline, &friend, IN_PERSON, json!({})).await;
    let mut own = TestStream::open(&hub.pipeline, &admin, IN_PERSON, json!({})).await;
    let member = member_id(friend.member().expect("a person"));
    let input = json!({ "project": project_id(project), "member": member, "role": "CONTRIBUTOR" });
    assert_eq!(hub.mutate(&admin, "addProjectMember", input, "").await["userErrors"], json!([]));
    // Its rights are others first; what made them so is told under the new ones.
    assert_eq!(stream.next().await["reason"], "RIGHTS_CHANGED");
    let event = stream.next().await;
    let listed = "{ notifications { nodes { id topic text { value } } } }";
    let listed = hub.ask_as(&friend, listed, json!({})).await;
    let told = &listed["data"]["notifications"]["nodes"][0];
    assert_eq!(told["topic"], "PROJECT_MEMBER_ADDED");
    assert_eq!((&event["id"], &event["topic"], &event["text"]), (&told["id"], &told["topic"], &told["text"]));
    // Who comes back with the cursor that came with it is not told again.
    let mut again = hub.live_after(&friend, stream.cursor.as_deref()).await;
    again.is_silent().await;
    own.is_silent().await;
});

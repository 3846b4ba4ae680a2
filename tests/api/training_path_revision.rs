//! The revisions of training paths: what was published stays as it was, whatever comes after.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::refusals;
use crate::support::training_path::{module_id, stage_id, training_path_id};

const CHANGED: &str = "trainingPath { version revision changedSinceRevision }";

const REVISIONS: &str = "query($id: ID!, $filter: PathRevisionFilter) { trainingPath(id: $id) {
    title { value } totalMinutes stages { title { value } modules { title { value } requires { title { value } } } }
    revisions(filter: $filter) { totalCount nodes { number publishedAt publishedBy { displayName } title { value }
        price totalMinutes stages { title { value } revision { number } modules { title { value } requires { title { value } } } } } } } }";

/// A PUBLIC path `Un[A B]`, published by Aina at its version 3.
async fn published(hub: &TestHub) -> (Actor, Uuid) {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let aina = hub.member("Aina").await;
    hub.publish(aina).await;
    hub.join(aina, owner, Role::Editor).await;
    let editor = hub.actor_of(aina).await;
    let path = hub.training_path(owner, "Cuisine").draft().stage("Un", &["A", "B"]).await;
    let (_, modules) = hub.outline(path).await;
    let require =
        json!({ "module": module_id(modules[1]), "requires": module_id(modules[0]), "expectedVersion": 1 });
    hub.mutate(&editor, "addModulePrerequisite", require, CHANGED).await;
    for (version, to) in [(2, "IN_REVIEW"), (3, "PUBLISHED")] {
        step(hub, &editor, path, to, version).await;
    }
    (editor, path)
}

async fn step(hub: &TestHub, editor: &Actor, path: Uuid, to: &str, version: i32) -> Value {
    let input =
        json!({ "id": training_path_id(path), "to": to, "expectedVersion": version, "reason": "à revoir" });
    let after = hub.mutate(editor, "changeTrainingPathStatus", input, CHANGED).await;
    assert_eq!(after["userErrors"], json!([]));
    after["trainingPath"].clone()
}

async fn revisions(hub: &TestHub, path: Uuid, filter: Value) -> Value {
    let variables = json!({ "id": training_path_id(path), "filter": filter });
    let answer = hub.ask(REVISIONS, variables).await;
    assert!(answer["errors"].is_null(), "{answer}");
    answer["data"]["trainingPath"].clone()
}

on_both!(what_was_published_stays_as_it_was, |hub| {
    let (editor, path) = published(&hub).await;
    let titled = |title: &str| json!({ "title": { "value": title } });
    let stages = json!([{ "title": { "value": "Un" }, "revision": { "number": 1 }, "modules": [
        { "title": { "value": "A" }, "requires": [] },
        { "title": { "value": "B" }, "requires": [titled("A")] },
    ] }]);
    let first = json!({ "number": 1, "publishedAt": "2026-03-14T09:00:00Z", "publishedBy": { "displayName": "Aina" },
        "title": { "value": "Cuisine" }, "price": null, "totalMinutes": 60, "stages": stages });
    let (before, statements) = hub.statements(revisions(&hub, path, json!({}))).await;
    assert_eq!(statements, 3);
    assert_eq!(before["revisions"], json!({ "totalCount": 1, "nodes": [first] }));
    assert_eq!(before["totalMinutes"], 60);

    let (stage, modules) = hub.outline(path).await;
    let rename = json!({ "id": training_path_id(path), "title": { "fr": "Four" }, "price": 500, "expectedVersion": 4 });
    let renamed = hub.mutate(&editor, "updateTrainingPath", rename, CHANGED).await;
    assert_eq!(
        renamed["trainingPath"],
        json!({ "version": 5, "revision": 2, "changedSinceRevision": false })
    );
    let remove = json!({ "id": module_id(modules[0]), "expectedVersion": 5 });
    hub.mutate(&editor, "removePathModule", remove, CHANGED).await;
    let rename = json!({ "id": stage_id(stage[0]), "title": { "fr": "Seul" }, "expectedVersion": 6 });
    hub.mutate(&editor, "updatePathStage", rename, CHANGED).await;

    let after = revisions(&hub, path, json!({ "number": 1 })).await;
    assert_eq!(after["revisions"], json!({ "totalCount": 1, "nodes": [first] }));
    assert_eq!((&after["title"]["value"], &after["totalMinutes"]), (&json!("Four"), &json!(30)));
    let last = &revisions(&hub, path, json!({ "number": 4 })).await["revisions"]["nodes"][0];
    assert_eq!(
        (&last["title"]["value"], &last["price"], &last["totalMinutes"]),
        (&json!("Four"), &json!(500), &json!(30))
    );
    assert_eq!(last["stages"][0]["title"]["value"], "Seul");
    let revised = "path.revised";
    assert_eq!(hub.events().await[3..], [revised, revised, revised]);
});

on_both!(a_suspended_path_changes_as_much_as_it_likes_and_has_one_more_revision, |hub| {
    let (editor, path) = published(&hub).await;
    step(&hub, &editor, path, "SUSPENDED", 4).await;
    for (version, title) in [(5, "Deux"), (6, "Trois")] {
        let add =
            json!({ "path": training_path_id(path), "title": { "fr": title }, "expectedVersion": version });
        let added = hub.mutate(&editor, "addPathStage", add, CHANGED).await;
        assert_eq!(added["trainingPath"]["changedSinceRevision"], true);
        assert_eq!(added["trainingPath"]["revision"], 1);
    }
    let again = step(&hub, &editor, path, "PUBLISHED", 7).await;
    assert_eq!(again, json!({ "version": 8, "revision": 2, "changedSinceRevision": false }));
    assert_eq!(
        hub.logged().await.last().map(|row| row.changed_fields.clone()),
        Some(json!(["status", "revision"]))
    );
});

on_both!(words_that_are_said_of_a_path_make_no_revision, |hub| {
    let (editor, path) = published(&hub).await;
    hub.sector("bois").await;
    let mark = json!({ "id": training_path_id(path), "sectors": ["bois"], "expectedVersion": 4 });
    let marked = hub.mutate(&editor, "updateTrainingPath", mark, CHANGED).await;
    assert_eq!(marked["trainingPath"], json!({ "version": 5, "revision": 1, "changedSinceRevision": false }));
});

on_both!(a_published_path_keeps_a_module, |hub| {
    let (editor, path) = published(&hub).await;
    let (stages, _) = hub.outline(path).await;
    let remove = json!({ "id": stage_id(stages[0]), "expectedVersion": 4 });
    let refused = hub.mutate(&editor, "removePathStage", remove, CHANGED).await;
    assert_eq!(refusals(&refused), ["REQUIRED input.id"]);
    assert_eq!(hub.outline(path).await.0, stages);
});

on_both!(a_stage_of_a_revision_can_be_read_and_never_changed, |hub| {
    let (editor, path) = published(&hub).await;
    let query =
        "query($id: ID!) { trainingPath(id: $id) { revisions { nodes { stages { id modules { id } } } } } }";
    let answer = hub.ask(query, json!({ "id": training_path_id(path) })).await;
    let stage = &answer["data"]["trainingPath"]["revisions"]["nodes"][0]["stages"][0];
    let rename = json!({ "id": stage["id"], "title": { "fr": "Autre" }, "expectedVersion": 4 });
    assert_eq!(
        refusals(&hub.mutate(&editor, "updatePathStage", rename, CHANGED).await),
        ["NOT_FOUND input.id"]
    );
    let remove = json!({ "id": stage["modules"][0]["id"], "expectedVersion": 4 });
    assert_eq!(
        refusals(&hub.mutate(&editor, "removePathModule", remove, CHANGED).await),
        ["NOT_FOUND input.id"]
    );
});

on_both!(revisions_are_there_for_who_sees_the_path, |hub| {
    let (editor, path) = published(&hub).await;
    let query = "query($id: ID!) { trainingPath(id: $id) { revisions { nodes { id } } } }";
    let answer = hub.ask(query, json!({ "id": training_path_id(path) })).await;
    let id = answer["data"]["trainingPath"]["revisions"]["nodes"][0]["id"].clone();
    let seen = async |actor: &Actor| {
        hub.ask_as(actor, "query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await["data"]["node"].clone()
    };
    assert_eq!(seen(&Actor::Anonymous).await, json!({ "id": id }));
    step(&hub, &editor, path, "SUSPENDED", 4).await;
    assert_eq!(seen(&Actor::Anonymous).await, Value::Null);
    assert_eq!(seen(&editor).await, json!({ "id": id }));
});

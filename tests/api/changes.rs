//! The log as its readers see it: copies that follow it have what the lists show.

use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use respyrem::access::Visibility;
use respyrem::demo;
use respyrem::gql::document::DocumentSettings;
use respyrem::jobs;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::structure_id;
use crate::support::hub::{SCHEMA, ask_through};
use crate::support::replica::Replica;

/// A structure with those who look at it: its viewer, editor and administrator, somebody of another partner, and nobody.
async fn readers(hub: &TestHub) -> (Uuid, [Actor; 5]) {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let other = hub.structure("Parc").visibility(Visibility::Public).partner(true).await;
    let readers = [
        Actor::Anonymous,
        hub.person("Otto", other, Role::Admin).await,
        hub.person("Vera", owner, Role::Viewer).await,
        hub.person("Edda", owner, Role::Editor).await,
        hub.person("Aina", owner, Role::Admin).await,
    ];
    (owner, readers)
}

async fn add_note(hub: &TestHub, actor: &Actor, owner: Uuid, level: &str) -> String {
    let input =
        json!({ "record": structure_id(owner), "body": { "fr": "Le four chauffe" }, "visibility": level });
    let added = hub.mutate(actor, "addNote", input, "note { id }").await;
    added["note"]["id"].as_str().unwrap_or_else(|| panic!("{added}")).to_owned()
}

async fn version(hub: &TestHub, actor: &Actor, id: &str) -> Option<i64> {
    let query = "query($id: ID!) { node(id: $id) { ... on Record { version } } }";
    hub.ask_as(actor, query, json!({ "id": id })).await["data"]["node"]["version"].as_i64()
}

/// Writes something at random on one of the records, or makes one more.
async fn write(hub: &TestHub, chance: &mut StdRng, editor: &Actor, owner: Uuid, records: &mut Vec<String>) {
    let level = Visibility::ALL[chance.random_range(0..5)].as_str();
    let known =
        if records.is_empty() { None } else { Some(records[chance.random_range(0..records.len())].clone()) };
    let Some((id, version)) = (match known {
        Some(id) => version(hub, editor, &id).await.map(|version| (id, version)),
        None => None,
    }) else {
        records.push(add_note(hub, editor, owner, level).await);
        return;
    };
    let mut input = json!({ "id": id, "expectedVersion": version });
    let is_note = id.starts_with("note");
    let (act, more) = match chance.random_range(0..8) {
        0 => {
            records.push(add_note(hub, editor, owner, level).await);
            return;
        }
        1 => {
            let input = json!({ "owner": structure_id(owner), "visibility": level, "title": { "fr": "Atelier" },
                "description": { "fr": "x" }, "languages": ["fr"], "licence": "CC-BY-4.0",
                "links": [{ "url": "https://example.org/a" }] });
            let made = hub.mutate(editor, "createResource", input, "resource { id }").await;
            records.push(made["resource"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned());
            return;
        }
        2 if is_note => ("removeNote", json!({})),
        3 if is_note => ("updateNote", json!({ "body": { "fr": format!("Tour {version}") } })),
        4 => ("archiveRecord", json!({})),
        5 => ("restoreRecord", json!({})),
        2 | 3 | 6 if !is_note => {
            let states = ["IN_REVIEW", "PUBLISHED", "PUBLISHED", "WITHDRAWN", "DRAFT"];
            ("changeResourceStatus", json!({ "to": states[chance.random_range(0..5)], "reason": "à voir" }))
        }
        _ => ("changeVisibility", json!({ "to": level })),
    };
    input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    // What is not allowed now is refused, and changes nothing.
    hub.mutate(editor, act, input, "").await;
}

on_both!(a_copy_that_follows_the_log_has_what_the_lists_show, |hub| {
    let (owner, readers) = readers(&hub).await;
    let admin = readers[4].clone();
    let mut chance = StdRng::seed_from_u64(2026);
    let mut copies: Vec<Replica> = readers.into_iter().map(Replica::new).collect();
    for copy in &mut copies {
        copy.pull_all(&hub, 100).await;
        copy.versions = copy.listed(&hub).await;
    }
    let mut records = Vec::new();
    for _ in 0..120 {
        write(&hub, &mut chance, &admin, owner, &mut records).await;
        let reader = chance.random_range(0..copies.len());
        copies[reader].pull(&hub, 3).await;
    }
    for copy in &mut copies {
        copy.pull_all(&hub, 7).await;
        assert_eq!(copy.versions, copy.listed(&hub).await, "{:?}", copy.actor);
    }
    // From the beginning, knowing nothing but what was there before the log.
    for copy in &copies {
        let mut again = Replica::new(copy.actor.clone());
        again.pull_all(&hub, 50).await;
        let logged = |id: &String| records.contains(id);
        let listed: Vec<_> = copy.versions.iter().filter(|(id, _)| logged(id)).collect();
        assert_eq!(again.versions.iter().filter(|(id, _)| logged(id)).collect::<Vec<_>>(), listed);
    }
});

on_both!(all_pages_from_the_beginning_make_the_whole_copy, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    let mut copy = Replica::new(Actor::Anonymous);
    let changes = copy.pull_all(&hub, 100).await;
    assert_eq!(copy.versions, copy.listed(&hub).await);
    assert!(changes.len() > 100 && changes.iter().all(|change| change["type"] == "CREATED"));
});

on_both!(nothing_is_skipped_while_many_write, |hub| {
    let (owner, [anonymous, _, _, editor, _]) = readers(&hub).await;
    let writers = (0..6).map(|_| async {
        let mut made = Vec::new();
        for _ in 0..8 {
            made.push(add_note(&hub, &editor, owner, "PUBLIC").await);
        }
        made
    });
    let mut copy = Replica::new(anonymous);
    let mut told = Vec::new();
    let reading = async {
        for _ in 0..40 {
            told.extend(copy.pull(&hub, 5).await.0);
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    let (made, ()) = tokio::join!(join_all(writers), reading);
    told.extend(copy.pull_all(&hub, 5).await);
    let mut made: Vec<String> = made.into_iter().flatten().collect();
    let mut told: Vec<String> =
        told.iter().map(|change| change["id"].as_str().expect("an id").to_owned()).collect();
    made.sort();
    told.sort();
    assert_eq!(told, made);
});

on_both!(a_record_is_taken_in_changed_and_removed, |hub| {
    let (owner, [anonymous, _, viewer, editor, _]) = readers(&hub).await;
    let mut copies = [Replica::new(anonymous), Replica::new(viewer)];
    let id = add_note(&hub, &editor, owner, "PUBLIC").await;
    let mut told = async || {
        let mut types = Vec::new();
        for copy in &mut copies {
            let changes = copy.pull_all(&hub, 100).await;
            let of_it: Vec<Value> =
                changes.into_iter().filter(|change| change["id"] == id.as_str()).collect();
            assert!(of_it.len() <= 1, "{of_it:?}");
            let change = of_it.into_iter().next().unwrap_or_default();
            types.push((change["type"].clone(), change["changedFields"].clone()));
        }
        types
    };
    let (created, removed) = ((json!("CREATED"), json!([])), (json!("REMOVED"), json!([])));
    let nothing = (Value::Null, Value::Null);
    assert_eq!(told().await, [created.clone(), created.clone()]);
    let update = json!({ "id": id, "expectedVersion": 1, "kind": "RISK" });
    hub.mutate(&editor, "updateNote", update, "").await;
    let updated = (json!("UPDATED"), json!(["kind"]));
    assert_eq!(told().await, [updated.clone(), updated]);
    let level = async |to: &str, version: i32| {
        let input = json!({ "id": id, "expectedVersion": version, "to": to });
        let changed = hub.mutate(&editor, "changeVisibility", input, "").await;
        assert_eq!(changed["userErrors"], json!([]), "{changed}");
    };
    level("TEAM", 2).await;
    let narrowed = (json!("UPDATED"), json!(["visibility"]));
    assert_eq!(told().await, [removed.clone(), narrowed]);
    assert_eq!(told().await, [nothing.clone(), nothing.clone()]);
    let update = json!({ "id": id, "expectedVersion": 3, "kind": "NOTE" });
    hub.mutate(&editor, "updateNote", update, "").await;
    assert_eq!(told().await, [nothing.clone(), (json!("UPDATED"), json!(["kind"]))]);
    level("PUBLIC", 4).await;
    assert_eq!(told().await[0], created);
    hub.mutate(&editor, "removeNote", json!({ "id": id, "expectedVersion": 5 }), "").await;
    assert_eq!(told().await, [removed.clone(), removed]);
});

on_both!(what_a_reader_never_saw_is_never_told, |hub| {
    let (owner, [anonymous, stranger, ..]) = readers(&hub).await;
    let admin = hub.person("Biel", owner, Role::Admin).await;
    for level in ["PRIVATE", "TEAM"] {
        let id = add_note(&hub, &admin, owner, level).await;
        hub.mutate(&admin, "updateNote", json!({ "id": id, "expectedVersion": 1, "kind": "RISK" }), "").await;
        hub.mutate(&admin, "removeNote", json!({ "id": id, "expectedVersion": 2 }), "").await;
    }
    for actor in [anonymous, stranger] {
        let mut copy = Replica::new(actor);
        assert_eq!(copy.pull(&hub, 1).await, (Vec::new(), false));
    }
});

const PAGE: &str = "query($after: Cursor, $scope: ChangeScope) {
    changes(after: $after, scope: $scope) { changes { kind } nextCursor hasMore tooOld } }";

on_both!(who_cannot_go_on_is_told_to_begin_again, |hub| {
    let (owner, [_, stranger, _, editor, _]) = readers(&hub).await;
    let cursor = async |actor: &Actor, after: Value| {
        let answer = hub.ask_as(actor, PAGE, json!({ "after": after })).await;
        answer["data"]["changes"].clone()
    };
    add_note(&hub, &editor, owner, "NETWORK").await;
    let before = cursor(&stranger, Value::Null).await;
    assert_eq!((&before["tooOld"], before["changes"].as_array().map(Vec::len)), (&json!(false), Some(1)));
    let member = stranger.member().expect("a member");
    hub.join(member, owner, Role::Viewer).await;
    let joined = hub.actor_of(member).await;
    let after = cursor(&joined, before["nextCursor"].clone()).await;
    assert_eq!(
        (&after["tooOld"], &after["changes"], &after["hasMore"]),
        (&json!(true), &json!([]), &json!(false))
    );
    assert_eq!(cursor(&joined, after["nextCursor"].clone()).await["tooOld"], false);
    hub.clock.set("2026-08-01T09:00:00Z".parse().expect("a moment"));
    add_note(&hub, &editor, owner, "NETWORK").await;
    assert_eq!(jobs::trim_log(&hub.store, 90).await.expect("a log cut short"), 1);
    // A server that was there has it at hand; one that starts now has not.
    assert_eq!(cursor(&joined, after["nextCursor"].clone()).await["tooOld"], false);
    let fresh = SCHEMA.pipeline(hub.beside().await, DocumentSettings::default());
    for cursor in [Value::Null, before["nextCursor"].clone()] {
        let answer = ask_through(&fresh, &stranger, PAGE, json!({ "after": cursor })).await;
        assert_eq!(answer["data"]["changes"]["tooOld"], cursor.is_null(), "{answer}");
    }
    let answer = hub.ask(PAGE, json!({ "after": "nothing" })).await;
    assert_eq!(answer["errors"][0]["extensions"]["argument"], "after", "{answer}");
});

on_both!(a_page_costs_few_statements_and_tells_of_the_kinds_asked_for, |hub| {
    demo::load(&hub.store).await.expect("it loads");
    let scope = json!({ "kinds": ["STRUCTURE", "RESOURCE", "TRAINING_PATH"] });
    let (answer, statements) = hub.statements(hub.ask(PAGE, json!({ "scope": scope }))).await;
    let changes =
        answer["data"]["changes"]["changes"].as_array().unwrap_or_else(|| panic!("{answer}")).clone();
    assert!(changes.len() > 50);
    assert!(changes.iter().all(|change| scope["kinds"].as_array().expect("kinds").contains(&change["kind"])));
    assert_eq!(statements, 3);
});

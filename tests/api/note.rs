//! Notes: what is told of records.

use std::collections::BTreeSet;

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, ClientActor, Role, Scope};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, refusals, structure_id};
use crate::support::funding_source::funding_source_id;
use crate::support::note::note_id;
use crate::support::project::{action_id, project_id};
use crate::support::resource::resource_id;
use crate::support::team::{Team, team};

const NOTE: &str = "note { id version kind datedOn visibility body { value } author { displayName } }
    conflict { current { version } changedFields changedBy { displayName } }";

async fn add(hub: &TestHub, actor: &Actor, record: String, more: Value) -> Value {
    let mut input = json!({ "record": record, "body": { "fr": "Le four est choisi." } });
    let given = more.as_object().expect("an object").clone();
    input.as_object_mut().expect("an object").extend(given);
    hub.mutate(actor, "addNote", input, &NOTE[..NOTE.find("conflict").expect("a conflict")]).await
}

async fn update(hub: &TestHub, actor: &Actor, id: Uuid, version: i32, more: Value) -> Value {
    let mut input = json!({ "id": note_id(id), "expectedVersion": version });
    input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    hub.mutate(actor, "updateNote", input, NOTE).await
}

async fn remove(hub: &TestHub, actor: &Actor, id: &Value, version: i32) -> Value {
    let input = json!({ "id": id, "expectedVersion": version });
    hub.mutate(actor, "removeNote", input, "record { __typename id } conflict { changedFields }").await
}

/// How many notes of the project the actor sees: in its connection, in the list of all, and how many of them both count.
async fn seen(hub: &TestHub, actor: &Actor, project: Uuid) -> usize {
    let query = "query($id: ID!) { project(id: $id) { notes { totalCount nodes { id } } }
        notes(filter: { record: [$id] }) { totalCount nodes { id } } }";
    let answer = hub.ask_as(actor, query, json!({ "id": project_id(project) })).await;
    let data = &answer["data"];
    assert_eq!(data["project"]["notes"], data["notes"], "{answer}");
    let nodes = data["notes"]["nodes"].as_array().expect("nodes").len();
    assert_eq!(data["notes"]["totalCount"], nodes);
    nodes
}

on_both!(a_note_is_the_team_s_and_of_today_when_nothing_is_said, |hub| {
    let Team { editor, reader, project, .. } = team(&hub).await;
    let added = add(&hub, &editor, project_id(project), json!({})).await;
    let mut note = added["note"].clone();
    assert!(note["id"].take().is_string());
    let expected = json!({ "id": null, "version": 1, "kind": "NOTE", "datedOn": "2026-03-14",
        "visibility": "TEAM", "body": { "value": "Le four est choisi." }, "author": { "displayName": "Edda" } });
    assert_eq!(note, expected);
    assert_eq!(hub.events().await, ["note.added"]);
    assert_eq!(seen(&hub, &reader, project).await, 1);
    assert_eq!(seen(&hub, &Actor::Anonymous, project).await, 0);
});

on_both!(a_note_is_read_by_the_narrower_of_its_readers_and_those_of_its_record, |hub| {
    let Team { owner, editor, reader, project } = team(&hub).await;
    for level in ["PUBLIC", "NETWORK", "TEAM", "PRIVATE"] {
        add(&hub, &editor, project_id(project), json!({ "visibility": level })).await;
    }
    let other = hub.structure("Parc").partner(true).await;
    let neighbour = hub.person("Carme", other, Role::Admin).await;
    let admin = hub.person("Adam", owner, Role::Admin).await;
    let counts = async || {
        let mut counts = Vec::new();
        for actor in [&Actor::Anonymous, &neighbour, &reader, &editor, &admin] {
            counts.push(seen(&hub, actor, project).await);
        }
        counts
    };
    // The editor wrote the private one.
    assert_eq!(counts().await, [1, 2, 3, 4, 4]);
    let input = json!({ "id": project_id(project), "to": "NETWORK", "expectedVersion": 1 });
    hub.mutate(&editor, "changeVisibility", input, "").await;
    let public = hub.ask("{ notes { totalCount } }", json!({})).await;
    assert_eq!(public["data"]["notes"]["totalCount"], 0);
    assert_eq!(seen(&hub, &neighbour, project).await, 2);
});

on_both!(notes_are_told_of_what_the_network_does, |hub| {
    let Team { owner, editor, project, .. } = team(&hub).await;
    let ids = [
        ("structure", structure_id(owner)),
        ("project", project_id(project)),
        ("action", action_id(hub.action(project, "Payer").await)),
        ("fundingSource", funding_source_id(hub.funding_source(owner, "Aide").await)),
        ("resource", resource_id(hub.resource(owner, "Atelier").await)),
    ];
    for (field, id) in ids {
        let added = add(&hub, &editor, id.clone(), json!({})).await;
        let query = "query($id: ID!) { note(id: $id) { structure { id } project { id } action { id }
            fundingSource { id } resource { id } } }";
        let answer = hub.ask_as(&editor, query, json!({ "id": added["note"]["id"] })).await;
        let mut expected = json!({ "structure": null, "project": null, "action": null, "fundingSource": null,
            "resource": null });
        expected[field] = json!({ "id": id });
        assert_eq!(answer["data"]["note"], expected);
    }
});

on_both!(nothing_is_told_of_people_nor_of_notes, |hub| {
    let Team { editor, project, .. } = team(&hub).await;
    let note = note_id(hub.note(project, "Il neige.", Visibility::Team).await);
    for id in [member_id(editor.member().expect("a member")), note] {
        let refused = add(&hub, &editor, id, json!({})).await;
        assert_eq!(refusals(&refused), ["INVALID input.record"]);
    }
});

on_both!(a_note_has_words_and_not_too_many, |hub| {
    let Team { editor, project, .. } = team(&hub).await;
    let long = "é".repeat(10_001);
    let body = json!({ "body": { "fr": " ", "ca": "El forn" } });
    let refused = add(&hub, &editor, project_id(project), body).await;
    assert_eq!(refusals(&refused), ["REQUIRED input.body.fr"]);
    let body = json!({ "body": { "fr": "Le four", "ca": long } });
    let refused = add(&hub, &editor, project_id(project), body).await;
    assert_eq!(refusals(&refused), ["INVALID input.body.ca"]);
    let body = json!({ "body": { "fr": long[2..] } });
    assert_eq!(refusals(&add(&hub, &editor, project_id(project), body).await), [""; 0]);
});

on_both!(who_may_not_change_a_record_writes_no_note_on_it, |hub| {
    let Team { owner, reader, project, .. } = team(&hub).await;
    let refused = add(&hub, &reader, project_id(project), json!({})).await;
    assert_eq!(refusals(&refused), ["FORBIDDEN input.record"]);
    let quiet = hub.project(owner, "Discret").await;
    let refused = add(&hub, &Actor::Anonymous, project_id(quiet), json!({})).await;
    assert_eq!(refusals(&refused), ["NOT_FOUND input.record"]);
    let note = hub.note(project, "Il neige.", Visibility::Public).await;
    let more = json!({ "kind": "RISK" });
    assert_eq!(refusals(&update(&hub, &reader, note, 1, more.clone()).await), ["FORBIDDEN input.id"]);
    let hidden = hub.note(project, "Il gèle.", Visibility::Team).await;
    assert_eq!(refusals(&update(&hub, &Actor::Anonymous, hidden, 1, more).await), ["NOT_FOUND input.id"]);
});

on_both!(a_note_is_changed_from_the_version_that_was_read, |hub| {
    let Team { editor, project, .. } = team(&hub).await;
    let note = hub.note(project, "Il neige.", Visibility::Public).await;
    let more = json!({ "body": { "fr": "Il gèle." }, "kind": "NOTE", "datedOn": "2026-03-10" });
    let changed = update(&hub, &editor, note, 1, more.clone()).await;
    let told = &changed["note"];
    assert_eq!((&told["body"]["value"], &told["datedOn"]), (&json!("Il gèle."), &json!("2026-03-10")));
    let logged = hub.logged().await.pop().expect("an event");
    assert_eq!((logged.event.as_str(), logged.changed_fields), ("note.updated", json!(["body", "datedOn"])));
    let same = update(&hub, &editor, note, 2, more.clone()).await;
    assert_eq!(same["note"]["version"], 2);
    let stale = update(&hub, &editor, note, 1, more).await;
    let expected = json!({ "current": { "version": 2 }, "changedFields": ["body", "datedOn"],
        "changedBy": { "displayName": "Edda" } });
    assert_eq!(stale["conflict"], expected);
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
});

on_both!(a_note_that_is_removed_is_gone_with_its_words, |hub| {
    let Team { editor, project, .. } = team(&hub).await;
    let added = add(&hub, &editor, project_id(project), json!({ "visibility": "PUBLIC" })).await;
    let id = &added["note"]["id"];
    let removed = remove(&hub, &editor, id, 1).await;
    assert_eq!(removed["record"], json!({ "__typename": "Project", "id": project_id(project) }));
    assert_eq!(seen(&hub, &editor, project).await, 0);
    assert_eq!(hub.count("note").await, 0);
    let logged = hub.logged().await.pop().expect("an event");
    assert_eq!(logged.event, "note.removed");
    assert_eq!((logged.visible_before.as_deref(), logged.visible_after), (Some("PUBLIC"), None));
    assert_eq!(refusals(&remove(&hub, &editor, id, 2).await), ["NOT_FOUND input.id"]);
});

on_both!(who_wrote_a_note_removes_it_and_others_who_may_only_change_it_do_not, |hub| {
    let Team { editor, project, .. } = team(&hub).await;
    let elsewhere = hub.structure("Parc").partner(true).await;
    let pilot = hub.person("Pilar", elsewhere, Role::Viewer).await;
    hub.project_member(project, pilot.member().expect("a member"), "PILOT").await;
    let own = add(&hub, &pilot, project_id(project), json!({})).await;
    let theirs = add(&hub, &editor, project_id(project), json!({})).await;
    let (own, theirs) = (&own["note"]["id"], &theirs["note"]["id"]);
    assert_eq!(refusals(&remove(&hub, &pilot, theirs, 1).await), ["FORBIDDEN input.id"]);
    assert_eq!(refusals(&remove(&hub, &pilot, own, 1).await), [""; 0]);
    assert_eq!(refusals(&remove(&hub, &editor, theirs, 9).await), ["CONFLICT input.expectedVersion"]);
    assert_eq!(refusals(&remove(&hub, &editor, theirs, 1).await), [""; 0]);
});

on_both!(a_note_on_a_draft_is_published_with_it, |hub| {
    let Team { owner, editor, reader, .. } = team(&hub).await;
    let resource = resource_id(hub.resource(owner, "Brouillon").draft().await);
    let added = add(&hub, &editor, resource.clone(), json!({ "visibility": "PUBLIC" })).await;
    let id = &added["note"]["id"];
    let reads = async |actor: &Actor| {
        let answer = hub.ask_as(actor, "query($id: ID!) { note(id: $id) { id } }", json!({ "id": id })).await;
        !answer["data"]["note"].is_null()
    };
    let refused = hub.mutate(&reader, "removeNote", json!({ "id": id, "expectedVersion": 1 }), "").await;
    assert_eq!(refusals(&refused), ["NOT_FOUND input.id"]);
    assert_eq!((reads(&reader).await, reads(&editor).await), (false, true));
    for (to, version) in [("IN_REVIEW", 1), ("PUBLISHED", 2)] {
        let input = json!({ "id": resource, "to": to, "expectedVersion": version });
        assert_eq!(refusals(&hub.mutate(&editor, "changeResourceStatus", input, "").await), [""; 0]);
    }
    assert!(reads(&Actor::Anonymous).await);
    let input = json!({ "id": resource, "to": "WITHDRAWN", "expectedVersion": 3, "reason": "Périmé." });
    hub.mutate(&editor, "changeResourceStatus", input, "").await;
    assert_eq!((reads(&Actor::Anonymous).await, reads(&editor).await), (false, true));
});

on_both!(notes_go_and_come_back_with_what_they_tell_of, |hub| {
    let Team { editor, project, .. } = team(&hub).await;
    let note = hub.note(project, "Il neige.", Visibility::Public).await;
    let of = |version: i32| json!({ "id": project_id(project), "expectedVersion": version });
    hub.mutate(&editor, "archiveRecord", of(1), "").await;
    let more = json!({ "kind": "RISK" });
    assert_eq!(refusals(&update(&hub, &editor, note, 2, more).await), ["INVALID_TRANSITION input.id"]);
    assert_eq!(hub.ask("{ notes { totalCount } }", json!({})).await["data"]["notes"]["totalCount"], 0);
    hub.mutate(&editor, "restoreRecord", of(2), "").await;
    assert_eq!(seen(&hub, &Actor::Anonymous, project).await, 1);
});

on_both!(a_program_writes_notes_on_what_its_key_lets_it_write, |hub| {
    let Team { owner, project, .. } = team(&hub).await;
    let client = Actor::Client(ClientActor {
        client: hub.new_id(),
        partner: hub.new_id(),
        structures: vec![owner],
        scopes: BTreeSet::from([Scope::ReadTeam, Scope::WriteProjects]),
        requests_per_minute: 300,
        expires_at: None,
    });
    let added = add(&hub, &client, project_id(project), json!({})).await;
    assert_eq!((&added["note"]["author"], &added["note"]["version"]), (&Value::Null, &json!(1)));
    let refused = add(&hub, &client, structure_id(owner), json!({})).await;
    assert_eq!(refusals(&refused), ["FORBIDDEN input.record"]);
});

on_both!(notes_are_found_by_what_they_tell_and_when, |hub| {
    let Team { editor, project, .. } = team(&hub).await;
    for (kind, day) in [("RISK", "2026-01-05"), ("RESULT", "2026-02-05"), ("RISK", "2026-03-05")] {
        let more = json!({ "kind": kind, "datedOn": day });
        assert_eq!(refusals(&add(&hub, &editor, project_id(project), more).await), [""; 0]);
    }
    let days = async |filter: Value| {
        let query = "query($id: ID!, $filter: NoteFilter) { project(id: $id) { notes(filter: $filter,
            orderBy: [{ by: DATED_ON, direction: DESC }]) { nodes { datedOn } } } }";
        let variables = json!({ "id": project_id(project), "filter": filter });
        let answer = hub.ask_as(&editor, query, variables).await;
        let nodes = answer["data"]["project"]["notes"]["nodes"].as_array().expect("nodes").clone();
        nodes.iter().map(|node| node["datedOn"].as_str().expect("a day").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(days(json!({})).await, ["2026-03-05", "2026-02-05", "2026-01-05"]);
    assert_eq!(days(json!({ "kind": ["RISK"] })).await, ["2026-03-05", "2026-01-05"]);
    assert_eq!(days(json!({ "datedOn": { "to": "2026-02-28" } })).await, ["2026-02-05", "2026-01-05"]);
});

on_both!(notes_of_many_projects_are_one_statement, |hub| {
    let Team { owner, editor, .. } = team(&hub).await;
    for place in 0..4 {
        let project = hub.project(owner, &format!("Projet {place}")).await;
        hub.note(project, "Il neige.", Visibility::Team).await;
        hub.note(project, "Il gèle.", Visibility::Private).await;
    }
    let query = "{ projects { nodes { notes { totalCount nodes { body { value } author { id } } } } } }";
    let (answer, statements) = hub.statements(hub.ask_as(&editor, query, json!({}))).await;
    let nodes = answer["data"]["projects"]["nodes"].as_array().expect("nodes");
    let told = nodes.iter().filter(|node| node["notes"]["totalCount"] == 1).count();
    assert_eq!((nodes.len(), told, statements), (5, 4, 1), "{answer}");
});

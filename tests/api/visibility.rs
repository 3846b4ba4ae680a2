//! Saying who may read a record, and with it what lies under it.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, refusals};
use crate::support::project::{action_id, project_id};

const SELECTED: &str = "record { __typename id version }
    conflict { current { version } changedFields changedBy { displayName } }";

async fn change(hub: &TestHub, actor: &Actor, id: String, to: &str, version: i32) -> Value {
    let input = json!({ "id": id, "to": to, "expectedVersion": version });
    hub.mutate(actor, "changeVisibility", input, SELECTED).await
}

on_both!(what_lies_under_a_record_is_narrowed_with_it_each_with_an_event, |hub| {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let editor = hub.person("Edit", owner, Role::Editor).await;
    let project = hub.project(owner, "Four solaire").visibility(Visibility::Public).await;
    let open = hub.action(project, "Choisir le four").await;
    let narrow = hub.action(project, "Payer").visibility(Visibility::Team).await;
    let changed = change(&hub, &editor, project_id(project), "NETWORK", 1).await;
    let expected = json!({ "__typename": "Project", "id": project_id(project), "version": 2 });
    assert_eq!(changed["record"], expected);
    let logged = hub.logged().await;
    let entries: Vec<_> = logged
        .iter()
        .map(|entry| (entry.record_id, entry.visible_before.as_deref(), entry.visible_after.as_deref()))
        .collect();
    let step = (Some("PUBLIC"), Some("NETWORK"));
    assert_eq!(entries, [(project, step.0, step.1), (open, step.0, step.1)]);
    assert!(logged.iter().all(|entry| entry.event == "record.visibility_changed"));
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    let ids = json!({ "ids": [project_id(project), action_id(open), action_id(narrow)] });
    assert_eq!(hub.ask(query, ids).await["data"]["nodes"], json!([null, null, null]));
});

on_both!(a_record_is_never_wider_than_what_it_belongs_to, |hub| {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let editor = hub.person("Edit", owner, Role::Editor).await;
    let project = hub.project(owner, "Four solaire").visibility(Visibility::Team).await;
    let action = hub.action(project, "Payer").visibility(Visibility::Private).await;
    change(&hub, &editor, action_id(action), "PUBLIC", 1).await;
    let answer =
        hub.ask("query($id: ID!) { action(id: $id) { id } }", json!({ "id": action_id(action) })).await;
    assert_eq!(answer["data"]["action"], Value::Null);
});

on_both!(only_editors_of_the_owner_say_who_reads, |hub| {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let viewer = hub.person("Vera", owner, Role::Viewer).await;
    let project = hub.project(owner, "Four solaire").visibility(Visibility::Team).await;
    let refused = change(&hub, &viewer, project_id(project), "PUBLIC", 1).await;
    assert_eq!(refusals(&refused), ["FORBIDDEN input.id"]);
    let other = hub.structure("Parc").partner(true).await;
    let stranger = hub.person("Berta", other, Role::Admin).await;
    let unseen = change(&hub, &stranger, project_id(project), "PUBLIC", 1).await;
    assert_eq!(refusals(&unseen), ["NOT_FOUND input.id"]);
});

on_both!(a_person_says_who_reads_the_own_record, |hub| {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let vera = hub.person("Vera", owner, Role::Viewer).await;
    let id = member_id(vera.member().expect("a member"));
    assert_eq!(
        change(&hub, &vera, id.clone(), "PRIVATE", 1).await["record"],
        json!({ "__typename": "Member", "id": id, "version": 2 })
    );
    let colleague = hub.person("Edit", owner, Role::Editor).await;
    let answer =
        hub.ask_as(&colleague, "query($id: ID!) { member(id: $id) { id } }", json!({ "id": id })).await;
    assert_eq!(answer["data"]["member"], Value::Null);
});

on_both!(a_stale_version_changes_nobody_s_view, |hub| {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let editor = hub.person("Edit", owner, Role::Editor).await;
    let project = hub.project(owner, "Four solaire").visibility(Visibility::Team).await;
    change(&hub, &editor, project_id(project), "NETWORK", 1).await;
    let stale = change(&hub, &editor, project_id(project), "PUBLIC", 1).await;
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
    let expected = json!({
        "current": { "version": 2 }, "changedFields": ["visibility"], "changedBy": { "displayName": "Edit" },
    });
    assert_eq!(stale["conflict"], expected);
    assert_eq!(hub.events().await, ["record.visibility_changed"]);
});

on_both!(who_makes_a_record_private_may_lose_sight_of_it, |hub| {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let editor = hub.person("Edit", owner, Role::Editor).await;
    let project = hub.project(owner, "Four solaire").visibility(Visibility::Team).await;
    let changed = change(&hub, &editor, project_id(project), "PRIVATE", 1).await;
    assert_eq!(changed["record"], Value::Null);
    assert_eq!(refusals(&changed), [""; 0]);
});

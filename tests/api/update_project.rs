//! Changing what a project says of itself.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::refusals;
use crate::support::project::{day, project_id};

const SELECTED: &str =
    "project { version title { all { locale value } } summary { value } code startsOn endsOn
        budget programme { title { value } } }
    conflict { current { version code } changedFields changedBy { displayName } }";

/// A project with a code and two days, and an editor of its owner.
async fn four(hub: &TestHub) -> (Uuid, Uuid, Actor) {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let project = hub.project(owner, "Four").visibility(Visibility::Network).with(|row| {
        row.code = Set(Some("F-1".to_owned()));
        row.starts_on = Set(Some(day("2026-02-01")));
        row.ends_on = Set(Some(day("2026-06-30")));
    });
    (owner, project.await, hub.person("Aina", owner, Role::Editor).await)
}

/// Changes the project from its first version; `more` is merged into the input.
async fn update(hub: &TestHub, actor: &Actor, project: Uuid, more: Value) -> Value {
    let mut input = json!({ "id": project_id(project), "expectedVersion": 1 });
    if let (Value::Object(input), Value::Object(more)) = (&mut input, more) {
        input.extend(more);
    }
    hub.mutate(actor, "updateProject", input, SELECTED).await
}

on_both!(what_is_absent_stays_and_what_is_null_is_emptied, |hub| {
    let (_, project, aina) = four(&hub).await;
    let more =
        json!({ "title": { "fr": "Four solaire", "ca": "Forn solar" }, "endsOn": null, "budget": 4_500_000 });
    let updated = update(&hub, &aina, project, more).await;
    let expected = json!({
        "version": 2, "summary": null, "code": "F-1", "startsOn": "2026-02-01", "endsOn": null,
        "budget": 4_500_000, "programme": null,
        "title": { "all": [{ "locale": "FR", "value": "Four solaire" }, { "locale": "CA", "value": "Forn solar" }] },
    });
    assert_eq!((&updated["project"], &updated["userErrors"]), (&expected, &json!([])));
    let logged = hub.logged().await;
    assert_eq!(logged.len(), 1);
    assert_eq!((logged[0].event.as_str(), logged[0].version), ("project.updated", 2));
    assert_eq!(logged[0].changed_fields, json!(["title", "endsOn", "budget"]));
});

on_both!(a_project_stands_among_others_by_its_new_title, |hub| {
    let (owner, project, aina) = four(&hub).await;
    hub.project(owner, "Moulin").visibility(Visibility::Network).await;
    update(&hub, &aina, project, json!({ "title": { "fr": "Œuvre commune" } })).await;
    let query = "{ projects(orderBy: [{ by: NAME }]) { nodes { title { value } } } }";
    let answer = hub.ask_as(&aina, query, json!({})).await;
    let nodes = json!([{ "title": { "value": "Moulin" } }, { "title": { "value": "Œuvre commune" } }]);
    assert_eq!(answer["data"]["projects"]["nodes"], nodes);
});

on_both!(what_says_nothing_new_makes_no_version, |hub| {
    let (_, project, aina) = four(&hub).await;
    for more in [json!({}), json!({ "title": { "fr": " Four " }, "code": "F-1", "summary": null })] {
        assert_eq!(update(&hub, &aina, project, more).await["project"]["version"], 1);
    }
    assert!(hub.events().await.is_empty());
    assert_eq!(hub.count("audit_event").await, 0);
});

on_both!(an_update_of_an_older_version_is_told_what_changed_since, |hub| {
    let (_, project, aina) = four(&hub).await;
    update(&hub, &aina, project, json!({ "code": "F-2" })).await;
    let stale = update(&hub, &aina, project, json!({ "code": "F-3" })).await;
    let expected = json!({ "current": { "version": 2, "code": "F-2" }, "changedFields": ["code"],
        "changedBy": { "displayName": "Aina" } });
    assert_eq!((&stale["conflict"], &stale["project"]), (&expected, &Value::Null));
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
});

on_both!(every_fault_of_an_update_is_told_at_once, |hub| {
    let (_, project, aina) = four(&hub).await;
    let more = json!({ "title": null, "summary": { "fr": "x".repeat(1_001) }, "code": "x".repeat(41),
        "startsOn": "2026-07-01" });
    let expected =
        ["REQUIRED input.title", "INVALID input.summary.fr", "INVALID input.code", "INVALID input.startsOn"];
    assert_eq!(refusals(&update(&hub, &aina, project, more).await), expected);
    let early = json!({ "endsOn": "2026-01-01" });
    assert_eq!(refusals(&update(&hub, &aina, project, early).await), ["INVALID input.endsOn"]);
});

on_both!(a_project_enters_a_programme_and_leaves_it, |hub| {
    let (owner, project, aina) = four(&hub).await;
    let programme = hub.project(owner, "Programme").with(|row| row.kind = Set("PROGRAMME".to_owned())).await;
    let into = |above: Uuid| json!({ "programme": project_id(above) });
    let entered = update(&hub, &aina, project, into(programme)).await;
    assert_eq!(entered["project"]["programme"]["title"]["value"], "Programme");
    for (child, above) in [(programme, programme), (hub.project(owner, "Autre").await, project)] {
        assert_eq!(refusals(&update(&hub, &aina, child, into(above)).await), ["INVALID input.programme"]);
    }
    let left = update(&hub, &aina, project, json!({ "expectedVersion": 2, "programme": null })).await;
    assert_eq!((&left["project"]["version"], &left["project"]["programme"]), (&json!(3), &Value::Null));
});

on_both!(only_who_may_change_a_project_does, |hub| {
    let (owner, project, _) = four(&hub).await;
    let viewer = hub.person("Biel", owner, Role::Viewer).await;
    let cases = [(&Actor::Anonymous, "NOT_FOUND input.id"), (&viewer, "FORBIDDEN input.id")];
    for (actor, expected) in cases {
        assert_eq!(refusals(&update(&hub, actor, project, json!({ "code": "X" })).await), [expected]);
    }
    assert!(hub.events().await.is_empty());
});

//! The first screen, and going on from it.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::funding_source::funding_source_id;
use crate::support::project::{action_id, day, project_id};
use crate::support::replica::Replica;

const DASHBOARD: &str = "query($project: ID) { dashboard(projectId: $project) {
    actionStats { total late blocked done byStatus { status count } }
    lateActions(first: 5) { id dueOn } fundingDeadlines(withinDays: 30) { id daysLeft } staleRecords cursor } }";

async fn dashboard(hub: &TestHub, actor: &Actor, project: Option<String>) -> Value {
    let answer = hub.ask_as(actor, DASHBOARD, json!({ "project": project })).await;
    assert!(answer.get("errors").is_none(), "{answer}");
    answer["data"]["dashboard"].clone()
}

on_both!(the_first_screen_shows_how_a_project_stands_to_who_looks, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let project = hub.project(owner, "Four solaire").visibility(Visibility::Public).await;
    let late = async |due: &str, level: Visibility| {
        let due = day(due);
        hub.action(project, "Payer").visibility(level).with(|row| row.due_on = Set(Some(due))).await
    };
    let second = late("2026-03-13", Visibility::Public).await;
    let first = late("2026-03-01", Visibility::Public).await;
    let team = late("2026-03-12", Visibility::Team).await;
    late("2026-03-14", Visibility::Public).await;
    let closing = |closes: &str| {
        let closes = day(closes);
        hub.funding_source(owner, "Aide").visibility(Visibility::Public).with(move |row| {
            row.status = Set("PUBLISHED".to_owned());
            row.closes_on = Set(Some(closes));
        })
    };
    let today = closing("2026-03-14").await;
    closing("2026-03-13").await;
    closing("2026-04-14").await;
    let month = closing("2026-04-13").await;
    // How cursors are made is read once a server.
    hub.pipeline.feed().seal().await.expect("a seal");
    let (shown, statements) =
        hub.statements(dashboard(&hub, &Actor::Anonymous, Some(project_id(project)))).await;
    assert_eq!(
        shown["actionStats"],
        json!({ "total": 3, "late": 2, "blocked": 0, "done": 0,
        "byStatus": [{ "status": "IN_PROGRESS", "count": 3 }] })
    );
    assert_eq!(
        shown["lateActions"],
        json!([{ "id": action_id(first), "dueOn": "2026-03-01" },
        { "id": action_id(second), "dueOn": "2026-03-13" }])
    );
    assert_eq!(
        shown["fundingDeadlines"],
        json!([{ "id": funding_source_id(today), "daysLeft": 0 },
        { "id": funding_source_id(month), "daysLeft": 30 }])
    );
    assert_eq!((&shown["staleRecords"], statements), (&json!(0), 3));
    for project in [Some(project_id(project)), None] {
        let shown = dashboard(&hub, &editor, project).await;
        assert_eq!(
            (&shown["actionStats"]["total"], &shown["actionStats"]["late"]),
            (&json!(4), &json!(3)),
            "{shown}"
        );
        assert_eq!(shown["lateActions"][1]["id"], action_id(team));
    }
    assert_eq!(dashboard(&hub, &Actor::Anonymous, None).await["actionStats"]["total"], 0);
});

on_both!(a_project_that_one_may_not_see_has_no_first_screen, |hub| {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let project = hub.project(owner, "Four solaire").visibility(Visibility::Team).await;
    for id in [project_id(project), action_id(project), "x".to_owned()] {
        assert_eq!(dashboard(&hub, &Actor::Anonymous, Some(id)).await, Value::Null);
    }
});

on_both!(records_that_nobody_changes_are_counted_for_who_may_change_them, |hub| {
    use sea_orm::ConnectionTrait;
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let reader = hub.person("Vera", owner, Role::Viewer).await;
    let project = hub.project(owner, "Four solaire").visibility(Visibility::Public).await;
    hub.action(project, "Payer").await;
    let before = "update record set updated_at = '2025-09-01T00:00:00Z' where kind = 'ACTION'";
    hub.connection().execute_unprepared(before).await.expect("an old action");
    let id = || Some(project_id(project));
    assert_eq!(dashboard(&hub, &editor, id()).await["staleRecords"], 1);
    assert_eq!(dashboard(&hub, &reader, id()).await["staleRecords"], 0);
});

on_both!(what_comes_after_the_first_screen_is_told_once, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let project = hub.project(owner, "Four solaire").visibility(Visibility::Public).await;
    let moved = hub.action(project, "Choisir").await;
    let change = async |status: &str, version: i32| {
        let input = json!({ "id": action_id(moved), "to": status, "expectedVersion": version });
        let changed = hub.mutate(&editor, "changeActionStatus", input, "").await;
        assert_eq!(changed["userErrors"], json!([]), "{changed}");
    };
    change("PAUSED", 1).await;
    let mut copy = Replica::new(editor.clone());
    copy.cursor = dashboard(&hub, &editor, Some(project_id(project))).await["cursor"].clone();
    change("IN_PROGRESS", 2).await;
    let told = copy.pull_all(&hub, 1).await;
    let of_it: Vec<&Value> = told.iter().filter(|change| change["id"] == action_id(moved)).collect();
    assert_eq!(of_it.len(), 1, "{told:?}");
    assert_eq!((&of_it[0]["type"], &of_it[0]["version"]), (&json!("UPDATED"), &json!(3)));
});

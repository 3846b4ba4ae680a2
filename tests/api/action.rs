//! Actions: making them, ticking their steps, taking them from one status to the next.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use respyrem::kernel::id;
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::structure_id;
use crate::support::database::Backend;
use crate::support::project::{action_id, day, project_id};

const MOVE: &str = include_str!("../../docs/operations/move-card.graphql");

/// A structure of the network with an editor, and a project read by all the network.
struct Board {
    owner: Uuid,
    project: Uuid,
    editor: Actor,
}

async fn board(hub: &TestHub) -> Board {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    Board { owner, project: hub.project(owner, "Four").visibility(Visibility::Network).await, editor }
}

/// Asks for a step; `more` is merged into the input.
async fn step(hub: &TestHub, actor: &Actor, action: Uuid, to: &str, more: Value) -> Value {
    let mut input = json!({ "id": action_id(action), "to": to, "expectedVersion": 1 });
    if let (Value::Object(input), Value::Object(more)) = (&mut input, more) {
        input.extend(more);
    }
    hub.ask_as(actor, MOVE, json!({ "input": input })).await["data"]["changeActionStatus"].take()
}

fn code(answer: &Value) -> &Value {
    &answer["userErrors"][0]["code"]
}

on_both!(done_is_whole_dated_and_told_once, |hub| {
    let board = board(&hub).await;
    let action = hub.action(board.project, "Bâtir").step("Terrasser", false).await;
    let moved = step(&hub, &board.editor, action, "DONE", json!({ "doneOn": "2026-03-12" })).await;
    let expected = json!({
        "action": { "id": action_id(action), "version": 2, "status": "DONE", "progressPct": 100,
            "doneOn": "2026-03-12", "statusReason": null, "allowedTransitions": ["IN_PROGRESS"] },
        "conflict": null, "userErrors": [],
    });
    assert_eq!(moved, expected);
    assert_eq!(hub.events().await, ["action.status_changed"]);
});

on_both!(a_move_costs_a_fixed_number_of_statements, |hub| {
    let board = board(&hub).await;
    let few = hub.action(board.project, "Bâtir").await;
    let many = (0..20).fold(hub.action(board.project, "Peindre"), |action, _| action.step("Couche", true));
    let many = many.await;
    let mut costs = Vec::new();
    for action in [few, many] {
        let (moved, cost) = hub.statements(step(&hub, &board.editor, action, "DONE", json!({}))).await;
        assert_eq!(moved["userErrors"], json!([]));
        costs.push(cost);
    }
    // PostgreSQL takes the lock of the log, which SQLite has no need of.
    let expected = if hub.backend == Backend::Postgres { 11 } else { 10 };
    assert_eq!(costs, [expected, expected]);
});

on_both!(done_is_today_when_no_day_is_given, |hub| {
    let board = board(&hub).await;
    let action = hub.action(board.project, "Bâtir").await;
    let moved = step(&hub, &board.editor, action, "DONE", json!({})).await;
    assert_eq!(moved["action"]["doneOn"], "2026-03-14");
});

on_both!(leaving_done_counts_the_steps_again, |hub| {
    let board = board(&hub).await;
    let action = hub.action(board.project, "Bâtir").step("Terrasser", true).step("Monter", false).await;
    step(&hub, &board.editor, action, "DONE", json!({})).await;
    let back = json!({ "expectedVersion": 2, "reason": "le toit fuit" });
    let moved = step(&hub, &board.editor, action, "IN_PROGRESS", back).await;
    let action = &moved["action"];
    assert_eq!((&action["progressPct"], &action["doneOn"]), (&json!(50), &Value::Null));
    assert_eq!(action["statusReason"], "le toit fuit");
});

on_both!(a_stale_step_writes_nothing_and_says_who_changed_what, |hub| {
    let board = board(&hub).await;
    let action = hub.action(board.project, "Bâtir").await;
    step(&hub, &board.editor, action, "DONE", json!({})).await;
    let stale = step(&hub, &board.editor, action, "ABANDONED", json!({ "reason": "trop tard" })).await;
    let conflict = json!({
        "changedBy": { "displayName": "Aina" }, "changedFields": ["status", "doneOn", "progressPct"],
        "changedAt": "2026-03-14T09:00:00Z", "current": { "version": 2, "status": "DONE" },
    });
    assert_eq!(stale["conflict"], conflict);
    assert_eq!((code(&stale), &stale["action"]), (&json!("CONFLICT"), &Value::Null));
    assert_eq!(hub.events().await.len(), 1);
    assert_eq!(hub.count("status_change").await, 1);
});

on_both!(a_step_that_does_not_exist_names_those_that_do, |hub| {
    let board = board(&hub).await;
    let abandoned = hub.action(board.project, "Bâtir").with(|row| {
        row.status = Set("ABANDONED".to_owned());
        row.status_reason = Set(Some("le gel".to_owned()));
    });
    let refused = step(&hub, &board.editor, abandoned.await, "DONE", json!({})).await;
    let expected = json!([{ "code": "INVALID_TRANSITION", "field": ["input", "to"],
        "message": "from ABANDONED it may go to: PLANNED" }]);
    assert_eq!(refused["userErrors"], expected);
    assert!(hub.events().await.is_empty());
});

on_both!(an_obstacle_is_explained, |hub| {
    let board = board(&hub).await;
    let action = hub.action(board.project, "Bâtir").await;
    let silent = step(&hub, &board.editor, action, "BLOCKED", json!({ "reason": " " })).await;
    assert_eq!(silent["userErrors"][0]["field"], json!(["input", "reason"]));
    assert_eq!(code(&silent), "REQUIRED");
    let dated = step(&hub, &board.editor, action, "PAUSED", json!({ "doneOn": "2026-03-12" })).await;
    assert_eq!(dated["userErrors"][0]["field"], json!(["input", "doneOn"]));
});

on_both!(who_may_not_see_finds_nothing_and_who_may_not_write_is_told_so, |hub| {
    let board = board(&hub).await;
    let other = hub.structure("Parc").partner(true).await;
    hub.participation(board.project, other, "OBSERVER", "ACCEPTED").await;
    let open = hub.action(board.project, "Ouverte").await;
    let quiet = hub.action(board.project, "Discrète").visibility(Visibility::Team).await;
    let observer = hub.person("Biel", other, Role::Editor).await;
    let viewer = hub.person("Carme", board.owner, Role::Viewer).await;
    let pilot = hub.person("Dolors", other, Role::Viewer).await;
    hub.project_member(board.project, pilot.member().expect("a member"), "PILOT").await;
    let cases = [
        (&Actor::Anonymous, open, "NOT_FOUND"),
        (&observer, quiet, "NOT_FOUND"),
        (&observer, open, "FORBIDDEN"),
        (&viewer, open, "FORBIDDEN"),
        (&viewer, quiet, "FORBIDDEN"),
    ];
    for (actor, action, expected) in cases {
        assert_eq!(code(&step(&hub, actor, action, "DONE", json!({})).await), expected);
    }
    assert!(hub.events().await.is_empty());
    assert_eq!(step(&hub, &pilot, quiet, "DONE", json!({})).await["action"]["status"], "DONE");
});

on_both!(of_twenty_at_once_one_succeeds, |hub| {
    let board = board(&hub).await;
    let action = hub.action(board.project, "Bâtir").await;
    let moves = (0..20).map(|_| step(&hub, &board.editor, action, "DONE", json!({})));
    let answers = futures_util::future::join_all(moves).await;
    let (done, stale): (Vec<_>, Vec<_>) =
        answers.iter().partition(|answer| answer["userErrors"] == json!([]));
    assert_eq!((done.len(), stale.len()), (1, 19));
    assert!(stale.iter().all(|answer| answer["conflict"]["current"]["version"] == 2), "{stale:?}");
    assert_eq!(hub.count("status_change").await, 1);
    assert_eq!(hub.count("outbox").await, 1);
});

const CREATE: &str = "mutation($input: CreateActionInput!) { createAction(input: $input) {
    action { id version status visibility position parent { title { value } } project { title { value } }
        owner { name } steps { position title } progressPct pilotStructure { name } }
    userErrors { code field } } }";

async fn create(hub: &TestHub, actor: &Actor, project: Uuid, more: Value) -> Value {
    let mut input = json!({ "project": project_id(project), "title": { "fr": "Bâtir" } });
    if let (Value::Object(input), Value::Object(more)) = (&mut input, more) {
        input.extend(more);
    }
    hub.ask_as(actor, CREATE, json!({ "input": input })).await["data"]["createAction"].take()
}

on_both!(a_new_action_comes_last_in_its_project_and_is_read_as_it_is, |hub| {
    let board = board(&hub).await;
    let above = hub.action(board.project, "Ensemble").visibility(Visibility::Team).await;
    let more = json!({ "parent": action_id(above), "pilotStructure": structure_id(board.owner),
        "steps": [{ "title": "Terrasser" }, { "title": "Monter" }] });
    let made = create(&hub, &board.editor, board.project, more).await;
    assert_eq!(made["userErrors"], json!([]));
    let action = &made["action"];
    assert_eq!((&action["status"], &action["position"]), (&json!("PLANNED"), &json!(2)));
    assert_eq!((&action["visibility"], &action["progressPct"]), (&json!("TEAM"), &json!(0)));
    assert_eq!(action["parent"]["title"]["value"], "Ensemble");
    assert_eq!(action["owner"]["name"], "Cal Forn");
    let steps = json!([{ "position": 1, "title": "Terrasser" }, { "position": 2, "title": "Monter" }]);
    assert_eq!(action["steps"], steps);
    assert_eq!(hub.events().await, ["action.created"]);
});

on_both!(an_action_is_part_of_an_action_of_its_own_project, |hub| {
    let board = board(&hub).await;
    let elsewhere = hub.project(board.owner, "Ailleurs").await;
    let above = hub.action(elsewhere, "Autre").await;
    let refused = create(&hub, &board.editor, board.project, json!({ "parent": action_id(above) })).await;
    assert_eq!(refused["userErrors"], json!([{ "code": "INVALID", "field": ["input", "parent"] }]));
});

on_both!(a_pilot_makes_actions_and_an_onlooker_does_not, |hub| {
    let board = board(&hub).await;
    let other = hub.structure("Parc").partner(true).await;
    let pilot = hub.person("Dolors", other, Role::Viewer).await;
    let onlooker = hub.person("Biel", other, Role::Editor).await;
    hub.project_member(board.project, pilot.member().expect("a member"), "PILOT").await;
    assert_eq!(create(&hub, &pilot, board.project, json!({})).await["action"]["owner"]["name"], "Cal Forn");
    assert_eq!(code(&create(&hub, &onlooker, board.project, json!({})).await), "FORBIDDEN");
});

on_both!(ticking_a_step_moves_the_progress, |hub| {
    let board = board(&hub).await;
    let action = hub.action(board.project, "Bâtir").step("Terrasser", false).step("Monter", false).await;
    let read = "query($id: ID!) { action(id: $id) { steps { id } } }";
    let steps = hub.ask_as(&board.editor, read, json!({ "id": action_id(action) })).await;
    let step = &steps["data"]["action"]["steps"][0]["id"];
    let query = "mutation($input: SetActionStepDoneInput!) { setActionStepDone(input: $input) {
        step { title done } action { version progressPct } conflict { changedFields } userErrors { code } } }";
    let tick = async |done: bool, version: i32| {
        let input = json!({ "id": step, "done": done, "expectedVersion": version });
        hub.ask_as(&board.editor, query, json!({ "input": input })).await["data"]["setActionStepDone"].take()
    };
    let ticked = tick(true, 1).await;
    assert_eq!(ticked["step"], json!({ "title": "Terrasser", "done": true }));
    assert_eq!(ticked["action"], json!({ "version": 2, "progressPct": 50 }));
    assert_eq!(tick(true, 1).await["conflict"]["changedFields"], json!(["steps", "progressPct"]));
    assert_eq!(tick(true, 2).await["action"]["version"], 2);
    assert_eq!(hub.events().await, ["action.step_done"]);
    assert_eq!(tick(false, 2).await["action"], json!({ "version": 3, "progressPct": 0 }));
});

on_both!(a_step_of_a_hidden_action_is_not_found, |hub| {
    let board = board(&hub).await;
    let query = "mutation($input: SetActionStepDoneInput!) { setActionStepDone(input: $input) { userErrors { code } } }";
    let input = json!({ "id": id::global("step", hub.new_id()), "done": true, "expectedVersion": 1 });
    let refused = hub.ask_as(&board.editor, query, json!({ "input": input })).await;
    assert_eq!(code(&refused["data"]["setActionStepDone"]), "NOT_FOUND");
});

on_both!(an_action_is_late_from_midnight_in_paris_unless_it_is_over, |hub| {
    let board = board(&hub).await;
    for (title, status) in [("En cours", "IN_PROGRESS"), ("Finie", "DONE"), ("Laissée", "ABANDONED")] {
        let action = hub.action(board.project, title).with(|row| {
            row.due_on = Set(Some(day("2026-03-14")));
            row.status = Set(status.to_owned());
            row.status_reason = Set((status == "ABANDONED").then(|| "le gel".to_owned()));
            row.done_on = Set((status == "DONE").then(|| day("2026-03-14")));
            row.progress_pct = Set(if status == "DONE" { 100 } else { 0 });
        });
        action.await;
    }
    let late = async |moment: &str| {
        hub.clock.set(moment.parse().expect("a moment"));
        let query = "{ actions(orderBy: [{ by: NAME }]) { nodes { isLate } } }";
        hub.ask_as(&board.editor, query, json!({})).await["data"]["actions"]["nodes"].take()
    };
    let one = |first: bool| json!([{ "isLate": first }, { "isLate": false }, { "isLate": false }]);
    assert_eq!(late("2026-03-14T22:59:59Z").await, one(false));
    assert_eq!(late("2026-03-14T23:00:00Z").await, one(true));
});

on_both!(actions_are_found_by_what_hangs_over_them, |hub| {
    let board = board(&hub).await;
    for (title, due) in [("Tard", Some("2026-03-20")), ("Hier", Some("2026-03-13")), ("Un jour", None)] {
        let action = hub.action(board.project, title);
        action.with(|row| row.due_on = Set(due.map(day))).await;
    }
    let query = "query($after: Cursor) {
        byDay: actions(orderBy: [{ by: DUE_ON }], first: 2, after: $after) { nodes { title { value } } pageInfo { endCursor } }
        late: actions(filter: { isLate: true }) { nodes { title { value } } }
        soon: actions(filter: { dueOn: { from: \"2026-03-14\", to: \"2026-03-20\" } }) { nodes { title { value } } } }";
    let ask =
        async |after: Value| hub.ask_as(&board.editor, query, json!({ "after": after })).await["data"].take();
    let titles = |list: &Value| -> Vec<String> {
        let nodes = list["nodes"].as_array().expect("nodes").iter();
        nodes.map(|node| node["title"]["value"].as_str().expect("a title").to_owned()).collect()
    };
    let first = ask(Value::Null).await;
    assert_eq!(titles(&first["byDay"]), ["Hier", "Tard"]);
    assert_eq!(titles(&first["late"]), ["Hier"]);
    assert_eq!(titles(&first["soon"]), ["Tard"]);
    let next = ask(first["byDay"]["pageInfo"]["endCursor"].clone()).await;
    assert_eq!(titles(&next["byDay"]), ["Un jour"]);
});

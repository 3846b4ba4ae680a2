//! Changing what an action says of itself.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, refusals, structure_id};
use crate::support::project::{action_id, day};

const SELECTED: &str = "action { version title { value } description { value } code priority startsOn dueOn
        progressMode progressPct pilotStructure { name } pilotMember { displayName } }
    conflict { current { version } changedFields changedBy { displayName } }";

/// A structure of the network, its editor, and an action half of whose steps are done.
struct Board {
    owner: Uuid,
    editor: Actor,
    action: Uuid,
}

async fn board(hub: &TestHub) -> Board {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let project = hub.project(owner, "Four").visibility(Visibility::Network).await;
    let action = hub.action(project, "Bâtir").step("Terrasser", true).step("Monter", false).with(|row| {
        row.due_on = Set(Some(day("2026-06-30")));
        row.pilot_structure_id = Set(Some(owner));
        row.progress_pct = Set(50);
    });
    Board { owner, editor, action: action.await }
}

/// Changes the action from its first version; `more` is merged into the input.
async fn update(hub: &TestHub, actor: &Actor, action: Uuid, more: Value) -> Value {
    let mut input = json!({ "id": action_id(action), "expectedVersion": 1 });
    if let (Value::Object(input), Value::Object(more)) = (&mut input, more) {
        input.extend(more);
    }
    hub.mutate(actor, "updateAction", input, SELECTED).await
}

on_both!(what_is_absent_of_an_action_stays_and_what_is_null_is_emptied, |hub| {
    let board = board(&hub).await;
    let pilot = member_id(board.editor.member().expect("a member"));
    let more = json!({ "title": { "fr": "Bâtir le four" }, "priority": "HIGH", "pilotStructure": null,
        "pilotMember": pilot });
    let updated = update(&hub, &board.editor, board.action, more).await;
    let expected = json!({ "version": 2, "title": { "value": "Bâtir le four" }, "description": null, "code": null,
        "priority": "HIGH", "startsOn": null, "dueOn": "2026-06-30", "progressMode": "STEPS", "progressPct": 50,
        "pilotStructure": null, "pilotMember": { "displayName": "Aina" } });
    assert_eq!((&updated["action"], &updated["userErrors"]), (&expected, &json!([])));
    let logged = hub.logged().await;
    assert_eq!((logged.len(), logged[0].event.as_str()), (1, "action.updated"));
    let fields = json!(["title", "priority", "pilotStructure", "pilotMember"]);
    assert_eq!(logged[0].changed_fields, fields);
});

on_both!(an_action_of_which_nothing_new_is_said_keeps_its_version, |hub| {
    let board = board(&hub).await;
    let same = json!({ "title": { "fr": "Bâtir" }, "dueOn": "2026-06-30", "progressMode": "STEPS",
        "pilotStructure": structure_id(board.owner) });
    for more in [json!({}), same] {
        assert_eq!(update(&hub, &board.editor, board.action, more).await["action"]["version"], 1);
    }
    assert!(hub.events().await.is_empty());
});

on_both!(progress_is_told_by_hand_and_counted_again, |hub| {
    let board = board(&hub).await;
    let by_hand = json!({ "progressMode": "MANUAL", "progressPct": 80 });
    let told = update(&hub, &board.editor, board.action, by_hand).await;
    assert_eq!(told["action"]["progressPct"], 80);
    let counted = json!({ "expectedVersion": 2, "progressMode": "STEPS" });
    let counted = update(&hub, &board.editor, board.action, counted).await;
    assert_eq!(counted["action"]["progressPct"], 50);
    assert_eq!(hub.logged().await[1].changed_fields, json!(["progressMode", "progressPct"]));
});

on_both!(every_fault_of_an_action_is_told_at_once, |hub| {
    let board = board(&hub).await;
    let more = json!({ "title": { "fr": "" }, "code": "x".repeat(41), "startsOn": "2026-07-01",
        "progressMode": null, "progressPct": 101 });
    let expected = [
        "REQUIRED input.title.fr",
        "INVALID input.code",
        "INVALID input.startsOn",
        "REQUIRED input.progressMode",
        "INVALID input.progressPct",
        "INVALID input.progressPct",
    ];
    assert_eq!(refusals(&update(&hub, &board.editor, board.action, more).await), expected);
});

on_both!(a_pilot_that_the_caller_does_not_see_is_not_found, |hub| {
    let board = board(&hub).await;
    let hidden = hub.structure("Discrète").visibility(Visibility::Private).await;
    let more = json!({ "pilotStructure": structure_id(hidden) });
    let refused = update(&hub, &board.editor, board.action, more).await;
    assert_eq!(refusals(&refused), ["NOT_FOUND input.pilotStructure"]);
});

on_both!(an_action_changed_meanwhile_is_not_written_over, |hub| {
    let board = board(&hub).await;
    update(&hub, &board.editor, board.action, json!({ "code": "A" })).await;
    let stale = update(&hub, &board.editor, board.action, json!({ "code": "B" })).await;
    let expected = json!({ "current": { "version": 2 }, "changedFields": ["code"],
        "changedBy": { "displayName": "Aina" } });
    assert_eq!(stale["conflict"], expected);
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
});

on_both!(only_who_may_change_an_action_does, |hub| {
    let board = board(&hub).await;
    let viewer = hub.person("Biel", board.owner, Role::Viewer).await;
    let cases = [(&Actor::Anonymous, "NOT_FOUND input.id"), (&viewer, "FORBIDDEN input.id")];
    for (actor, expected) in cases {
        assert_eq!(refusals(&update(&hub, actor, board.action, json!({ "code": "X" })).await), [expected]);
    }
});

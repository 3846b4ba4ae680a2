//! Handing a project over to another structure that takes part in it.

use respyrem::kernel::actor::{Actor, Role};
use respyrem::kernel::id;
use serde_json::{Value, json};
use uuid::Uuid;

use super::participation::{Two, two};
use crate::on_both;
use crate::support::TestHub;
use crate::support::build::refusals;
use crate::support::project::project_id;

const SELECTED: &str = "lead { role state since structure { name } project { lead { name } } }
    formerLead { role state since structure { name } }
    conflict { current { state } changedFields changedBy { displayName } }";

async fn hand_over(hub: &TestHub, actor: &Actor, to: Uuid, version: i32) -> Value {
    let input = json!({ "id": id::global("participation", to), "expectedVersion": version });
    hub.mutate(actor, "handOverLead", input, SELECTED).await
}

/// Every participation of the project, as in `LEAD ACCEPTED Parc`.
async fn participations(hub: &TestHub, two: &Two) -> Vec<String> {
    let query = "query($id: ID!) { project(id: $id) { participations { nodes { role state until
        structure { name } } } } }";
    let answer = hub.ask_as(&two.ours, query, json!({ "id": project_id(two.project) })).await;
    let nodes = answer["data"]["project"]["participations"]["nodes"].as_array().expect("nodes").clone();
    let text = |value: &Value| value.as_str().unwrap_or("–").to_owned();
    let mut all: Vec<String> = nodes
        .iter()
        .map(|node| {
            let [role, state, until] = ["role", "state", "until"].map(|name| text(&node[name]));
            format!("{} {role} {state} {until}", text(&node["structure"]["name"]))
        })
        .collect();
    all.sort();
    all
}

on_both!(a_project_is_handed_over_to_a_structure_that_takes_part_in_it, |hub| {
    let two = two(&hub).await;
    let partner = hub.participation(two.project, two.other, "PARTNER", "ACCEPTED").await;
    let handed = hand_over(&hub, &two.ours, partner, 1).await;
    let lead = json!({ "role": "LEAD", "state": "ACCEPTED", "since": "2026-03-14",
        "structure": { "name": "Parc" }, "project": { "lead": { "name": "Parc" } } });
    let former = json!({ "role": "PARTNER", "state": "ACCEPTED", "since": "2026-03-14",
        "structure": { "name": "Cal Forn" } });
    assert_eq!((&handed["lead"], &handed["formerLead"]), (&lead, &former));
    let expected = [
        "Cal Forn LEAD LEFT 2026-03-14",
        "Cal Forn PARTNER ACCEPTED –",
        "Parc LEAD ACCEPTED –",
        "Parc PARTNER LEFT 2026-03-14",
    ];
    assert_eq!(participations(&hub, &two).await, expected);
    let logged = hub.logged().await;
    let told: Vec<_> = logged.iter().map(|row| (row.event.as_str(), row.changed_fields.clone())).collect();
    assert_eq!(told, [("project.lead_handed_over", json!(["lead", "participations"]))]);
});

on_both!(a_project_is_handed_on_and_back, |hub| {
    let two = two(&hub).await;
    let partner = hub.participation(two.project, two.other, "FUNDER", "ACCEPTED").await;
    hand_over(&hub, &two.ours, partner, 1).await;
    let query = "query($id: ID!) { project(id: $id) { participations(filter: { state: [ACCEPTED], role: [PARTNER] }) { nodes { id } } } }";
    let answer = hub.ask_as(&two.theirs, query, json!({ "id": project_id(two.project) })).await;
    let ours = &answer["data"]["project"]["participations"]["nodes"][0]["id"];
    let input = json!({ "id": ours, "expectedVersion": 1, "formerLeadRole": "FUNDER" });
    let back = hub.mutate(&two.theirs, "handOverLead", input, SELECTED).await;
    assert_eq!(back["lead"]["structure"]["name"], "Cal Forn");
    assert_eq!(back["formerLead"]["role"], "FUNDER");
});

on_both!(only_what_is_in_force_takes_the_lead, |hub| {
    let two = two(&hub).await;
    for state in ["PROPOSED", "DECLINED", "LEFT"] {
        let held = hub.participation(two.project, two.other, "PARTNER", state).await;
        let refused = hand_over(&hub, &two.ours, held, 1).await;
        assert_eq!(refusals(&refused), ["INVALID_TRANSITION input.id"], "{state}");
    }
    assert_eq!(hub.events().await, [""; 0]);
});

on_both!(the_lead_is_not_handed_to_whom_has_it, |hub| {
    let two = two(&hub).await;
    let own = hub.participation(two.project, two.owner, "FUNDER", "ACCEPTED").await;
    assert_eq!(refusals(&hand_over(&hub, &two.ours, own, 1).await), ["INVALID_TRANSITION input.id"]);
});

on_both!(a_role_that_is_taken_is_refused_with_all_that_stands_in_the_way, |hub| {
    let two = two(&hub).await;
    hub.participation(two.project, two.owner, "PARTNER", "ACCEPTED").await;
    hub.participation(two.project, two.other, "LEAD", "PROPOSED").await;
    let partner = hub.participation(two.project, two.other, "PARTNER", "ACCEPTED").await;
    let refused = hand_over(&hub, &two.ours, partner, 1).await;
    assert_eq!(refusals(&refused), ["DUPLICATE input.id", "DUPLICATE input.formerLeadRole"]);
    let input = json!({ "id": id::global("participation", partner), "expectedVersion": 1,
        "formerLeadRole": "LEAD" });
    let refused = hub.mutate(&two.ours, "handOverLead", input, SELECTED).await;
    assert_eq!(refusals(&refused), ["DUPLICATE input.id", "INVALID input.formerLeadRole"]);
});

on_both!(those_who_do_not_bear_the_project_do_not_hand_it_over, |hub| {
    let two = two(&hub).await;
    let partner = hub.participation(two.project, two.other, "PARTNER", "ACCEPTED").await;
    assert_eq!(refusals(&hand_over(&hub, &two.theirs, partner, 1).await), ["FORBIDDEN input.id"]);
    let proposed = hub.participation(two.project, two.other, "FUNDER", "PROPOSED").await;
    let elsewhere = hub.structure("Autre").partner(true).await;
    let neighbour = hub.person("Carme", elsewhere, Role::Admin).await;
    assert_eq!(refusals(&hand_over(&hub, &neighbour, proposed, 1).await), ["NOT_FOUND input.id"]);
});

on_both!(of_many_who_hand_over_at_once_one_does_and_the_others_are_told, |hub| {
    let two = two(&hub).await;
    let partner = hub.participation(two.project, two.other, "PARTNER", "ACCEPTED").await;
    let all = futures_util::future::join_all((0..6).map(|_| hand_over(&hub, &two.ours, partner, 1))).await;
    let told = json!({ "current": { "state": "LEFT" }, "changedFields": ["state"],
        "changedBy": { "displayName": "Aina" } });
    assert_eq!(all.iter().filter(|answer| answer["conflict"] == told).count(), 5);
    assert_eq!(hub.events().await, ["project.lead_handed_over"]);
});

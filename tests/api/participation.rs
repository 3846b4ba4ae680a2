//! Participations: one side proposes, the other decides.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use respyrem::kernel::id;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{refusals, structure_id};
use crate::support::project::project_id;

/// A project of the network with its owner and an editor of it, and another structure with an editor of its own.
pub(super) struct Two {
    pub(super) owner: Uuid,
    pub(super) project: Uuid,
    pub(super) other: Uuid,
    pub(super) ours: Actor,
    pub(super) theirs: Actor,
}

pub(super) async fn two(hub: &TestHub) -> Two {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let other = hub.structure("Parc").partner(true).await;
    Two {
        owner,
        project: hub.project(owner, "Four solaire").visibility(Visibility::Network).await,
        other,
        ours: hub.person("Aina", owner, Role::Editor).await,
        theirs: hub.person("Biel", other, Role::Editor).await,
    }
}

const PROPOSE: &str = "mutation($input: ProposeParticipationInput!) { proposeParticipation(input: $input) {
    participation { id version role state proposedBy } userErrors { code field } } }";

async fn propose(hub: &TestHub, actor: &Actor, two: &Two, role: &str) -> Value {
    let input =
        json!({ "project": project_id(two.project), "structure": structure_id(two.other), "role": role });
    hub.ask_as(actor, PROPOSE, json!({ "input": input })).await["data"]["proposeParticipation"].take()
}

async fn decide(hub: &TestHub, actor: &Actor, verb: &str, id: &Value, version: i32) -> Value {
    let query = format!(
        "mutation($input: DecideParticipationInput!) {{ decided: {verb}Participation(input: $input) {{
            participation {{ state version since }}
            conflict {{ current {{ state }} changedFields changedBy {{ displayName }} }}
            userErrors {{ code field message }} }} }}"
    );
    let input = json!({ "input": { "id": id, "expectedVersion": version } });
    hub.ask_as(actor, &query, input).await["data"]["decided"].take()
}

on_both!(what_the_project_proposes_the_structure_accepts, |hub| {
    let two = two(&hub).await;
    let proposed = propose(&hub, &two.ours, &two, "PARTNER").await;
    assert_eq!(proposed["participation"]["proposedBy"], "PROJECT");
    let id = &proposed["participation"]["id"];
    let own = decide(&hub, &two.ours, "accept", id, 1).await;
    assert_eq!(own["userErrors"][0]["code"], "FORBIDDEN");
    let accepted = decide(&hub, &two.theirs, "accept", id, 1).await;
    assert_eq!(
        accepted["participation"],
        json!({ "state": "ACCEPTED", "version": 2, "since": "2026-03-14" })
    );
    let events = hub.events().await;
    assert_eq!(events, ["project.participation_proposed", "project.participation_accepted"]);
});

on_both!(what_the_structure_proposes_the_project_declines, |hub| {
    let two = two(&hub).await;
    let proposed = propose(&hub, &two.theirs, &two, "FUNDER").await;
    assert_eq!(proposed["participation"]["proposedBy"], "STRUCTURE");
    let id = &proposed["participation"]["id"];
    let declined = decide(&hub, &two.ours, "decline", id, 1).await;
    assert_eq!(declined["participation"]["state"], "DECLINED");
    let again = decide(&hub, &two.ours, "accept", id, 2).await;
    assert_eq!(again["userErrors"][0]["code"], "INVALID_TRANSITION");
    assert_eq!(again["userErrors"][0]["message"], "DECLINED is final");
});

on_both!(a_decision_on_an_older_version_is_told_who_decided, |hub| {
    let two = two(&hub).await;
    let id = &propose(&hub, &two.ours, &two, "PARTNER").await["participation"]["id"];
    decide(&hub, &two.theirs, "accept", id, 1).await;
    let stale = decide(&hub, &two.theirs, "decline", id, 1).await;
    let expected = json!({ "current": { "state": "ACCEPTED" }, "changedFields": ["state"],
        "changedBy": { "displayName": "Biel" } });
    assert_eq!(stale["conflict"], expected);
    assert_eq!(stale["userErrors"][0]["code"], "CONFLICT");
});

on_both!(a_role_is_proposed_once, |hub| {
    let two = two(&hub).await;
    propose(&hub, &two.ours, &two, "PARTNER").await;
    let again = propose(&hub, &two.theirs, &two, "PARTNER").await;
    assert_eq!(again["userErrors"], json!([{ "code": "DUPLICATE", "field": ["input", "role"] }]));
    assert_eq!(propose(&hub, &two.theirs, &two, "FUNDER").await["userErrors"], json!([]));
});

on_both!(a_project_has_one_lead, |hub| {
    let two = two(&hub).await;
    let id = &propose(&hub, &two.ours, &two, "LEAD").await["participation"]["id"];
    let refused = decide(&hub, &two.theirs, "accept", id, 1).await;
    assert_eq!(refused["userErrors"][0]["code"], "DUPLICATE");
});

async fn leave(hub: &TestHub, actor: &Actor, participation: Uuid, version: i32) -> Value {
    let input = json!({ "id": id::global("participation", participation), "expectedVersion": version });
    let selected = "participation { state version until }
        conflict { current { state } changedFields changedBy { displayName } }";
    hub.mutate(actor, "leaveProject", input, selected).await
}

on_both!(either_side_ends_a_participation, |hub| {
    let two = two(&hub).await;
    let left = json!({ "state": "LEFT", "version": 2, "until": "2026-03-14" });
    for (actor, role) in [(&two.ours, "PARTNER"), (&two.theirs, "FUNDER")] {
        let held = hub.participation(two.project, two.other, role, "ACCEPTED").await;
        assert_eq!(leave(&hub, actor, held, 1).await["participation"], left);
    }
    assert_eq!(hub.events().await, ["project.participation_left", "project.participation_left"]);
});

on_both!(who_left_reads_the_team_no_more, |hub| {
    let two = two(&hub).await;
    let quiet = hub.project(hub.project_owner(two.project).await, "Discret").await;
    let held = hub.participation(quiet, two.other, "PARTNER", "ACCEPTED").await;
    let left = leave(&hub, &two.theirs, held, 1).await;
    assert_eq!((&left["participation"], &left["userErrors"]), (&Value::Null, &json!([])));
    assert_eq!(refusals(&leave(&hub, &two.theirs, held, 2).await), ["NOT_FOUND input.id"]);
});

on_both!(the_lead_is_told_what_to_do_instead_of_leaving, |hub| {
    let two = two(&hub).await;
    let quiet = hub.project(two.other, "Refuge").visibility(Visibility::Network);
    let asked = "query($id: ID!) { project(id: $id) { participations { nodes { id } } } }";
    let answer = hub.ask_as(&two.theirs, asked, json!({ "id": project_id(quiet.await) })).await;
    let lead = &answer["data"]["project"]["participations"]["nodes"][0]["id"];
    let input = json!({ "id": lead, "expectedVersion": 1 });
    let refused = hub.mutate(&two.theirs, "leaveProject", input, "participation { id }").await;
    assert_eq!(refusals(&refused), ["INVALID_TRANSITION input.id"]);
    let message = refused["userErrors"][0]["message"].as_str().expect("a message");
    assert!(message.contains("COMPLETED or ABANDONED"), "{message}");
    assert!(hub.events().await.is_empty());
});

on_both!(only_what_is_in_force_is_left, |hub| {
    let two = two(&hub).await;
    for state in ["PROPOSED", "DECLINED", "LEFT"] {
        let held = hub.participation(two.project, two.other, "PARTNER", state).await;
        assert_eq!(refusals(&leave(&hub, &two.ours, held, 1).await), ["INVALID_TRANSITION input.id"]);
    }
});

on_both!(a_structure_is_not_made_to_leave_by_a_third, |hub| {
    let two = two(&hub).await;
    let elsewhere = hub.structure("Autre").partner(true).await;
    let neighbour = hub.person("Carme", elsewhere, Role::Admin).await;
    let reader = hub.person("Dolors", two.other, Role::Viewer).await;
    let held = hub.participation(two.project, two.other, "PARTNER", "ACCEPTED").await;
    for actor in [&neighbour, &reader] {
        assert_eq!(refusals(&leave(&hub, actor, held, 1).await), ["FORBIDDEN input.id"]);
    }
});

on_both!(of_many_who_leave_at_once_one_does_and_the_others_are_told, |hub| {
    let two = two(&hub).await;
    let held = hub.participation(two.project, two.other, "PARTNER", "ACCEPTED").await;
    let answers = futures_util::future::join_all((0..8).map(|_| leave(&hub, &two.ours, held, 1))).await;
    let told = json!({ "current": { "state": "LEFT" }, "changedFields": ["state"],
        "changedBy": { "displayName": "Aina" } });
    let stale = answers.iter().filter(|answer| answer["conflict"] == told).count();
    assert_eq!((stale, hub.events().await.len()), (7, 1));
});

on_both!(a_proposal_concerns_its_two_sides_only, |hub| {
    let two = two(&hub).await;
    let elsewhere = hub.structure("Autre").partner(true).await;
    let neighbour = hub.person("Carme", elsewhere, Role::Admin).await;
    let id = &propose(&hub, &two.ours, &two, "PARTNER").await["participation"]["id"];
    let refused = decide(&hub, &neighbour, "accept", id, 1).await;
    assert_eq!(refused["userErrors"][0]["code"], "NOT_FOUND");
    let query = "query($id: ID!) { node(id: $id) { id } }";
    assert_eq!(hub.ask_as(&neighbour, query, json!({ "id": id })).await, json!({ "data": { "node": null } }));
    let meddling = propose(&hub, &neighbour, &two, "FUNDER").await;
    assert_eq!(meddling["userErrors"], json!([{ "code": "FORBIDDEN", "field": ["input", "project"] }]));
});

on_both!(what_does_not_exist_is_not_found, |hub| {
    let two = two(&hub).await;
    for id in [id::global("participation", hub.new_id()), project_id(two.project), "x".to_owned()] {
        let refused = decide(&hub, &two.ours, "accept", &json!(id), 1).await;
        assert_eq!(refused["userErrors"][0]["code"], "NOT_FOUND", "{id}");
    }
});

on_both!(an_accepted_structure_reads_the_team_and_an_observer_does_not, |hub| {
    let two = two(&hub).await;
    let quiet = hub.project(hub.project_owner(two.project).await, "Discret").await;
    let reads = async |actor: &Actor| {
        let query = "query($id: ID!) { project(id: $id) { title { value } } }";
        !hub.ask_as(actor, query, json!({ "id": project_id(quiet) })).await["data"]["project"].is_null()
    };
    hub.participation(quiet, two.other, "OBSERVER", "ACCEPTED").await;
    hub.participation(quiet, two.other, "FUNDER", "PROPOSED").await;
    assert!(!reads(&two.theirs).await);
    hub.participation(quiet, two.other, "PARTNER", "ACCEPTED").await;
    assert!(reads(&two.theirs).await);
});

on_both!(a_structure_is_read_under_any_number_of_names, |hub| {
    let two = two(&hub).await;
    hub.participation(two.project, two.other, "PARTNER", "ACCEPTED").await;
    let names: String = (0..75).map(|name| format!("s{name}: structure {{ name visibility }} ")).collect();
    let query =
        format!("query($id: ID!) {{ project(id: $id) {{ participations {{ nodes {{ {names} }} }} }} }}");
    let answer = hub.ask_as(&two.ours, &query, json!({ "id": project_id(two.project) })).await;
    let node = &answer["data"]["project"]["participations"]["nodes"][0];
    assert!(node["s0"]["name"].is_string() && node["s0"] == node["s74"], "{answer}");
});

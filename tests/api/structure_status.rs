//! The steps of the life of a structure.

use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{refusals, structure_id};

const SELECTED: &str = "structure { status version allowedTransitions statusHistory { nodes { from to reason actor { displayName } } } }
    conflict { current { status version } changedFields changedBy { displayName } }";

async fn change(hub: &TestHub, actor: &Actor, structure: Uuid, to: &str, more: Value) -> Value {
    let mut input = json!({ "id": structure_id(structure), "to": to, "expectedVersion": 1 });
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    hub.mutate(actor, "changeStructureStatus", input, SELECTED).await
}

on_both!(administrators_propose_and_the_network_accepts, |hub| {
    let structure = hub.structure("Cal Forn").status("DRAFT").await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let olga = hub.operator("Olga").await;
    let proposed = change(&hub, &ada, structure, "PENDING", json!({})).await;
    assert_eq!(proposed["structure"]["status"], "PENDING", "{proposed}");
    assert_eq!(proposed["structure"]["allowedTransitions"], json!(["ACTIVE", "DRAFT"]));
    let own = change(&hub, &ada, structure, "ACTIVE", json!({ "expectedVersion": 2 })).await;
    assert_eq!(refusals(&own), ["FORBIDDEN input.id"]);
    let accepted = change(&hub, &olga, structure, "ACTIVE", json!({ "expectedVersion": 2 })).await;
    assert_eq!(accepted["structure"]["version"], 3);
    assert_eq!(hub.events().await, ["structure.updated", "structure.verified"]);
});

on_both!(a_refusal_and_a_suspension_are_explained, |hub| {
    let pending = hub.structure("Cal Forn").status("PENDING").await;
    let active = hub.structure("Parc").await;
    let olga = hub.operator("Olga").await;
    for (structure, to) in [(pending, "DRAFT"), (active, "SUSPENDED")] {
        let silent = change(&hub, &olga, structure, to, json!({})).await;
        assert_eq!(refusals(&silent), ["REQUIRED input.reason"]);
        let explained = change(&hub, &olga, structure, to, json!({ "reason": "Statuts absents" })).await;
        let history = &explained["structure"]["statusHistory"]["nodes"][0];
        assert_eq!(history["reason"], "Statuts absents");
        assert_eq!(history["actor"]["displayName"], "Olga");
    }
});

on_both!(an_administrator_closes_a_structure_and_the_network_brings_it_back, |hub| {
    let structure = hub.structure("Cal Forn").siret("73282932000074").await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let olga = hub.operator("Olga").await;
    let archived = change(&hub, &ada, structure, "ARCHIVED", json!({})).await;
    assert_eq!(archived["structure"]["status"], "ARCHIVED");
    let own = change(&hub, &ada, structure, "ACTIVE", json!({ "expectedVersion": 2 })).await;
    assert_eq!(refusals(&own), ["FORBIDDEN input.id"]);
    let back = change(&hub, &olga, structure, "ACTIVE", json!({ "expectedVersion": 2 })).await;
    assert_eq!(back["structure"]["status"], "ACTIVE");
});

on_both!(a_structure_does_not_come_back_beside_another_with_its_siret, |hub| {
    let old = hub.structure("Cal Forn").siret("73282932000074").status("ARCHIVED").await;
    hub.structure("Le Four").siret("73282932000074").await;
    let olga = hub.operator("Olga").await;
    let refused = change(&hub, &olga, old, "ACTIVE", json!({})).await;
    assert_eq!(refusals(&refused), ["DUPLICATE input.to"]);
    assert_eq!(hub.events().await, [""; 0]);
});

on_both!(a_structure_without_identifier_says_why_before_it_is_proposed, |hub| {
    let structure = hub.structure("Cal Forn").status("DRAFT").unidentified().await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let refused = change(&hub, &ada, structure, "PENDING", json!({})).await;
    assert_eq!(refusals(&refused), ["REQUIRED input.to"]);
});

on_both!(a_step_that_does_not_exist_is_refused_with_those_that_do, |hub| {
    let structure = hub.structure("Cal Forn").await;
    let olga = hub.operator("Olga").await;
    let refused = change(&hub, &olga, structure, "PENDING", json!({})).await;
    assert_eq!(refusals(&refused), ["INVALID_TRANSITION input.to"]);
    assert_eq!(refused["userErrors"][0]["message"], "from ACTIVE it may go to: SUSPENDED, ARCHIVED");
});

on_both!(a_stale_step_writes_nothing_and_shows_what_changed, |hub| {
    let structure = hub.structure("Cal Forn").await;
    let olga = hub.operator("Olga").await;
    let reason = json!({ "reason": "Liquidation" });
    change(&hub, &olga, structure, "SUSPENDED", reason).await;
    let stale = change(&hub, &olga, structure, "ARCHIVED", json!({})).await;
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
    let expected = json!({
        "current": { "status": "SUSPENDED", "version": 2 }, "changedFields": ["status"],
        "changedBy": { "displayName": "Olga" },
    });
    assert_eq!(stale["conflict"], expected);
});

on_both!(an_editor_takes_no_step, |hub| {
    let structure = hub.structure("Cal Forn").await;
    let editor = hub.person("Edit", structure, Role::Editor).await;
    let refused = change(&hub, &editor, structure, "ARCHIVED", json!({})).await;
    assert_eq!(refusals(&refused), ["FORBIDDEN input.id"]);
});

//! What is written down of acts on services that are refused.

use respyrem::domain::subgraph;
use respyrem::kernel::actor::{Actor, Role};
use respyrem::kernel::id;
use serde_json::{Value, json};

use super::stock;
use super::world::{Server, World};
use crate::on_both;
use crate::support::TestHub;
use crate::support::audit::{refusal, written};
use crate::support::partner::{Partners, Party, partner_id};
use crate::support::subgraph::TestSubgraph;

const SELECTED: &str = "subgraph { id }";
const ADDRESS: &str = "https://atelier.example/graphql";

fn service(partners: &Partners, name: &str) -> Value {
    json!({ "partner": partner_id(partners.partner), "name": name, "url": ADDRESS })
}

async fn register(hub: &TestHub, actor: &Actor, input: Value) {
    hub.mutate(actor, "registerSubgraph", input, SELECTED).await;
}

on_both!(who_does_not_govern_the_partner_is_written_down_with_nothing_of_what_was_sent, |hub| {
    let partners = Partners::of(&hub).await;
    let otto = partners.actor(&hub, Party::OtherAdministrator).await;
    register(&hub, &otto, service(&partners, "atelier")).await;
    let written = written(&hub).await;
    assert_eq!(written, [(otto.id(), refusal("registerSubgraph", "FORBIDDEN", "input.partner"))]);
    assert!(!format!("{written:?}").contains(ADDRESS));
});

on_both!(what_is_looked_into_first_is_written_down_once, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let unknown = json!({ "id": id::global(subgraph::PREFIX, hub.new_id()) });
    hub.mutate(&adam, "checkSubgraph", unknown, SELECTED).await;
    assert_eq!(written(&hub).await, [(adam.id(), refusal("checkSubgraph", "NOT_FOUND", "input.id"))]);
});

on_both!(what_is_done_and_what_nobody_is_refused_leave_no_refusal, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    register(&hub, &adam, service(&partners, "atelier")).await;
    register(&hub, &Actor::Anonymous, service(&partners, "other")).await;
    assert_eq!(hub.count("audit_event where act = 'subgraph.registered'").await, 1);
    assert_eq!(written(&hub).await, []);
});

on_both!(a_schema_with_many_faults_is_one_reason, |hub| {
    let world = World::of(hub).await;
    let stock = TestSubgraph::start(stock::alone()).await;
    let Server { registry, store, .. } = &world.server;
    registry.register(store, "parc", "stock", &stock.url).await.unwrap();
    let aina = world.hub.person("Aina", world.structure, Role::Admin).await;
    let found = world.server.ask_as(&aina, "{ subgraph(name: \"stock\") { id } }", json!({})).await;
    let join = "mutation($input: ChangeSubgraphStateInput!) { changeSubgraphState(input: $input) { userErrors { code } } }";
    let input = json!({ "id": found["data"]["subgraph"]["id"], "expectedVersion": 1, "state": "ACTIVE" });
    let refused = world.server.ask_as(&aina, join, json!({ "input": input })).await;
    let errors = refused["data"]["changeSubgraphState"]["userErrors"].as_array().map_or(0, Vec::len);
    assert!(errors > 1, "{refused}");
    let one = refusal("changeSubgraphState", "INVALID", "input.id");
    assert_eq!(written(&world.hub).await, [(aina.id(), one)]);
});

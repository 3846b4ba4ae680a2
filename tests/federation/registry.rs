//! The registry of services: who writes it, what it refuses, and what becomes of the schema.

use std::time::Duration;

use chrono::TimeDelta;
use respyrem::domain::subgraph::SubgraphState;
use respyrem::kernel::actor::{Actor, MemberActor, Role};
use respyrem::kernel::id;
use serde_json::{Value, json};

use super::stock;
use super::world::{Server, World};
use crate::on_both;
use crate::support::TestHub;
use crate::support::build::refusals;
use crate::support::partner::{Partners, Party, partner_id};
use crate::support::subgraph::{Mood, TestSubgraph};

const SELECTED: &str =
    "subgraph { id version state faults } changes { kind coordinate } conflict { changedFields }";

/// Registers a service as `actor`; answers the payload.
async fn register(
    hub: &TestHub,
    server: &Server,
    actor: &Actor,
    (partner, url): (uuid::Uuid, &str),
) -> Value {
    let input = json!({ "partner": partner_id(partner), "name": "stock", "url": url });
    mutate(hub, server, actor, "registerSubgraph", input).await
}

/// Runs a mutation as `actor`; answers the payload.
pub(super) async fn mutate(hub: &TestHub, server: &Server, actor: &Actor, name: &str, input: Value) -> Value {
    let ty = hub.pipeline.documents().schema().type_field("Mutation", name).unwrap();
    let ty = &ty.argument_by_name("input").unwrap().ty;
    let query = format!(
        "mutation($input: {ty}) {{ {name}(input: $input) {{ {SELECTED} userErrors {{ code field message }} }} }}"
    );
    let mut answer = server.ask_as(actor, &query, json!({ "input": input })).await;
    assert!(answer["errors"].is_null(), "{name}: {answer}");
    answer["data"][name].take()
}

on_both!(a_draft_is_no_part_of_the_schema_and_joins_it_once_it_is_active, |hub| {
    let world = World::of(hub).await;
    let stock = TestSubgraph::start(stock::alone()).await;
    let ada = world.hub.operator("Ada").await;
    let made = register(&world.hub, &world.server, &ada, (world.partner, &stock.url)).await;
    assert_eq!(made["subgraph"]["state"], "DRAFT");
    world.server.forgets("Query", "things").await;
    let id = &made["subgraph"]["id"];
    let rights =
        json!({ "id": id, "expectedVersion": 1, "extends": ["Structure"], "requires": ["Structure.rna"] });
    mutate(&world.hub, &world.server, &ada, "grantSubgraphRights", rights).await;
    let step = json!({ "id": id, "expectedVersion": 2, "state": "ACTIVE" });
    let joined = mutate(&world.hub, &world.server, &ada, "changeSubgraphState", step).await;
    assert_eq!(joined["subgraph"]["state"], "ACTIVE", "{joined}");
    assert!(
        joined["changes"]
            .as_array()
            .unwrap()
            .contains(&json!({ "kind": "ADDED", "coordinate": "Structure.lends" }))
    );
    world.server.knows("Structure", "lends").await;
});

on_both!(a_service_that_asks_for_more_than_its_rights_is_told_what_to_ask_for, |hub| {
    let world = World::of(hub).await;
    let stock = TestSubgraph::start(stock::alone()).await;
    let Server { registry, store, .. } = &world.server;
    registry.register(store, "parc", "stock", &stock.url).await.unwrap();
    let checked = registry.check(store, &["stock"]).await.unwrap();
    assert!(checked.faults.iter().any(|fault| fault.contains("Structure")), "{:?}", checked.faults);
    assert!(registry.change_state(store, &["stock"], SubgraphState::Active).await.is_err());
    world.server.forgets("Query", "things").await;
});

on_both!(a_trial_tells_what_would_change_and_changes_nothing, |hub| {
    let (world, stock) = World::with_stock(hub).await;
    let Server { registry, store, .. } = &world.server;
    registry.register(store, "parc", "stock2", &stock.url).await.unwrap();
    let twice = registry.check(store, &["stock2"]).await.unwrap();
    assert!(
        twice.faults.iter().any(|fault| fault.starts_with("ROOT_FIELD_REFUSED in stock2")),
        "{:?}",
        twice.faults
    );
    let same = registry.check(store, &["stock"]).await.unwrap();
    assert!(same.faults.is_empty() && same.changes.is_empty(), "{same:?}");
});

on_both!(a_service_that_does_not_answer_is_said_to_be_unreadable, |hub| {
    let world = World::of(hub).await;
    let stock = TestSubgraph::start(stock::alone()).await;
    stock.becomes(Mood::Says(axum::http::StatusCode::OK, "{\"data\":{}}".to_owned()));
    let Server { registry, store, .. } = &world.server;
    registry.register(store, "parc", "stock", &stock.url).await.unwrap();
    let told = registry.check(store, &["stock"]).await.unwrap().faults;
    assert_eq!(
        told,
        [
            "UNREADABLE in stock: it answers without `_service { sdl }`: it is no subgraph of Apollo Federation"
        ]
    );
});

on_both!(every_server_follows_within_a_second, |hub| {
    let (world, _stock) = World::with_stock(hub).await;
    let beside = Server::start(&world.hub).await;
    beside.knows("Query", "things").await;
    let Server { registry, store, .. } = &world.server;
    registry.change_state(store, &["stock"], SubgraphState::Paused).await.unwrap();
    let start = std::time::Instant::now();
    for server in [&world.server, &beside] {
        server.forgets("Query", "things").await;
    }
    // The last service is gone: nothing has to be composed.
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
});

on_both!(a_schema_that_changed_is_joined_when_it_is_looked_at, |hub| {
    let world = World::of(hub).await;
    let service = TestSubgraph::start(pulse(&["one"])).await;
    world.join("pulse", &service.url, &[], &[]).await;
    world.server.knows("Pulse", "one").await;
    let moved = TestSubgraph::start(pulse(&["one", "two"])).await;
    let ada = world.hub.operator("Ada").await;
    let (id, version) = of(&world, &ada, "pulse").await;
    let input = json!({ "id": id, "expectedVersion": version, "url": moved.url });
    mutate(&world.hub, &world.server, &ada, "updateSubgraph", input).await;
    look(&world).await;
    world.server.knows("Pulse", "two").await;
    assert_eq!(
        world.server.ask("{ pulse { one two } }").await,
        json!({ "data": { "pulse": { "one": 1, "two": 1 } } })
    );
});

on_both!(a_schema_that_does_not_compose_any_more_is_kept_out_and_the_row_says_why, |hub| {
    let world = World::of(hub).await;
    let service = TestSubgraph::start(pulse(&["one"])).await;
    world.join("pulse", &service.url, &[], &[]).await;
    world.server.knows("Pulse", "one").await;
    let sdl = "type Query { pulse: Pulse structures: Int } type Pulse { one: Int }";
    let body = json!({ "data": { "_service": { "sdl": sdl }, "pulse": { "one": 1 } } });
    service.becomes(Mood::Says(axum::http::StatusCode::OK, body.to_string()));
    look(&world).await;
    let ada = world.hub.operator("Ada").await;
    let told = world.server.ask_as(&ada, "{ subgraph(name: \"pulse\") { faults state } }", json!({})).await;
    let fault = told["data"]["subgraph"]["faults"][0].as_str().unwrap();
    assert!(fault.starts_with("ROOT_FIELD_REFUSED in pulse at Query.structures"), "{fault}");
    assert_eq!(world.server.ask("{ pulse { one } }").await, json!({ "data": { "pulse": { "one": 1 } } }));
});

on_both!(a_service_that_was_removed_is_gone_for_good, |hub| {
    let (world, _stock) = World::with_stock(hub).await;
    let ada = world.hub.operator("Ada").await;
    let (id, version) = of(&world, &ada, "stock").await;
    let input = json!({ "id": id, "expectedVersion": version });
    let removed = mutate(&world.hub, &world.server, &ada, "removeSubgraph", input).await;
    assert_eq!(removed["userErrors"], json!([]));
    world.server.forgets("Query", "things").await;
    let told = world.server.ask_as(&ada, "{ subgraphs { totalCount } }", json!({})).await;
    assert_eq!(told["data"]["subgraphs"]["totalCount"], 0);
});

on_both!(who_read_an_older_version_is_told_what_changed_since, |hub| {
    let (world, _stock) = World::with_stock(hub).await;
    let ada = world.hub.operator("Ada").await;
    let (id, version) = of(&world, &ada, "stock").await;
    let input = json!({ "id": id, "expectedVersion": version - 1, "state": "PAUSED" });
    let stale = mutate(&world.hub, &world.server, &ada, "changeSubgraphState", input).await;
    assert_eq!(stale["conflict"]["changedFields"], json!(["state"]));
});

on_both!(an_address_inside_a_network_and_a_name_that_is_taken_are_refused, |hub| {
    let (world, _stock) = World::with_stock(hub).await;
    let ada = world.hub.operator("Ada").await;
    for url in [
        "https://10.0.0.1/graphql",
        "https://169.254.169.254/",
        "ftp://x.example",
        "https://a:b@x.example/",
        "x",
    ] {
        let refused = register(&world.hub, &world.server, &ada, (world.partner, url)).await;
        assert_eq!(refusals(&refused), ["INVALID input.url"], "{url}");
    }
    let taken = register(&world.hub, &world.server, &ada, (world.partner, "https://x.example/graphql")).await;
    assert_eq!(refusals(&taken), ["DUPLICATE input.name"]);
});

on_both!(a_partner_has_no_more_than_ten_services, |hub| {
    let world = World::of(hub).await;
    let Server { registry, store, .. } = &world.server;
    let one = async |number: usize| {
        registry.register(store, "parc", &format!("service-{number}"), "https://x.example/graphql").await
    };
    for number in 0..10 {
        one(number).await.unwrap();
    }
    assert!(one(10).await.unwrap_err().to_string().contains("at most 10 services"));
});

on_both!(a_schema_of_too_many_types_is_not_even_tried, |hub| {
    let world = World::of(hub).await;
    let service = TestSubgraph::start(pulse(&["one"])).await;
    let types: Vec<String> = (0..501).map(|number| format!("type T{number} {{ a: Int }}")).collect();
    let body = json!({ "data": { "_service": { "sdl": types.join(" ") } } });
    service.becomes(Mood::Says(axum::http::StatusCode::OK, body.to_string()));
    let Server { registry, store, .. } = &world.server;
    registry.register(store, "parc", "pulse", &service.url).await.unwrap();
    let told = registry.check(store, &["pulse"]).await.unwrap().faults;
    assert_eq!(
        told,
        ["SCHEMA_TOO_LARGE in pulse: its schema has 501 definitions, and at most 500 are joined."]
    );
});

on_both!(who_governs_the_partner_sees_and_changes_its_services_and_nobody_else_does, |hub| {
    let partners = Partners::of(&hub).await;
    let server = Server::start(&hub).await;
    let olga = hub.operator("Olga").await;
    let made = register(&hub, &server, &olga, (partners.partner, "https://x.example/graphql")).await;
    let id = &made["subgraph"]["id"];
    let partner = partner_id(partners.partner);
    for party in Party::ALL {
        let actor = partners.actor(&hub, party).await;
        let governs = matches!(party, Party::Administrator | Party::Operator);
        let query = format!(
            "{{ subgraph(name: \"stock\") {{ url }} subgraphs {{ totalCount }} partner(id: \"{partner}\") {{ subgraphs {{ totalCount }} }} }}"
        );
        let seen = server.ask_as(&actor, &query, json!({})).await;
        let count = i32::from(governs);
        assert_eq!(seen["data"]["subgraph"].is_null(), !governs, "{party:?}: {seen}");
        assert_eq!(seen["data"]["subgraphs"]["totalCount"], count, "{party:?}");
        assert_eq!(seen["data"]["partner"]["subgraphs"]["totalCount"], count, "{party:?}");
        let input = json!({ "id": id, "expectedVersion": 99, "state": "PAUSED" });
        let told = mutate(&hub, &server, &actor, "changeSubgraphState", input).await;
        let code = if governs { "CONFLICT" } else { "NOT_FOUND" };
        assert_eq!(told["userErrors"][0]["code"], code, "{party:?}: {told}");
    }
});

on_both!(only_those_who_run_the_network_grant_rights, |hub| {
    let partners = Partners::of(&hub).await;
    let server = Server::start(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let made = register(&hub, &server, &adam, (partners.partner, "https://x.example/graphql")).await;
    let input = json!({ "id": made["subgraph"]["id"], "expectedVersion": 1, "extends": ["Structure"] });
    let refused = mutate(&hub, &server, &adam, "grantSubgraphRights", input).await;
    assert_eq!(refusals(&refused), ["FORBIDDEN input.id"]);
});

on_both!(a_service_is_told_who_asks_only_where_that_was_granted, |hub| {
    let (world, stock) = World::with_stock(hub).await;
    let actor = world.hub.person("Marie", world.structure, Role::Member).await;
    let Actor::Member(MemberActor { member: marie, .. }) = actor else { panic!("a member") };
    stock.asked();
    let subject = |asked: &(axum::http::HeaderMap, Value)| {
        let token = asked.0["authorization"].to_str().unwrap().trim_start_matches("Bearer ").to_owned();
        let claims = token.split('.').nth(1).unwrap().to_owned();
        let claims = data_encoding::BASE64URL_NOPAD.decode(claims.as_bytes()).unwrap();
        serde_json::from_slice::<Value>(&claims).unwrap()["sub"].clone()
    };
    world.server.ask_as(&actor, "{ things { __typename } }", json!({})).await;
    assert_eq!(subject(&stock.asked()[0]), Value::Null);
    let Server { registry, store, .. } = &world.server;
    registry.grant(store, "stock", (None, None, Some(true))).await.unwrap();
    for _ in 0..500 {
        world.server.ask_as(&actor, "{ things { __typename } }", json!({})).await;
        if subject(&stock.asked()[0]) == id::global("member", marie) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it is not told");
});

/// The id and the version of a service.
pub(super) async fn of(world: &World, actor: &Actor, name: &str) -> (Value, i64) {
    let query = format!("{{ subgraph(name: \"{name}\") {{ id version }} }}");
    let told = world.server.ask_as(actor, &query, json!({})).await;
    (told["data"]["subgraph"]["id"].clone(), told["data"]["subgraph"]["version"].as_i64().unwrap())
}

/// Has the services asked for their schemas.
async fn look(world: &World) {
    world.hub.clock.set(world.hub.clock.now() + TimeDelta::minutes(1));
    let Server { registry, store, .. } = &world.server;
    assert_eq!(registry.watch_once(store, Duration::from_secs(30)).await.unwrap(), 1);
}

/// A service with these fields, each of which is 1.
fn pulse(fields: &[&'static str]) -> crate::support::subgraph::Answers {
    let fields = fields.to_vec();
    std::sync::Arc::new(move |asked| {
        let declared: Vec<String> = fields.iter().map(|field| format!("{field}: Int")).collect();
        let sdl = format!("type Query {{ pulse: Pulse }} type Pulse {{ {} }}", declared.join(" "));
        let ones: serde_json::Map<String, Value> =
            fields.iter().map(|field| ((*field).to_owned(), json!(1))).collect();
        let is_sdl = asked["query"].as_str().is_some_and(|query| query.contains("_service"));
        let data = if is_sdl { json!({ "_service": { "sdl": sdl } }) } else { json!({ "pulse": ones }) };
        Box::pin(async move { json!({ "data": data }) })
    })
}

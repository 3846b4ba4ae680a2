//! A partner's service that fails costs its own fields, and nothing else.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::world::{SIRET, World};
use crate::on_both;
use crate::support::TestHub;
use crate::support::subgraph::Mood;

const QUERY: &str = "query($siret: Siret!) { theirs: things { __typename }
    structure(siret: $siret) { name borrowed: lends { __typename } } }";

/// What is answered while the service behaves so.
async fn answered(hub: TestHub, mood: Mood) -> Value {
    let (world, stock) = World::with_stock(hub).await;
    stock.becomes(mood);
    let start = Instant::now();
    let actor = respyrem::kernel::actor::Actor::Anonymous;
    let mut answer = world.server.ask_as(&actor, QUERY, json!({ "siret": SIRET })).await;
    assert!(start.elapsed() < Duration::from_secs(25), "{:?}", start.elapsed());
    if let Some(errors) = answer["errors"].as_array_mut() {
        errors.sort_by_key(|error| error["path"].to_string());
    }
    answer
}

/// What the hub knows is there, and each field of the service says where it is missing and why.
fn assert_partial(answer: &Value, code: &str) {
    assert_eq!(
        answer["data"],
        json!({ "theirs": null, "structure": { "name": "Le parc", "borrowed": null } })
    );
    let told: Vec<Value> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| json!([error["path"], error["extensions"]["service"], error["extensions"]["code"]]))
        .collect();
    assert_eq!(json!(told), json!([[["structure", "borrowed"], "stock", code], [["theirs"], "stock", code]]));
}

on_both!(a_service_that_was_killed, |hub| {
    let (world, stock) = World::with_stock(hub).await;
    stock.stop();
    let actor = respyrem::kernel::actor::Actor::Anonymous;
    let mut answer = world.server.ask_as(&actor, QUERY, json!({ "siret": SIRET })).await;
    answer["errors"].as_array_mut().unwrap().sort_by_key(|error| error["path"].to_string());
    assert_partial(&answer, "SUBGRAPH_UNAVAILABLE");
});

on_both!(a_service_that_stalls, |hub| {
    assert_partial(&answered(hub, Mood::Stalled).await, "SUBGRAPH_TIMEOUT");
});

on_both!(a_service_that_answers_garbage, |hub| {
    let mood = Mood::Says(StatusCode::OK, "<html>au revoir</html>".to_owned());
    assert_partial(&answered(hub, mood).await, "SUBGRAPH_INVALID_RESPONSE");
});

on_both!(a_service_with_a_fault_of_its_own, |hub| {
    let mood = Mood::Says(StatusCode::INTERNAL_SERVER_ERROR, "{\"data\":null}".to_owned());
    assert_partial(&answered(hub, mood).await, "SUBGRAPH_UNAVAILABLE");
});

on_both!(a_service_that_answers_without_end, |hub| {
    assert_partial(&answered(hub, Mood::Endless).await, "SUBGRAPH_RESPONSE_TOO_LARGE");
});

on_both!(a_service_that_answers_with_wrong_types, |hub| {
    let body =
        json!({ "data": { "theirs": 3, "things": 3, "_entities": [{ "lends": "x", "borrowed": "x" }] } });
    let answer = answered(hub, Mood::Says(StatusCode::OK, body.to_string())).await;
    assert_eq!(answer["data"]["structure"]["name"], "Le parc");
    assert_eq!(answer["data"]["theirs"], Value::Null);
});

on_both!(a_service_that_answers_with_wrong_entities, |hub| {
    let body = json!({ "data": { "theirs": [], "_entities": [{ "borrowed": [] }, { "borrowed": [] }] } });
    let answer = answered(hub, Mood::Says(StatusCode::OK, body.to_string())).await;
    assert_eq!(answer["data"]["structure"], json!({ "name": "Le parc", "borrowed": null }));
});

on_both!(a_service_that_fails_again_and_again_is_left_alone_and_said_to_be, |hub| {
    let (world, stock) = World::with_stock(hub).await;
    stock.becomes(Mood::Says(StatusCode::BAD_GATEWAY, String::new()));
    for _ in 0..5 {
        world.server.ask("{ things { __typename } }").await;
    }
    assert!(!world.server.gateway.health()[0].available);
    stock.asked();
    let answer = world.server.ask("{ things { __typename } }").await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "SUBGRAPH_UNAVAILABLE");
    assert!(stock.asked().is_empty());
});

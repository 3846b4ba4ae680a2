//! The hub's events, with what partners' services say of them.

use std::time::Duration;

use axum::http::StatusCode;
use futures_util::StreamExt;
use respyrem::gateway::Prepared;
use respyrem::gql::stream::{Messages, Subscriber};
use respyrem::kernel::actor::{Actor, Role};
use respyrem::kernel::id;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::world::World;
use crate::on_both;
use crate::support::hub::{caller, request};
use crate::support::subgraph::Mood;

const LIVE: &str = "subscription { live { __typename ... on Change { record { ... on Structure { name lends(first: 1) { __typename } } } } } }";

async fn listen(world: &World, actor: &Actor) -> (Messages, watch::Sender<Actor>) {
    let Ok(Prepared::Joined(call)) = world.server.gateway.prepare(request(LIVE, json!({}))) else {
        panic!("partners have a part in it")
    };
    let (sender, receiver) = watch::channel(actor.clone());
    let subscriber = Subscriber { caller: caller(actor), actor: receiver, renew: None, resume_after: None };
    (call.subscribe(subscriber).await.unwrap(), sender)
}

async fn next(messages: &mut Messages) -> Value {
    let next = tokio::time::timeout(Duration::from_secs(10), messages.next()).await;
    let message = next.expect("it comes soon").expect("there is one").expect("it is told");
    serde_json::from_slice(&message.body).unwrap()
}

async fn rename(world: &World, actor: &Actor, name: &str) {
    let id = id::global("structure", world.structure);
    let query = "mutation($input: UpdateStructureInput!) { updateStructure(input: $input) { userErrors { message } structure { version } } }";
    let version =
        world.server.ask_as(actor, &format!("{{ structure(id: \"{id}\") {{ version }} }}"), json!({})).await;
    let version = &version["data"]["structure"]["version"];
    let input = json!({ "input": { "id": id, "expectedVersion": version, "name": name } });
    let done = world.server.ask_as(actor, query, input).await;
    assert_eq!(done["data"]["updateStructure"]["userErrors"], json!([]), "{done}");
}

on_both!(an_event_is_told_with_what_partners_say_of_it, |hub| {
    let (world, _stock) = World::with_stock(hub).await;
    let aina = world.hub.person("Aina", world.structure, Role::Admin).await;
    let (mut messages, _actor) = listen(&world, &aina).await;
    rename(&world, &aina, "Le grand parc").await;
    let record = &next(&mut messages).await["data"]["live"]["record"];
    assert_eq!(record, &json!({ "name": "Le grand parc", "lends": [{ "__typename": "Tool" }] }));
});

on_both!(a_service_that_is_down_costs_its_own_fields_of_an_event, |hub| {
    let (world, stock) = World::with_stock(hub).await;
    let aina = world.hub.person("Aina", world.structure, Role::Admin).await;
    let (mut messages, _actor) = listen(&world, &aina).await;
    stock.becomes(Mood::Says(StatusCode::BAD_GATEWAY, String::new()));
    rename(&world, &aina, "Le petit parc").await;
    let told = next(&mut messages).await;
    assert_eq!(told["data"]["live"]["record"], json!({ "name": "Le petit parc", "lends": null }));
    assert_eq!(told["errors"][0]["path"], json!(["live", "record", "lends"]));
});

//! What is told as it happens, over the connections that carry it.

use reqwest::{Client, RequestBuilder};
use respyrem::access::Visibility;
use respyrem::kernel::actor::Actor;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::events::EventStream;
use crate::support::project::{action_id, project_id};
use crate::support::server::Server;
use crate::support::socket::{Served, Socket};

const BOARD: &str =
    "subscription($id: ID!, $after: Cursor) { projectBoard(projectId: $id, after: $after) { cursor id } }";

fn post(server: &Server, variables: &Value) -> RequestBuilder {
    let client = Client::builder().build().unwrap();
    client.post(server.url("/graphql")).json(&json!({ "query": BOARD, "variables": variables }))
}

async fn pause(hub: &TestHub, operator: &Actor, action: Uuid) {
    let input = json!({ "id": action_id(action), "to": "PAUSED", "expectedVersion": 1 });
    let changed = hub.mutate(operator, "changeActionStatus", input, "").await;
    assert_eq!(changed["userErrors"], json!([]));
}

on_both!(a_board_is_followed_over_a_socket_and_over_events_and_taken_up_where_it_was_left, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let project = hub.project(owner, "Le four").visibility(Visibility::Public).await;
    let first = hub.action(project, "Bâtir").visibility(Visibility::Public).await;
    let second = hub.action(project, "Cuire").visibility(Visibility::Public).await;
    let operator = hub.operator("Olga").await;
    let _following = hub.follow();
    let server = Server::start(&hub, &[]).await;
    let after =
        hub.ask("{ changes { nextCursor } }", json!({})).await["data"]["changes"]["nextCursor"].take();
    let variables = json!({ "id": project_id(project), "after": after });
    let mut socket = Socket::ready(&server).await;
    let payload = json!({ "query": BOARD, "variables": variables });
    socket.say(&json!({ "type": "subscribe", "id": "board", "payload": payload })).await;
    let mut events = EventStream::of(post(&server, &variables)).await;

    pause(&hub, &operator, first).await;
    let told = socket.next().await["payload"]["data"]["projectBoard"].take();
    assert_eq!(told["id"], action_id(first));
    let event = events.next().await.unwrap();
    assert_eq!(event.json()["data"]["projectBoard"], told);
    assert_eq!(event.id.as_deref(), told["cursor"].as_str());

    drop(events);
    pause(&hub, &operator, second).await;
    let back = post(&server, &variables).header("last-event-id", event.id.unwrap());
    let missed = EventStream::of(back).await.next().await.unwrap().json();
    assert_eq!(missed["data"]["projectBoard"]["id"], action_id(second));
    assert_eq!(socket.next().await["payload"]["data"]["projectBoard"], missed["data"]["projectBoard"]);
});

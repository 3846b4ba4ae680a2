//! What is told as it happens, over the connections that carry it.

use futures_util::FutureExt;
use reqwest::{Client, RequestBuilder};
use respyrem::access::Visibility;
use respyrem::app;
use respyrem::config::Config;
use respyrem::feed::quota::Quota;
use respyrem::kernel::actor::Actor;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::events::EventStream;
use crate::support::project::{action_id, project_id};
use crate::support::socket::{Served, Socket};

const BOARD: &str =
    "subscription($id: ID!, $after: Cursor) { projectBoard(projectId: $id, after: $after) { cursor id } }";

/// A hub that listens, and stops with the test.
struct Listening {
    base: String,
    client: Client,
    _stop: oneshot::Sender<()>,
}

impl Listening {
    async fn start(hub: &TestHub) -> Self {
        let config = Config::from_lookup(&|_| None).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let server =
            app::hub(&hub.store, &hub.files, hub.pipeline.feed(), Quota::alone(hub.clock.clone()), &config)
                .unwrap()
                .server;
        tokio::spawn(server.serve(listener, stopped.map(|_| ())));
        Self { base, client: Client::builder().build().unwrap(), _stop: stop }
    }

    fn post(&self, variables: &Value) -> RequestBuilder {
        self.client.post(self.url("/graphql")).json(&json!({ "query": BOARD, "variables": variables }))
    }
}

impl Served for Listening {
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
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
    let server = Listening::start(&hub).await;
    let after =
        hub.ask("{ changes { nextCursor } }", json!({})).await["data"]["changes"]["nextCursor"].take();
    let variables = json!({ "id": project_id(project), "after": after });
    let mut socket = Socket::ready(&server).await;
    let payload = json!({ "query": BOARD, "variables": variables });
    socket.say(&json!({ "type": "subscribe", "id": "board", "payload": payload })).await;
    let mut events = EventStream::of(server.post(&variables)).await;

    pause(&hub, &operator, first).await;
    let told = socket.next().await["payload"]["data"]["projectBoard"].take();
    assert_eq!(told["id"], action_id(first));
    let event = events.next().await.unwrap();
    assert_eq!(event.json()["data"]["projectBoard"], told);
    assert_eq!(event.id.as_deref(), told["cursor"].as_str());

    drop(events);
    pause(&hub, &operator, second).await;
    let back = server.post(&variables).header("last-event-id", event.id.unwrap());
    let missed = EventStream::of(back).await.next().await.unwrap().json();
    assert_eq!(missed["data"]["projectBoard"]["id"], action_id(second));
    assert_eq!(socket.next().await["payload"]["data"]["projectBoard"], missed["data"]["projectBoard"]);
});

//! A reader that stops reading costs the server nothing, and is told to begin again when it goes on.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use respyrem::access::Visibility;
use respyrem::kernel::actor::Role;
use serde_json::{Value, json};
use tokio::net::TcpSocket;
use tokio::time::timeout;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use crate::support::note::note_id;
use crate::support::process::HubProcess;
use crate::support::{Backend, TestHub};

/// More than the buffers of the system hold between the two.
const CHANGES: usize = 900;
/// What the server may grow by meanwhile, in KiB.
const FLAT: u64 = 16 * 1024;

const QUERY: &str =
    "subscription { live { __typename ... on Change { version record { ... on Note { body { value } } } }
    ... on Reset { reason } } }";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_stops_reading_is_told_to_begin_again_and_fills_no_memory() {
    let hub = TestHub::start(Backend::Sqlite).await;
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let note = note_id(hub.note(owner, "Le four chauffe", Visibility::Public).await);
    // Who reads nothing answers no ping either: here it is to be told, not to be dropped.
    let patient = [("SOCKET_PING_MS", "120000"), ("STREAM_WRITE_TIMEOUT_MS", "120000")];
    let server = HubProcess::start(&hub.database, &patient).await;
    let address = server.url.trim_start_matches("http://").parse().expect("an address");
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4_096).expect("a small buffer");
    let stream = socket.connect(address).await.expect("a connection");
    let mut request = format!("ws://{address}/graphql").into_client_request().expect("a request");
    let spoken = HeaderValue::from_static("graphql-transport-ws");
    request.headers_mut().insert("sec-websocket-protocol", spoken);
    let (mut socket, _) = client_async(request, stream).await.expect("a handshake");
    for message in [
        json!({ "type": "connection_init" }),
        json!({ "type": "subscribe", "id": "1", "payload": { "query": QUERY } }),
    ] {
        socket.send(Message::text(message.to_string())).await.expect("an open socket");
        if message["type"] == "connection_init" {
            let answer = socket.next().await.expect("an answer").expect("an acknowledgement");
            assert!(answer.to_string().contains("connection_ack"), "{answer}");
        }
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let before = server.resident_kib();
    let text = "x".repeat(9_900);
    for version in 1..=CHANGES {
        let input =
            json!({ "id": note, "expectedVersion": version, "body": { "fr": format!("{text}{version}") } });
        let changed = hub.mutate(&editor, "updateNote", input, "").await;
        assert_eq!(changed["userErrors"], json!([]));
    }
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let grown = server.resident_kib().saturating_sub(before);
    let mut told = 0;
    let reason = loop {
        let frame = timeout(Duration::from_secs(10), socket.next()).await.expect("something comes");
        let Message::Text(text) = frame.expect("a frame").expect("an open socket") else { continue };
        let message: Value = serde_json::from_str(&text).expect("JSON");
        let event = &message["payload"]["data"]["live"];
        if event["__typename"] == "Reset" {
            break event["reason"].clone();
        }
        told += 1;
        assert_eq!(event["version"], told + 1, "in order, as long as it goes");
    };
    assert_eq!(reason, "TOO_SLOW");
    assert!(told < CHANGES, "{told} were buffered somewhere");
    assert!(grown < FLAT, "the server grew by {grown} KiB");
}

//! The connection in graphql-transport-ws: handshake, initialisation, pings, and messages that are none.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::Message;

use crate::http::support::{TestServer, code, header};
use crate::support::socket::Socket;

#[tokio::test]
async fn the_subprotocol_is_accepted_among_others_and_named_in_the_answer() {
    let server = TestServer::start().await;
    let url = server.url("/graphql");
    for offered in ["graphql-transport-ws", "this, graphql-transport-ws, one"] {
        let mut socket = Socket::bare(&url, &[("sec-websocket-protocol", offered)]).await.unwrap();
        assert_eq!(socket.protocol, "graphql-transport-ws");
        socket.is_alive().await;
    }
}

#[tokio::test]
async fn another_subprotocol_or_none_is_closed_with_4406() {
    let server = TestServer::start().await;
    let mut socket = Socket::bare(&server.url("/graphql"), &[]).await.unwrap();
    assert_eq!(socket.protocol, "");
    assert_eq!(socket.closed().await, (4406, "Subprotocol not acceptable".to_owned()));
}

#[tokio::test]
async fn a_subprotocol_that_was_offered_and_is_not_spoken_is_not_answered() {
    let server = TestServer::start().await;
    for offered in ["graphql-ws", "graphql-transport-wsx", "graphql, json"] {
        let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
        let head = format!(
            "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             Sec-WebSocket-Protocol: {offered}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = vec![0; 2_048];
        let length = stream.read(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer[..length]).to_lowercase();
        assert!(answer.starts_with("http/1.1 101"), "{answer}");
        assert!(!answer.contains("sec-websocket-protocol"), "{answer}");
    }
}

#[tokio::test]
async fn a_handshake_that_is_not_whole_is_refused() {
    let server = TestServer::start().await;
    let broken = server.get("/graphql").header("connection", "upgrade").header("upgrade", "websocket");
    assert_eq!(broken.send().await.unwrap().status(), 400);
    let old = server.get("/graphql").header("connection", "upgrade").header("upgrade", "websocket");
    let old = old.header("sec-websocket-version", "8").header("sec-websocket-key", "x").send().await.unwrap();
    assert_eq!((old.status().as_u16(), header(&old, "sec-websocket-version").as_str()), (426, "13"));
    assert_eq!(code(&old.json().await.unwrap()), "UPGRADE_REQUIRED");
}

#[tokio::test]
async fn connection_init_is_acknowledged_with_or_without_payload() {
    let server = TestServer::start().await;
    for init in [
        json!({ "type": "connection_init" }),
        json!({ "type": "connection_init", "payload": null }),
        json!({ "type": "connection_init", "payload": { "any": ["thing"] } }),
    ] {
        let mut socket = Socket::open(&server).await;
        socket.say(&init).await;
        assert_eq!(socket.next().await, json!({ "type": "connection_ack" }));
    }
}

#[tokio::test]
async fn without_connection_init_the_socket_is_closed_with_4408() {
    let server = TestServer::set(&[("SOCKET_INIT_TIMEOUT_MS", "150")]).await;
    let start = Instant::now();
    let mut socket = Socket::open(&server).await;
    socket.is_alive().await;
    assert_eq!(socket.closed().await, (4408, "Connection initialisation timeout".to_owned()));
    assert!(start.elapsed() >= Duration::from_millis(140));
    let mut socket = Socket::ready(&server).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    socket.is_alive().await;
}

#[tokio::test]
async fn a_second_connection_init_is_closed_with_4429() {
    let server = TestServer::start().await;
    let mut after = Socket::ready(&server).await;
    after.say(&json!({ "type": "connection_init" })).await;
    let mut together = Socket::open(&server).await;
    together.say(&json!({ "type": "connection_init" })).await;
    together.say(&json!({ "type": "connection_init" })).await;
    for socket in [&mut after, &mut together] {
        assert_eq!(socket.closed().await, (4429, "Too many initialisation requests".to_owned()));
    }
}

#[tokio::test]
async fn a_subscribe_before_the_acknowledgement_is_closed_with_4401() {
    let server = TestServer::start().await;
    let mut socket = Socket::open(&server).await;
    socket.subscribe("1", "{ echo }").await;
    assert_eq!(socket.closed().await, (4401, "Unauthorized".to_owned()));
}

#[tokio::test]
async fn a_ping_is_answered_with_its_payload_at_any_time_and_a_pong_never() {
    let server = TestServer::start().await;
    let mut socket = Socket::open(&server).await;
    socket.say(&json!({ "type": "ping" })).await;
    assert_eq!(socket.next().await, json!({ "type": "pong" }));
    socket.is_alive().await;
    socket.say(&json!({ "type": "pong" })).await;
    socket.say(&json!({ "type": "pong", "payload": { "unasked": true } })).await;
    socket.is_silent().await;
    socket.say(&json!({ "type": "connection_init" })).await;
    assert_eq!(socket.next().await["type"], "connection_ack");
    socket.is_alive().await;
}

#[tokio::test]
async fn what_is_no_message_is_closed_with_4400_and_a_reason() {
    let server = TestServer::start().await;
    for (text, word) in [
        ("not JSON", "JSON"),
        ("[]", "array"),
        ("{}", "type"),
        (r#"{"type":"start"}"#, "start"),
        (r#"{"type":"connection_ack"}"#, "server"),
        (r#"{"type":"subscribe","id":1,"payload":{"query":"{ echo }"}}"#, "id"),
        (r#"{"type":"subscribe","id":"1","payload":{"query":7}}"#, "query"),
        (r#"{"type":"complete"}"#, "id"),
    ] {
        let mut socket = Socket::ready(&server).await;
        socket.say_text(text).await;
        let (code, reason) = socket.closed().await;
        assert_eq!(code, 4400, "{text}");
        assert!(reason.contains(word), "{text}: {reason}");
    }
    let mut socket = Socket::ready(&server).await;
    let long = json!({ "type": "é".repeat(400) });
    socket.say(&long).await;
    let (code, reason) = socket.closed().await;
    assert_eq!(code, 4400);
    assert!(reason.len() <= 123);
}

#[tokio::test]
async fn a_binary_message_is_closed_with_4400() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    socket.stream.send(Message::binary(br#"{"type":"ping"}"#.to_vec())).await.unwrap();
    assert_eq!(socket.closed().await.0, 4400);
}

#[tokio::test]
async fn a_message_over_the_limit_is_closed_with_1009() {
    let server = TestServer::set(&[("MAX_BODY_BYTES", "2048")]).await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("1", &format!("{{ echo }}{}", " ".repeat(1_900))).await;
    assert_eq!(socket.until_ended(1).await.len(), 2);
    socket.subscribe("1", &" ".repeat(2_048)).await;
    assert_eq!(socket.closed().await.0, 1009);
}

#[tokio::test]
async fn the_client_closes_the_socket_and_its_operations_end() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("1", "subscription never").await;
    socket.is_alive().await;
    server.open_subscriptions(1).await;
    socket.stream.close(None).await.unwrap();
    assert!(
        timeout(Duration::from_secs(2), socket.stream.next()).await.unwrap().is_none_or(|end| end.is_ok())
    );
    server.open_subscriptions(0).await;
}

#[tokio::test]
async fn a_peer_that_answers_no_ping_is_dropped() {
    let server = TestServer::set(&[("SOCKET_PING_MS", "100")]).await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("1", "subscription never").await;
    server.open_subscriptions(1).await;
    // It answers as long as it reads.
    socket.is_silent_but_for_pings(Duration::from_millis(600)).await;
    server.open_subscriptions(1).await;
    // Nothing reads any more: nothing answers.
    server.open_subscriptions(0).await;
}

#[tokio::test]
async fn a_close_frame_is_answered() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    socket.stream.send(Message::Close(None)).await.unwrap();
    let answer = timeout(Duration::from_secs(2), socket.stream.next()).await.unwrap();
    assert!(matches!(answer, Some(Ok(Message::Close(_)))), "{answer:?}");
}

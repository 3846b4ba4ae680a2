//! How many streams, and how many operations on them.

use serde_json::json;

use crate::http::support::{TestServer, answer, header, log_lines, status};
use crate::support::events::EventStream;
use crate::support::socket::Socket;

#[tokio::test]
async fn a_client_has_so_many_streams_and_another_client_its_own() {
    let server = TestServer::set(&[("MAX_STREAMS_PER_CLIENT", "2")]).await;
    let socket = Socket::ready(&server).await;
    let _stream = EventStream::of(server.post("subscription never")).await;
    assert_eq!(Socket::with(&server, &[]).await.err(), Some(429));
    let refused = EventStream::of(server.post("{ echo }")).await.response;
    assert_eq!((refused.status().as_u16(), header(&refused, "retry-after").as_str()), (429, "5"));
    assert!(Socket::with(&server, &[("authorization", "Bearer good")]).await.is_ok());
    assert_eq!(status(server.post("{ echo }")).await, 200, "a request is no stream");
    drop(socket);
    server.open_subscriptions(1).await;
    for _ in 0..100 {
        if Socket::with(&server, &[]).await.is_ok() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("a socket that is gone keeps its place");
}

#[tokio::test]
async fn the_hub_has_so_many_streams_in_all() {
    let server = TestServer::set(&[("MAX_STREAMS", "1")]).await;
    let _socket = Socket::ready(&server).await;
    assert_eq!(Socket::with(&server, &[("authorization", "Bearer good")]).await.err(), Some(503));
    let refused = EventStream::of(server.post("{ echo }")).await.response;
    assert_eq!((refused.status().as_u16(), header(&refused, "retry-after").as_str()), (503, "1"));
}

#[tokio::test]
async fn operations_on_a_socket_wait_for_the_clients_own_places_and_subscriptions_keep_none() {
    let server = TestServer::set(&[("MAX_OPERATIONS_PER_CLIENT", "1"), ("REQUEST_TIMEOUT_MS", "1000")]).await;
    let mut socket = Socket::ready(&server).await;
    for number in 0..5 {
        socket.subscribe(&format!("s{number}"), "subscription slow never").await;
    }
    // Each takes its turn of 200 ms, and all are done within the second that they have.
    server.open_subscriptions(4).await;
    assert_eq!(status(server.post("{ echo }")).await, 429);
    server.open_subscriptions(5).await;
    assert_eq!(status(server.post("{ echo }")).await, 200);
    socket.subscribe("w", "{ wait }").await;
    socket.subscribe("q", "{ echo }").await;
    let errors = socket.until_ended(2).await;
    let codes: Vec<_> = errors.iter().map(|error| &error["payload"][0]["extensions"]["code"]).collect();
    assert!(codes.contains(&&json!("TIMEOUT")), "{errors:?}");
}

#[tokio::test]
async fn the_limits_of_streams_are_published() {
    let server = TestServer::set(&[("MAX_OPERATIONS_PER_SOCKET", "7")]).await;
    let (_, limits) = answer(server.get("/graphql/limits")).await;
    for (name, value) in [
        ("operationsPerSocket", 7),
        ("streamsPerClient", 256),
        ("socketInitMs", 3_000),
        ("streamWriteMs", 30_000),
    ] {
        assert_eq!(limits[name], value, "{name}");
    }
}

#[tokio::test]
async fn a_stream_is_told_of_when_it_begins_and_when_it_ends_without_a_secret() {
    let server = TestServer::start().await;
    let headers = [("x-request-id", "told-ws")];
    let payload = json!({ "authorization": "Bearer good" });
    let mut socket = Socket::ready_as(&server, &headers, payload).await;
    socket.subscribe("1", "subscription ticks").await;
    socket.until_ended(1).await;
    socket.say_text("{}").await;
    assert_eq!(socket.closed().await.0, 4400);
    drop(socket);
    EventStream::of(server.post("{ echo }").header("x-request-id", "told-sse")).await.rest().await;
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let lines = log_lines(&["told-ws", "told-sse"]);
    assert_eq!(lines.len(), 4, "{lines:?}");
    let all = lines.concat();
    for part in [
        r#""status":101"#,
        r#""transport":"socket""#,
        r#""code":4400"#,
        r#""actor":"client""#,
        r#""operations":1"#,
    ] {
        assert!(all.contains(part), "{part} is missing in {all}");
    }
    assert!(!all.contains("good"), "{all}");
    let page = server.get("/metrics").send().await.unwrap().text().await.unwrap();
    for line in [
        r#"graphql_streams_open{transport="socket"}"#,
        r#"graphql_sockets_closed_total{code="4400"}"#,
        r#"graphql_operations_total{kind="subscription",outcome="ok",transport="socket"}"#,
        r#"graphql_operations_total{kind="query",outcome="ok",transport="events"}"#,
        r#"graphql_stream_messages_total{transport="socket",direction="out"}"#,
        r#"graphql_stream_bytes_total{transport="events",direction="out"}"#,
    ] {
        assert!(page.contains(line), "{line} is missing in\n{page}");
    }
}

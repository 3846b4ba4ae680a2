//! Many at once, and those who go or do not read.

use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::http::support::{TestServer, status};
use crate::support::events::EventStream;
use crate::support::socket::Socket;

#[tokio::test]
async fn fifty_operations_on_one_socket_are_all_answered() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    for number in 0..50 {
        let document = if number % 2 == 0 { "subscription ticks" } else { "{ echo }" };
        socket.subscribe(&number.to_string(), document).await;
    }
    let messages = socket.until_ended(50).await;
    assert_eq!(messages.len(), 25 * 4 + 25 * 2);
    assert!(messages.iter().all(|message| message["type"] != "error"));
}

#[tokio::test]
async fn fifty_event_streams_of_one_client_are_all_answered() {
    let server = TestServer::start().await;
    let streams = (0..50)
        .map(|_| async { EventStream::of(server.post("subscription ticks")).await.rest().await.len() });
    assert_eq!(join_all(streams).await, [4; 50]);
}

#[tokio::test]
async fn fifty_sockets_of_one_client_are_all_answered() {
    let server = TestServer::start().await;
    let sockets = (0..50).map(|_| async {
        let mut socket = Socket::ready(&server).await;
        socket.subscribe("1", "subscription ticks").await;
        socket.until_ended(1).await.len()
    });
    assert_eq!(join_all(sockets).await, [4; 50]);
}

#[tokio::test]
async fn after_twenty_who_went_without_a_word_nothing_is_left_of_them() {
    let server = TestServer::start().await;
    for _ in 0..20 {
        let mut socket = Socket::ready(&server).await;
        socket.subscribe("1", "subscription never").await;
        socket.is_alive().await;
        let stream = EventStream::of(server.post("subscription never")).await;
        drop((socket, stream));
    }
    server.open_subscriptions(0).await;
    assert_eq!(status(server.post("{ echo }")).await, 200);
    assert_eq!(EventStream::of(server.post("subscription ticks")).await.rest().await.len(), 4);
}

#[tokio::test]
async fn a_socket_that_is_not_read_makes_nothing_grow_and_is_dropped() {
    let server = TestServer::set(&[("STREAM_WRITE_TIMEOUT_MS", "1000")]).await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("1", "subscription flood").await;
    sleep(Duration::from_millis(700)).await;
    let made = server.scripted.flooded.load(Ordering::Relaxed);
    sleep(Duration::from_millis(200)).await;
    assert_eq!(server.scripted.flooded.load(Ordering::Relaxed), made, "it goes on");
    server.open_subscriptions(0).await;
}

#[tokio::test]
async fn an_event_stream_that_is_not_read_makes_nothing_grow_and_is_dropped() {
    let server = TestServer::set(&[("STREAM_WRITE_TIMEOUT_MS", "1000")]).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head =
        "GET /graphql?query=subscription%20flood HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    sleep(Duration::from_millis(700)).await;
    let made = server.scripted.flooded.load(Ordering::Relaxed);
    assert!(made > 0, "nothing was sent");
    sleep(Duration::from_millis(200)).await;
    assert_eq!(server.scripted.flooded.load(Ordering::Relaxed), made, "it goes on");
    server.open_subscriptions(0).await;
    // Not only the operation: the connection is gone.
    let mut rest = Vec::new();
    timeout(Duration::from_secs(5), stream.read_to_end(&mut rest)).await.expect("the connection stays").ok();
}

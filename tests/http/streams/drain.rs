//! A server that stops.

use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::{Instant, sleep, timeout};

use crate::http::support::TestServer;
use crate::support::events::EventStream;
use crate::support::socket::Socket;

#[tokio::test]
async fn sockets_go_on_until_they_are_told_to_come_back_over_some_time() {
    let mut server = TestServer::set(&[("SHUTDOWN_SPREAD_MS", "1000")]).await;
    let mut sockets = Vec::new();
    for _ in 0..12 {
        let mut socket = Socket::ready(&server).await;
        socket.subscribe("1", "subscription never").await;
        socket.is_alive().await;
        sockets.push(socket);
    }
    server.stop.take().unwrap().send(()).unwrap();
    let start = Instant::now();
    let ended = sockets.iter_mut().map(|socket| async {
        assert_eq!(socket.closed().await, (1001, "Going away".to_owned()));
        start.elapsed()
    });
    let mut moments = join_all(ended).await;
    moments.sort_unstable();
    assert!(moments[11] - moments[0] > Duration::from_millis(200), "{moments:?}");
    assert!(moments[11] < Duration::from_millis(1_500), "{moments:?}");
    drop(sockets);
    timeout(Duration::from_secs(3), &mut server.task).await.expect("the server goes on").unwrap();
}

#[tokio::test]
async fn event_streams_are_told_when_to_come_back_and_end_without_complete() {
    let mut server = TestServer::set(&[("SHUTDOWN_SPREAD_MS", "300")]).await;
    let mut stream = EventStream::of(server.post("subscription never")).await;
    assert!(stream.read().await);
    server.open_subscriptions(1).await;
    server.stop.take().unwrap().send(()).unwrap();
    let events = stream.rest().await;
    assert_eq!(events.len(), 1, "{events:?}");
    assert!((200..=500).contains(&events[0].retry.unwrap()), "{events:?}");
    timeout(Duration::from_secs(3), &mut server.task).await.expect("the server goes on").unwrap();
}

#[tokio::test]
async fn what_a_socket_asked_for_before_is_still_answered() {
    let mut server =
        TestServer::set(&[("SHUTDOWN_SPREAD_MS", "3600000"), ("SHUTDOWN_GRACE_MS", "8000")]).await;
    let mut sockets = Vec::new();
    for _ in 0..5 {
        sockets.push(Socket::ready(&server).await);
    }
    for socket in &mut sockets {
        socket.subscribe("1", "subscription ticks").await;
    }
    server.stop.take().unwrap().send(()).unwrap();
    // The spread is half of the grace at most: of five, one at least is still open after what takes 30 ms.
    let answered = join_all(sockets.iter_mut().map(|socket| socket.until_ended(1)));
    assert!(timeout(Duration::from_secs(2), answered).await.is_ok());
}

#[tokio::test]
async fn a_peer_that_does_not_answer_the_close_frame_does_not_hold_the_server() {
    let settings = [("SHUTDOWN_SPREAD_MS", "100"), ("SHUTDOWN_GRACE_MS", "1500")];
    let mut server = TestServer::set(&settings).await;
    let _silent = Socket::ready(&server).await;
    sleep(Duration::from_millis(50)).await;
    server.stop.take().unwrap().send(()).unwrap();
    timeout(Duration::from_secs(3), &mut server.task).await.expect("the server goes on").unwrap();
}

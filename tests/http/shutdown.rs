//! Stopping without cutting off what runs.

use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::support::TestServer;

#[tokio::test]
async fn what_runs_is_answered_before_the_server_ends() {
    let mut server = TestServer::start().await;
    let running = tokio::spawn(server.post("{ slow }").send());
    sleep(Duration::from_millis(50)).await;
    server.stop.take().unwrap().send(()).unwrap();
    sleep(Duration::from_millis(50)).await;
    assert!(server.get("/health/live").send().await.is_err(), "a new connection was taken");
    assert_eq!(running.await.unwrap().unwrap().status(), 200);
    timeout(Duration::from_secs(2), &mut server.task).await.expect("the server goes on").unwrap();
}

#[tokio::test]
async fn what_never_ends_is_ended_when_the_grace_is_over() {
    let mut server = TestServer::set(&[("SHUTDOWN_GRACE_MS", "100")]).await;
    let running = tokio::spawn(server.post("{ wait }").send());
    sleep(Duration::from_millis(50)).await;
    server.stop.take().unwrap().send(()).unwrap();
    timeout(Duration::from_secs(2), &mut server.task).await.expect("the server goes on").unwrap();
    assert!(running.await.unwrap().is_err());
}

//! How many operations run at once, and what those are told who find no place.

use std::time::Duration;

use reqwest::RequestBuilder;
use serde_json::Value;

use super::support::{TestServer, code, header, status};

/// Starts a request whose operation never ends; it is given up with the test.
async fn occupy(request: RequestBuilder) {
    tokio::spawn(request.send());
    tokio::time::sleep(Duration::from_millis(50)).await;
}

#[tokio::test]
async fn beyond_the_running_and_the_waiting_the_hub_says_when_to_come_back() {
    let server = TestServer::set(&[("MAX_CONCURRENT_OPERATIONS", "1"), ("MAX_QUEUED_OPERATIONS", "1")]).await;
    occupy(server.post("{ wait }")).await;
    occupy(server.post("{ wait }")).await;
    let response = server.post("{ echo }").send().await.unwrap();
    assert_eq!((response.status().as_u16(), header(&response, "retry-after").as_str()), (503, "1"));
    assert_eq!(code(&response.json::<Value>().await.unwrap()), "OVERLOADED");
    for path in ["/health/live", "/health/ready", "/metrics", "/graphql/limits"] {
        assert_eq!(status(server.get(path)).await, 200, "{path}");
    }
}

#[tokio::test]
async fn who_waits_is_served_when_a_place_comes_free() {
    let server = TestServer::set(&[("MAX_CONCURRENT_OPERATIONS", "1")]).await;
    occupy(server.post("{ slow }")).await;
    assert_eq!(status(server.post("{ echo }")).await, 200);
}

#[tokio::test]
async fn one_client_cannot_take_every_place() {
    let server = TestServer::set(&[("MAX_OPERATIONS_PER_CLIENT", "1")]).await;
    occupy(server.post("{ wait }").bearer_auth("good")).await;
    let response = server.post("{ echo }").bearer_auth("good").send().await.unwrap();
    assert_eq!((response.status().as_u16(), header(&response, "retry-after").as_str()), (429, "1"));
    assert_eq!(code(&response.json::<Value>().await.unwrap()), "TOO_MANY");
    assert_eq!(status(server.post("{ echo }")).await, 200, "an anonymous caller is another client");
    let session = server.post("{ echo }").header("cookie", "respyrem_session=alive");
    assert_eq!(status(session).await, 200, "a member is another client");
}

#[tokio::test]
async fn behind_a_trusted_proxy_clients_are_told_apart_by_their_address() {
    let pairs = [("MAX_OPERATIONS_PER_CLIENT", "1"), ("TRUSTED_PROXIES", "127.0.0.1")];
    let server = TestServer::set(&pairs).await;
    let from = |document: &str, address: &str| server.post(document).header("x-forwarded-for", address);
    occupy(from("{ wait }", "192.0.2.1")).await;
    assert_eq!(status(from("{ echo }", "192.0.2.1")).await, 429);
    assert_eq!(status(from("{ echo }", "192.0.2.2")).await, 200);
}

#[tokio::test]
async fn a_client_that_hangs_up_gives_its_place_back() {
    let server = TestServer::set(&[("MAX_OPERATIONS_PER_CLIENT", "1")]).await;
    let gone = tokio::time::timeout(Duration::from_millis(50), server.post("{ wait }").send()).await;
    assert!(gone.is_err());
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(status(server.post("{ echo }")).await, 200);
}

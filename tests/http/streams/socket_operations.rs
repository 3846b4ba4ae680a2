//! Operations in graphql-transport-ws.

use std::time::Duration;

use serde_json::{Value, json};

use crate::http::support::{TestServer, code};
use crate::support::socket::Socket;

fn next(id: &str, data: Value) -> Value {
    json!({ "id": id, "type": "next", "payload": { "data": data } })
}

fn complete(id: &str) -> Value {
    json!({ "id": id, "type": "complete" })
}

#[tokio::test]
async fn a_query_and_a_mutation_have_one_result_and_complete() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    for query in ["{ echo }", "mutation echo"] {
        socket.subscribe("1", query).await;
        let result = socket.next().await;
        assert_eq!((&result["type"], &result["id"]), (&json!("next"), &json!("1")));
        assert_eq!(result["payload"]["data"]["actor"], "anonymous");
        assert_eq!(socket.next().await, complete("1"));
    }
    socket.is_silent().await;
}

#[tokio::test]
async fn a_subscription_has_its_results_in_order_and_complete() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("a", "subscription ticks").await;
    for number in 1..=3 {
        assert_eq!(socket.next().await, next("a", json!({ "tick": number })));
    }
    assert_eq!(socket.next().await, complete("a"));
    socket.is_silent().await;
}

#[tokio::test]
async fn an_operation_that_is_not_valid_is_an_error_without_complete() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    for query in ["broken", "subscription broken"] {
        socket.subscribe("1", query).await;
        let error = socket.next().await;
        assert_eq!((&error["type"], &error["id"]), (&json!("error"), &json!("1")));
        assert_eq!(error["payload"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
        socket.is_silent().await;
    }
}

#[tokio::test]
async fn a_subscription_that_cannot_be_opened_is_an_error_without_complete() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("1", "subscription refused").await;
    let error = socket.next().await;
    assert_eq!(error["payload"][0]["extensions"]["code"], "NOT_FOUND");
    socket.is_silent().await;
}

#[tokio::test]
async fn a_complete_of_the_client_ends_a_subscription_and_nothing_more_comes() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("1", "subscription never").await;
    server.open_subscriptions(1).await;
    socket.complete("1").await;
    server.open_subscriptions(0).await;
    socket.is_silent().await;
}

#[tokio::test]
async fn a_complete_of_the_client_cancels_what_runs_once() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("1", "{ slow }").await;
    socket.complete("1").await;
    socket.is_silent().await;
    tokio::time::sleep(Duration::from_millis(150)).await;
    socket.is_alive().await;
}

#[tokio::test]
async fn a_complete_amid_a_flood_lets_nothing_more_through_once_it_was_read() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("1", "subscription flood").await;
    for _ in 0..20 {
        assert_eq!(socket.next().await["type"], "next");
    }
    socket.complete("1").await;
    socket.say(&json!({ "type": "ping" })).await;
    // The pong was written after the complete was read: what stands before it was on its way.
    while socket.next().await["type"] != "pong" {}
    socket.is_silent().await;
}

#[tokio::test]
async fn a_complete_of_an_unknown_operation_is_ignored() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    socket.complete("nothing").await;
    socket.is_alive().await;
}

#[tokio::test]
async fn an_id_that_is_in_use_is_closed_with_4409_whatever_the_operation() {
    let server = TestServer::start().await;
    for query in ["subscription never", "{ wait }"] {
        let mut socket = Socket::ready(&server).await;
        socket.subscribe("mine", query).await;
        socket.subscribe("mine", "{ echo }").await;
        assert_eq!(socket.closed().await, (4409, "Subscriber for mine already exists".to_owned()));
    }
}

#[tokio::test]
async fn an_id_is_free_again_after_complete_and_after_error() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    for query in ["{ echo }", "broken", "subscription ticks", "subscription refused", "mutation echo"] {
        socket.subscribe("1", query).await;
        socket.until_ended(1).await;
    }
    socket.subscribe("1", "subscription never").await;
    socket.complete("1").await;
    socket.subscribe("1", "{ echo }").await;
    let messages = socket.until_ended(1).await;
    assert_eq!((messages.len(), &messages[1]), (2, &complete("1")));
}

#[tokio::test]
async fn several_operations_run_at_once_and_do_not_wait_for_each_other() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("never", "subscription never").await;
    socket.subscribe("slow", "{ slow }").await;
    socket.subscribe("quick", "{ echo }").await;
    let messages = socket.until_ended(2).await;
    let ids: Vec<_> = messages.iter().map(|message| message["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["quick", "quick", "slow", "slow"]);
}

#[tokio::test]
async fn one_operation_too_many_is_an_error_and_the_socket_stays() {
    let server = TestServer::set(&[("MAX_OPERATIONS_PER_SOCKET", "2")]).await;
    let mut socket = Socket::ready(&server).await;
    for id in ["1", "2", "3"] {
        socket.subscribe(id, "subscription never").await;
    }
    let error = socket.next().await;
    assert_eq!((&error["type"], &error["id"]), (&json!("error"), &json!("3")));
    assert_eq!(error["payload"][0]["extensions"]["code"], "TOO_MANY");
    socket.complete("1").await;
    socket.subscribe("3", "{ echo }").await;
    assert_eq!(socket.until_ended(1).await.len(), 2);
}

#[tokio::test]
async fn an_operation_that_takes_too_long_is_an_error() {
    let server = TestServer::set(&[("REQUEST_TIMEOUT_MS", "100")]).await;
    let mut socket = Socket::ready(&server).await;
    for query in ["{ wait }", "subscription wait"] {
        socket.subscribe("1", query).await;
        let error = socket.next().await;
        assert_eq!(error["payload"][0]["extensions"]["code"], "TIMEOUT", "{error}");
    }
    socket.subscribe("1", "subscription never").await;
    socket.is_silent().await;
    socket.is_alive().await;
}

#[tokio::test]
async fn a_fault_of_the_hub_ends_one_operation_and_no_other() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    socket.subscribe("stays", "subscription never").await;
    for query in ["{ panic }", "subscription panic"] {
        socket.subscribe("1", query).await;
        let error = socket.next().await;
        assert_eq!((&error["type"], &error["id"]), (&json!("error"), &json!("1")));
        assert_eq!(error["payload"][0]["extensions"]["code"], "INTERNAL");
        assert!(error["payload"][0]["extensions"]["requestId"].is_string());
    }
    server.open_subscriptions(1).await;
}

#[tokio::test]
async fn each_operation_has_a_request_id_and_an_idempotency_key_of_its_own() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready_as(&server, &[("x-request-id", "tram-7")], json!({})).await;
    let mut ask = async |id: &str, extensions: Value| {
        let payload = json!({ "query": "mutation echo", "extensions": extensions });
        socket.say(&json!({ "type": "subscribe", "id": id, "payload": payload })).await;
        socket.until_ended(1).await.remove(0)
    };
    let first = ask("a", json!({ "idempotencyKey": "k-1" })).await;
    assert_eq!(first["payload"]["data"]["request"], "tram-7.1");
    assert_eq!(first["payload"]["data"]["key"], "k-1");
    let second = ask("b", json!({})).await;
    assert_eq!(second["payload"]["data"]["request"], "tram-7.2");
    assert_eq!(second["payload"]["data"]["key"], Value::Null);
    for key in [json!("a b"), json!(7), json!("")] {
        let refused = ask("c", json!({ "idempotencyKey": key })).await;
        assert_eq!(refused["payload"][0]["extensions"]["code"], "BAD_REQUEST", "{refused}");
    }
}

#[tokio::test]
async fn a_stored_document_needs_no_text() {
    let server = TestServer::start().await;
    let mut socket = Socket::ready(&server).await;
    let hash = json!({ "persistedQuery": { "version": 1, "sha256Hash": "00" } });
    for payload in [json!({ "documentId": "sha256:00" }), json!({ "extensions": hash })] {
        socket.say(&json!({ "type": "subscribe", "id": "1", "payload": payload })).await;
        assert_eq!(socket.until_ended(1).await.len(), 2);
    }
}

#[tokio::test]
async fn the_gateways_face_speaks_the_same_protocol() {
    let server = TestServer::start().await;
    let spoken = [("sec-websocket-protocol", "graphql-transport-ws")];
    let mut socket = Socket::bare(&server.url("/subgraph"), &spoken).await.unwrap();
    socket.say(&json!({ "type": "connection_init" })).await;
    assert_eq!(socket.next().await["type"], "connection_ack");
}

#[tokio::test]
async fn over_http_a_subscription_still_asks_for_a_stream() {
    let server = TestServer::start().await;
    let answer = server.post("subscription ticks").send().await.unwrap();
    assert_eq!(code(&answer.json().await.unwrap()), "SUBSCRIPTION_NEEDS_STREAM");
}

//! How often partners' programs may ask.

use serde_json::{Value, json};

use super::support::{TestServer, code, header, status};
use crate::support::socket::Socket;

/// The token of a program that may ask for three operations a minute.
const FEW: &str = "few";

#[tokio::test]
async fn beyond_its_minute_a_program_is_told_when_to_come_back() {
    let server = TestServer::start().await;
    for left in ["2", "1", "0"] {
        let response = server.post("{ echo }").bearer_auth(FEW).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        assert_eq!(header(&response, "ratelimit-policy"), "\"client\";q=3;w=60");
        let limit = header(&response, "ratelimit");
        assert!(limit.starts_with(&format!("\"client\";r={left};t=")), "{limit}");
    }
    let response = server.post("{ echo }").bearer_auth(FEW).send().await.unwrap();
    let wait: u64 = header(&response, "retry-after").parse().unwrap();
    assert_eq!((response.status().as_u16(), (15..=20).contains(&wait)), (429, true), "{wait}");
    assert!(header(&response, "ratelimit").starts_with("\"client\";r=0;t="));
    assert_eq!(code(&response.json::<Value>().await.unwrap()), "RATE_LIMITED");
}

#[tokio::test]
async fn what_another_program_asks_for_and_what_people_do_is_not_counted_with_it() {
    let server = TestServer::start().await;
    for _ in 0..4 {
        status(server.post("{ echo }").bearer_auth(FEW)).await;
    }
    assert_eq!(status(server.post("{ echo }").bearer_auth("good")).await, 200);
    let response = server.post("{ echo }").header("cookie", "respyrem_session=alive").send().await.unwrap();
    assert_eq!((response.status().as_u16(), header(&response, "ratelimit").as_str()), (200, ""));
    assert_eq!(status(server.post("{ echo }")).await, 200);
}

#[tokio::test]
async fn each_operation_of_a_batch_counts() {
    let server = TestServer::set(&[("LIMIT_BATCH", "4")]).await;
    let batch = |size: usize| {
        let all: Vec<Value> = (0..size).map(|_| json!({ "query": "{ echo }" })).collect();
        server.post_json(&Value::from(all)).bearer_auth(FEW)
    };
    assert_eq!(status(batch(4)).await, 429);
    // The request itself was counted; of its operations, none.
    assert_eq!(status(batch(2)).await, 200);
    assert_eq!(status(server.post("{ echo }").bearer_auth(FEW)).await, 429);
}

#[tokio::test]
async fn each_operation_on_a_socket_counts_and_the_socket_stays() {
    let server = TestServer::start().await;
    let mut socket =
        Socket::ready_as(&server, &[], json!({ "authorization": format!("Bearer {FEW}") })).await;
    for id in ["1", "2", "3"] {
        socket.subscribe(id, "{ echo }").await;
        assert_eq!(socket.until_ended(1).await.len(), 2, "{id}");
    }
    socket.subscribe("4", "{ echo }").await;
    let refused = socket.until_ended(1).await.pop().unwrap();
    assert_eq!(refused["payload"][0]["extensions"]["code"], "RATE_LIMITED", "{refused}");
    socket.is_alive().await;
}

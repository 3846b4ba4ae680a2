//! Several requests in one, where the deployment allows it.

use serde_json::json;

use super::support::{TestServer, answer, code, status};

#[tokio::test]
async fn a_batch_answers_each_request_in_order_and_always_with_200() {
    let server = TestServer::set(&[("LIMIT_BATCH", "3")]).await;
    let batch = json!([{ "query": "{ echo }" }, { "query": "broken" }, { "query": 7 }]);
    let (status, body) = answer(server.post_json(&batch)).await;
    assert_eq!(status, 200);
    assert_eq!(body[0]["data"]["actor"], "anonymous");
    assert_eq!(code(&body[1]), "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(code(&body[2]), "BAD_REQUEST");
}

#[tokio::test]
async fn a_batch_is_bounded() {
    let server = TestServer::set(&[("LIMIT_BATCH", "2")]).await;
    let one = json!({ "query": "{ echo }" });
    assert_eq!(status(server.post_json(&json!([one, one, one]))).await, 400);
    assert_eq!(status(server.post_json(&json!([]))).await, 400);
    assert_eq!(status(server.post_json(&json!(["sample"]))).await, 400);
}

//! GraphQL over HTTP: media types, methods, parameters and their statuses.

use serde_json::{Value, json};

use super::support::{TestServer, answer, code, header, status};

const GRAPHQL: &str = "application/graphql-response+json";

#[tokio::test]
async fn the_answer_comes_as_the_client_asked() {
    let server = TestServer::start().await;
    for (accept, media) in
        [(GRAPHQL, GRAPHQL), ("application/json", "application/json"), ("*/*", "application/json")]
    {
        let response = server.post("{ echo }").header("accept", accept).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(header(&response, "content-type"), format!("{media}; charset=utf-8"));
    }
    assert_eq!(status(server.post("{ echo }").header("accept", "text/html")).await, 406);
}

#[tokio::test]
async fn a_refused_document_is_400_in_the_draft_s_own_type_and_200_in_json() {
    let server = TestServer::start().await;
    let (status, body) = answer(server.post("broken").header("accept", GRAPHQL)).await;
    assert_eq!((status, code(&body)), (400, "GRAPHQL_VALIDATION_FAILED"));
    let (status, body) = answer(server.post("broken").header("accept", "application/json")).await;
    assert_eq!((status, code(&body)), (200, "GRAPHQL_VALIDATION_FAILED"));
    assert!(body.get("data").is_none());
}

#[tokio::test]
async fn only_json_in_utf_8_is_taken() {
    let server = TestServer::start().await;
    let body = json!({ "query": "{ echo }" }).to_string();
    for content_type in
        ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""]
    {
        assert_eq!(status(server.post_raw(content_type, body.clone())).await, 200, "{content_type}");
    }
    for content_type in [
        "text/plain",
        "text/plain; application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin1",
        "application/graphql",
        "application/jsonp",
    ] {
        let (status, answer) = answer(server.post_raw(content_type, body.clone())).await;
        assert_eq!((status, code(&answer)), (415, "UNSUPPORTED_MEDIA_TYPE"), "{content_type}");
    }
    let untyped = server.request(reqwest::Method::POST, "/graphql").body(body.clone());
    assert_eq!(status(untyped).await, 415);
    let compressed = server.post_raw("application/json", body).header("content-encoding", "gzip");
    assert_eq!(status(compressed).await, 415);
}

#[tokio::test]
async fn a_get_runs_queries_and_never_mutations() {
    let server = TestServer::start().await;
    assert_eq!(status(server.get("/graphql?query=%7B%20echo%20%7D")).await, 200);
    for accept in [GRAPHQL, "application/json"] {
        let response =
            server.get("/graphql?query=mutation%20x").header("accept", accept).send().await.unwrap();
        assert_eq!(response.status(), 405);
        assert_eq!(header(&response, "allow"), "POST");
    }
}

#[tokio::test]
async fn other_methods_are_not_allowed_and_unknown_routes_not_found() {
    let server = TestServer::start().await;
    let response = server.request(reqwest::Method::DELETE, "/graphql").send().await.unwrap();
    assert_eq!(response.status(), 405);
    assert_eq!(header(&response, "allow"), "GET,HEAD,POST");
    assert_eq!(code(&response.json::<Value>().await.unwrap()), "METHOD_NOT_ALLOWED");
    let (status, body) = answer(server.get("/nothing")).await;
    assert_eq!((status, code(&body)), (404, "NOT_FOUND"));
}

#[tokio::test]
async fn what_is_no_request_is_400_and_says_why() {
    let server = TestServer::start().await;
    for (body, word) in [
        (json!({}), "query"),
        (json!({ "qeury": "{ echo }" }), "query"),
        (json!({ "query": 7 }), "query"),
        (json!({ "query": "{ echo }", "operationName": 7 }), "operationName"),
        (json!({ "query": "{ echo }", "variables": [7] }), "variables"),
        (json!({ "query": "{ echo }", "extensions": "x" }), "extensions"),
        (json!([{ "query": "{ echo }" }]), "Batches"),
        (json!("x"), "JSON"),
    ] {
        let (status, answer) = answer(server.post_json(&body)).await;
        let message = answer["errors"][0]["message"].as_str().unwrap();
        assert_eq!((status, code(&answer)), (400, "BAD_REQUEST"), "{body}");
        assert!(message.contains(word), "{message}");
    }
    for body in ["", "  ", "{ \"not JSON", "{\"query\":\"{ echo }\",\"query\":\"{ wait }\"}", "\u{feff}{}"] {
        assert_eq!(status(server.post_raw("application/json", body)).await, 400, "{body}");
    }
    assert_eq!(status(server.post_raw("application/json", vec![b'"', 0xff, b'"'])).await, 400);
}

#[tokio::test]
async fn null_parameters_are_absent_ones() {
    let server = TestServer::start().await;
    let body = json!({ "query": "{ echo }", "operationName": null, "variables": null, "extensions": null });
    assert_eq!(status(server.post_json(&body)).await, 200);
}

#[tokio::test]
async fn a_stored_document_needs_no_text() {
    let server = TestServer::start().await;
    assert_eq!(status(server.post_json(&json!({ "documentId": "sha256:00" }))).await, 200);
    let hash = json!({ "persistedQuery": { "version": 1, "sha256Hash": "00" } });
    assert_eq!(status(server.post_json(&json!({ "extensions": hash }))).await, 200);
    assert_eq!(status(server.get("/graphql?documentId=sha256:00")).await, 200);
}

#[tokio::test]
async fn query_strings_are_read_strictly() {
    let server = TestServer::start().await;
    for (query, expected) in [
        ("query=echo&operationName=&variables=&extensions=", 200),
        ("query=echo&variables=%7B%22a%22%3A1%7D", 200),
        ("query=echo&utm_source=x", 200),
        ("query=echo&query=wait", 400),
        ("query=echo&variables=%7B%7D&variables=%7B%7D", 400),
        ("query=echo&variables=%7B", 400),
        ("query=echo&variables=%5B1%5D", 400),
        ("", 400),
    ] {
        assert_eq!(status(server.get(&format!("/graphql?{query}"))).await, expected, "{query}");
    }
}

#[tokio::test]
async fn a_subscription_is_told_to_use_a_stream() {
    let server = TestServer::start().await;
    let (status, body) = answer(server.post("subscription x").header("accept", GRAPHQL)).await;
    assert_eq!((status, code(&body)), (400, "SUBSCRIPTION_NEEDS_STREAM"));
}

#[tokio::test]
async fn the_caller_s_headers_reach_the_operation() {
    let server = TestServer::start().await;
    let request = server
        .post("{ echo }")
        .header("accept-language", "ca-ES, en;q=0.5")
        .header("idempotency-key", "import-2026-03-02#1")
        .header("x-request-id", "tren-groc.1");
    let (_, body) = answer(request).await;
    assert_eq!(body["data"]["locales"], json!(["ca", "en", "fr"]));
    assert_eq!(body["data"]["key"], "import-2026-03-02#1");
    assert_eq!(body["data"]["request"], "tren-groc.1");
    for key in ["a b", &"x".repeat(256), ""] {
        assert_eq!(status(server.post("{ echo }").header("idempotency-key", key)).await, 400, "{key}");
    }
}

#[tokio::test]
async fn an_operation_that_takes_too_long_is_ended_with_504() {
    let server = TestServer::set(&[("REQUEST_TIMEOUT_MS", "100")]).await;
    let (status, body) = answer(server.post("{ wait }")).await;
    assert_eq!((status, code(&body)), (504, "TIMEOUT"));
}

#[tokio::test]
async fn a_panic_is_a_500_with_the_request_id() {
    let server = TestServer::start().await;
    let (status, body) = answer(server.post("{ panic }").header("x-request-id", "p-1")).await;
    assert_eq!((status, code(&body)), (500, "INTERNAL"));
    assert_eq!(body["errors"][0]["extensions"]["requestId"], "p-1");
}

#[tokio::test]
async fn the_limits_are_published() {
    let server = TestServer::set(&[("LIMIT_DEPTH", "9")]).await;
    let (_, body) = answer(server.get("/graphql/limits")).await;
    assert_eq!(
        (&body["depth"], &body["bodyBytes"], &body["requestMs"]),
        (&json!(9), &json!(1_048_576), &json!(10_000))
    );
}

//! What the hub tells of itself: health, metrics, request ids, log lines and headers for browsers.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use serde_json::json;

use super::support::{TestServer, answer, header, log_lines, ready, services, status};

#[tokio::test]
async fn health_tells_each_check() {
    let server = TestServer::start().await;
    assert_eq!(status(server.get("/health/live")).await, 200);
    let (status, body) = answer(server.get("/health/ready")).await;
    assert_eq!((status, body), (200, json!({ "status": "ready", "checks": { "database": "ok" } })));
}

#[tokio::test]
async fn a_hub_without_its_database_is_alive_but_not_ready() {
    let mut services = services();
    services.readiness = Arc::new(|| ready(Some("not reachable")));
    let server = TestServer::with(services, &[]).await;
    assert_eq!(status(server.get("/health/live")).await, 200);
    let (status, body) = answer(server.get("/health/ready")).await;
    assert_eq!((status, body["checks"]["database"].as_str()), (503, Some("not reachable")));
}

#[tokio::test]
async fn a_sane_request_id_is_kept_and_another_is_replaced() {
    let server = TestServer::start().await;
    for given in ["a.b_c-1", &"x".repeat(64)] {
        let response = server.get("/health/live").header("x-request-id", given).send().await.unwrap();
        assert_eq!(header(&response, "x-request-id"), given);
    }
    for given in ["", "a b", "é", "a\"b", &"x".repeat(65)] {
        let response = server.get("/nothing").header("x-request-id", given).send().await.unwrap();
        let id = header(&response, "x-request-id");
        assert!(id.len() == 32 && id != given, "{id}");
    }
}

#[tokio::test]
async fn metrics_count_operations_and_refusals() {
    let server = TestServer::start().await;
    answer(server.post("{ echo }")).await;
    answer(server.post("{ echo }").bearer_auth("bad")).await;
    let page = server.get("/metrics").send().await.unwrap().text().await.unwrap();
    for line in [
        r#"graphql_operations_total{kind="query",outcome="ok",transport="http"}"#,
        r#"http_requests_total{route="/graphql",method="POST",status="200"}"#,
        r#"http_rejected_total{reason="UNAUTHENTICATED"}"#,
        r#"graphql_operation_duration_seconds_bucket{kind="query",le="0.005"}"#,
        "http_requests_in_flight",
    ] {
        assert!(page.contains(line), "{line} is missing in\n{page}");
    }
}

#[tokio::test]
async fn every_answer_tells_browsers_what_it_may_do() {
    let server = TestServer::set(&[("PUBLIC_URL", "https://hub.example")]).await;
    for path in ["/graphql?query=echo", "/nothing", "/health/live"] {
        let response = server.get(path).send().await.unwrap();
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(header(&response, "referrer-policy"), "same-origin");
        assert_eq!(
            header(&response, "content-security-policy"),
            "default-src 'none'; frame-ancestors 'none'"
        );
        assert_eq!(header(&response, "strict-transport-security"), "max-age=31536000");
    }
    let plain = TestServer::start().await.get("/health/live").send().await.unwrap();
    assert_eq!(header(&plain, "strict-transport-security"), "");
}

#[tokio::test]
async fn routes_of_other_layers_are_served_under_the_same_layers() {
    let mut services = services();
    services.routes = Router::new().route("/auth/whoami", get(|| async { "nobody" }));
    let server = TestServer::with(services, &[]).await;
    let response = server.get("/auth/whoami").send().await.unwrap();
    assert_eq!(header(&response, "x-content-type-options"), "nosniff");
    assert!(!header(&response, "x-request-id").is_empty());
    assert_eq!(response.text().await.unwrap(), "nobody");
}

#[tokio::test]
async fn each_request_is_one_line_that_holds_no_secret() {
    let server = TestServer::start().await;
    let body = json!({ "query": "{ echo }", "operationName": "Board", "variables": { "email": "anna@example.org" } });
    let request = server.post_json(&body).bearer_auth("good").header("x-request-id", "log-1");
    answer(request.header("cookie", "respyrem_session=alive")).await;
    answer(server.get("/graphql?query=secret-document").header("x-request-id", "log-2")).await;
    let lines = log_lines(&["log-1", "log-2"]);
    assert_eq!(lines.len(), 2);
    let line = &lines[0];
    let fields = &serde_json::from_str::<serde_json::Value>(line).unwrap()["fields"];
    for (name, value) in [
        ("method", json!("POST")),
        ("path", json!("/graphql")),
        ("status", json!(200)),
        ("kind", json!("query")),
        ("operation", json!("Board")),
        ("actor", json!("client")),
    ] {
        assert_eq!(fields[name], value, "{name} in {line}");
    }
    assert!(fields["bytes"].as_u64() > Some(50) && fields["ms"].is_u64(), "{line}");
    for secret in ["good", "alive", "anna", "secret-document"] {
        assert!(!lines.concat().contains(secret), "{secret} is in {lines:?}");
    }
}

#[tokio::test]
async fn the_log_holds_no_sign_in_link() {
    let mut services = services();
    services.routes = Router::new().route("/auth/link/{token}", get(|| async { "" }));
    let server = TestServer::with(services, &[]).await;
    for (path, expected) in [("/auth/link/secret-7d1f", 200), ("/auth/link/secret-7d1f/", 404)] {
        assert_eq!(status(server.get(path).header("x-request-id", "link-7d1f")).await, expected);
    }
    let lines = log_lines(&["link-7d1f"]);
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| !line.contains("secret-7d1f")), "{lines:?}");
}

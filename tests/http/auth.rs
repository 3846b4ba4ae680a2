//! Who calls, and what becomes of those who are not who they say.

use super::support::{TestServer, answer, code, header, status};

#[tokio::test]
async fn a_good_token_is_a_client_and_no_token_is_nobody() {
    let server = TestServer::start().await;
    let (_, body) = answer(server.post("{ echo }").bearer_auth("good")).await;
    assert_eq!(body["data"]["actor"], "client");
    let (_, body) = answer(server.post("{ echo }")).await;
    assert_eq!(body["data"]["actor"], "anonymous");
}

#[tokio::test]
async fn a_bad_token_is_never_taken_for_nobody() {
    let server = TestServer::start().await;
    for authorization in ["Bearer bad", "Bearer ", "Bearer", "Basic dXNlcjpwYXNz", "good"] {
        let request = server.post("{ echo }").header("authorization", authorization);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 401, "{authorization}");
        assert!(header(&response, "www-authenticate").starts_with("Bearer"));
        assert_eq!(code(&response.json().await.unwrap()), "UNAUTHENTICATED");
    }
    let twice = server.post("{ echo }").bearer_auth("good").header("authorization", "Bearer good");
    assert_eq!(status(twice).await, 401);
}

#[tokio::test]
async fn a_token_from_another_origin_is_forbidden_and_an_unknown_state_is_not_a_refusal() {
    let server = TestServer::start().await;
    assert_eq!(status(server.post("{ echo }").bearer_auth("elsewhere")).await, 403);
    let response = server.post("{ echo }").bearer_auth("down").send().await.unwrap();
    assert_eq!((response.status().as_u16(), header(&response, "retry-after").as_str()), (503, "1"));
}

#[tokio::test]
async fn a_live_session_is_its_member() {
    let server = TestServer::start().await;
    let response =
        server.post("{ echo }").header("cookie", "a=b; respyrem_session=alive").send().await.unwrap();
    assert_eq!(header(&response, "set-cookie"), "");
    assert_eq!(response.json::<serde_json::Value>().await.unwrap()["data"]["actor"], "member");
}

#[tokio::test]
async fn a_dead_session_is_nobody_and_its_cookie_is_taken_back() {
    let server = TestServer::start().await;
    let response = server.post("{ echo }").header("cookie", "respyrem_session=dead").send().await.unwrap();
    assert!(header(&response, "set-cookie").starts_with("respyrem_session=; Path=/; Max-Age=0"));
    assert_eq!(header(&response, "cache-control"), "no-store");
    assert_eq!(response.json::<serde_json::Value>().await.unwrap()["data"]["actor"], "anonymous");
}

#[tokio::test]
async fn over_tls_only_the_host_bound_cookie_counts() {
    let server = TestServer::set(&[("INSECURE_COOKIES", "false")]).await;
    let (_, body) = answer(server.post("{ echo }").header("cookie", "respyrem_session=alive")).await;
    assert_eq!(body["data"]["actor"], "anonymous");
    let (_, body) = answer(server.post("{ echo }").header("cookie", "__Host-respyrem_session=alive")).await;
    assert_eq!(body["data"]["actor"], "member");
}

#[tokio::test]
async fn a_token_goes_before_a_cookie() {
    let server = TestServer::start().await;
    let request = server.post("{ echo }").bearer_auth("good").header("cookie", "respyrem_session=alive");
    let (_, body) = answer(request.header("sec-fetch-site", "cross-site")).await;
    assert_eq!(body["data"]["actor"], "client");
}

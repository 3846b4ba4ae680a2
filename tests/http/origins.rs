//! Pages of other sites: those of API clients may call with a token, none may use a session.

use reqwest::Method;

use super::support::{PARTNER, TestServer, answer, code, header, status};

const SESSION: (&str, &str) = ("cookie", "respyrem_session=alive");

#[tokio::test]
async fn a_session_is_refused_to_other_sites() {
    let server = TestServer::set(&[("PUBLIC_URL", "https://hub.example")]).await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "https://hub.example.evil.example"),
        ("origin", "http://hub.example"),
        ("origin", "null"),
        ("origin", PARTNER),
    ] {
        for request in [server.post("mutation x"), server.get("/graphql?query=echo")] {
            let (status, body) = answer(request.header(SESSION.0, SESSION.1).header(name, value)).await;
            assert_eq!((status, code(&body)), (403, "CROSS_SITE"), "{name}: {value}");
        }
    }
}

#[tokio::test]
async fn a_session_is_good_from_the_hub_s_own_pages_and_outside_browsers() {
    let server = TestServer::set(&[("PUBLIC_URL", "https://hub.example")]).await;
    for (name, value) in [
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "none"),
        ("origin", "https://hub.example"),
        ("x-anything", "1"),
    ] {
        let request = server.post("{ echo }").header(SESSION.0, SESSION.1).header(name, value);
        assert_eq!(status(request).await, 200, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_client_s_origin_passes_the_preflight() {
    let server = TestServer::start().await;
    let preflight = |origin: &str| {
        server
            .request(Method::OPTIONS, "/graphql")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,content-type,idempotency-key")
    };
    let response = preflight(PARTNER).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "access-control-allow-origin"), PARTNER);
    assert!(header(&response, "access-control-allow-headers").contains("idempotency-key"));
    assert_eq!(header(&response, "access-control-allow-credentials"), "");
    let response = preflight("https://evil.example").send().await.unwrap();
    assert_eq!(header(&response, "access-control-allow-origin"), "");
}

#[tokio::test]
async fn answers_name_the_one_allowed_origin_even_when_they_are_errors() {
    let server = TestServer::start().await;
    for document in ["{ echo }", "{ panic }"] {
        let response = server.post(document).header("origin", PARTNER).send().await.unwrap();
        assert_eq!(header(&response, "access-control-allow-origin"), PARTNER);
        assert!(header(&response, "access-control-expose-headers").contains("x-request-id"));
    }
    let response = server.post("{ echo }").header("origin", "https://evil.example").send().await.unwrap();
    assert_eq!(header(&response, "access-control-allow-origin"), "");
}

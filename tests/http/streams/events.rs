//! GraphQL over server-sent events, distinct connections.

use serde_json::{Value, json};

use crate::http::support::{TestServer, code, header};
use crate::support::events::{Event, EventStream};

fn complete() -> Event {
    Event { event: "complete".to_owned(), data: Some(String::new()), ..Event::default() }
}

#[tokio::test]
async fn the_content_type_is_an_event_stream_that_nobody_keeps_or_collects() {
    let server = TestServer::start().await;
    for document in ["{ echo }", "broken", "subscription ticks", "subscription refused"] {
        let stream = EventStream::of(server.post(document)).await;
        assert_eq!(stream.response.status(), 200, "{document}");
        for (name, value) in [
            ("content-type", "text/event-stream; charset=utf-8"),
            ("cache-control", "no-cache"),
            ("x-accel-buffering", "no"),
            ("content-encoding", ""),
        ] {
            assert_eq!(header(&stream.response, name), value, "{name} of {document}");
        }
    }
}

#[tokio::test]
async fn a_query_is_one_next_and_complete_by_get_and_by_post() {
    let server = TestServer::start().await;
    for request in [server.get("/graphql?query=%7B%20echo%20%7D"), server.post("{ echo }")] {
        let events = EventStream::of(request).await.rest().await;
        assert_eq!(events.len(), 2, "{events:?}");
        assert_eq!(events[0].event, "next");
        assert_eq!(events[0].json()["data"]["actor"], "anonymous");
        assert_eq!(events[1], complete());
    }
}

#[tokio::test]
async fn a_mutation_runs_by_post_and_never_by_get() {
    let server = TestServer::start().await;
    assert_eq!(EventStream::of(server.post("mutation echo")).await.rest().await.len(), 2);
    let refused = EventStream::of(server.get("/graphql?query=mutation%20echo")).await.response;
    assert_eq!((refused.status().as_u16(), header(&refused, "allow").as_str()), (405, "POST"));
}

#[tokio::test]
async fn a_subscription_is_its_results_each_with_its_cursor_and_complete() {
    let server = TestServer::start().await;
    for request in [server.get("/graphql?query=subscription%20ticks"), server.post("subscription ticks")] {
        let events = EventStream::of(request).await.rest().await;
        assert_eq!(events.len(), 4, "{events:?}");
        for (number, event) in (1..).zip(&events[..3]) {
            assert_eq!((event.event.as_str(), event.id.clone()), ("next", Some(format!("c{number}"))));
            assert_eq!(event.json(), json!({ "data": { "tick": number } }));
        }
        assert_eq!(events[3], complete());
    }
}

#[tokio::test]
async fn what_is_not_valid_is_told_by_a_next_event_with_errors_and_complete() {
    let server = TestServer::start().await;
    for (document, expected) in [
        ("broken", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription refused", "NOT_FOUND"),
        ("{ panic }", "INTERNAL"),
    ] {
        let events = EventStream::of(server.post(document)).await.rest().await;
        assert_eq!((events[0].event.as_str(), code(&events[0].json())), ("next", expected));
        assert!(events[0].json().get("data").is_none());
        assert_eq!(events[1..], [complete()]);
    }
}

#[tokio::test]
async fn what_is_no_request_has_its_status() {
    let server = TestServer::start().await;
    let status = async |request| EventStream::of(request).await.response.status().as_u16();
    assert_eq!(status(server.post_json(&json!({}))).await, 400);
    assert_eq!(status(server.post_json(&json!([{ "query": "{ echo }" }]))).await, 400);
    assert_eq!(status(server.post_raw("text/plain", "{ echo }")).await, 415);
    assert_eq!(status(server.get("/graphql")).await, 400);
    assert_eq!(status(server.post("{ echo }").bearer_auth("bad")).await, 401);
    let session = server.post("{ echo }").header("cookie", "respyrem_session=alive");
    assert_eq!(status(session.header("origin", "https://evil.example")).await, 403);
    let refused = EventStream::of(server.post_json(&json!({}))).await.response;
    assert_eq!(header(&refused, "content-type"), "application/json; charset=utf-8");
}

#[tokio::test]
async fn the_client_stops_a_subscription_by_closing_the_connection() {
    let server = TestServer::start().await;
    let mut stream = EventStream::of(server.post("subscription never")).await;
    // Something comes at once: some clients wait for it.
    assert!(stream.read().await);
    assert_eq!(stream.text(), ":\n\n");
    server.open_subscriptions(1).await;
    drop(stream);
    server.open_subscriptions(0).await;
}

#[tokio::test]
async fn a_stream_says_that_it_is_alive_and_outlives_the_time_of_a_request() {
    let server =
        TestServer::set(&[("EVENT_STREAM_KEEP_ALIVE_MS", "100"), ("REQUEST_TIMEOUT_MS", "150")]).await;
    let mut stream = EventStream::of(server.post("subscription never")).await;
    while stream.text().len() < 3 * 5 {
        assert!(stream.read().await);
    }
    assert_eq!(stream.text().replace(":\n\n", ""), "");
    server.open_subscriptions(1).await;
    let late = EventStream::of(server.post("subscription wait")).await.rest().await;
    assert_eq!(code(&late[0].json()), "TIMEOUT");
}

#[tokio::test]
async fn the_last_event_and_the_callers_headers_reach_the_subscription() {
    let server = TestServer::start().await;
    let request = server.post("subscription resume").header("last-event-id", "c41").bearer_auth("good");
    let events = EventStream::of(request.header("accept-language", "ca")).await.rest().await;
    let data = &events[0].json()["data"];
    assert_eq!(data["resume"], "c41");
    assert_eq!(
        (&data["caller"]["actor"], &data["caller"]["locales"]),
        (&json!("client"), &json!(["ca", "fr"]))
    );
    let events = EventStream::of(server.post("subscription resume")).await.rest().await;
    assert_eq!(events[0].json()["data"]["resume"], Value::Null);
}

#[tokio::test]
async fn what_is_cut_off_ends_without_complete() {
    let server = TestServer::start().await;
    for document in ["subscription cutoff", "subscription outage"] {
        let events = EventStream::of(server.post(document)).await.rest().await;
        assert_eq!(events.iter().map(|event| event.event.as_str()).collect::<Vec<_>>(), ["next"]);
    }
}

#[tokio::test]
async fn who_takes_events_besides_has_them_for_subscriptions_only() {
    let server = TestServer::start().await;
    let accept = "application/graphql-response+json, application/json, text/event-stream";
    let typed = async |document: &str| {
        let answer = server.post(document).header("accept", accept).send().await.unwrap();
        header(&answer, "content-type")
    };
    assert_eq!(typed("{ echo }").await, "application/graphql-response+json; charset=utf-8");
    assert_eq!(typed("subscription ticks").await, "text/event-stream; charset=utf-8");
}

#[tokio::test]
async fn the_gateways_face_streams_as_well() {
    let server = TestServer::start().await;
    let request =
        server.request(reqwest::Method::POST, "/subgraph").json(&json!({ "query": "subscription ticks" }));
    assert_eq!(EventStream::of(request).await.rest().await.len(), 4);
}

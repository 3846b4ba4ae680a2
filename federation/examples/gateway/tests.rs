//! What a client sees over HTTP, over services on real sockets.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::collections::HashMap;

use axum::{Router, http::StatusCode, routing::post};
use federation::{Policy, Subgraph, compose};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{server, transport::Http};

/// Serves on a port of its own, and says its address.
async fn serve(app: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

/// A gateway over one service that answers everything with this.
async fn gateway(status: StatusCode, media: &'static str, body: &'static str) -> String {
    let answer = move || async move { (status, [("content-type", media)], body) };
    let url = serve(Router::new().route("/graphql", post(answer))).await + "/graphql";
    let sdl = "type Query { a: Int b(n: Int): Int! list: [Int] } type Mutation { set: Int }".to_owned();
    let services = [Subgraph { name: "one".to_owned(), url: url.clone(), sdl }];
    let supergraph = compose(&services, &Policy::open()).unwrap();
    let http = Http::new(HashMap::from([("one".to_owned(), url)])).unwrap();
    serve(server::router(supergraph, http)).await + "/graphql"
}

async fn plain() -> String {
    gateway(StatusCode::OK, "application/json", r#"{"data":{"a":1,"b":2,"set":3,"list":[1,null]}}"#).await
}

struct Told {
    status: u16,
    media: String,
    body: Value,
}

async fn sent(request: reqwest::RequestBuilder) -> Told {
    let response = request.send().await.unwrap();
    let media = response.headers()["content-type"].to_str().unwrap().to_owned();
    let status = response.status().as_u16();
    let body = response.bytes().await.unwrap();
    Told { status, media, body: serde_json::from_slice(&body).unwrap() }
}

async fn asked(url: &str, body: Value) -> Told {
    sent(client().post(url).body(body.to_string())).await
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().build().unwrap()
}

#[tokio::test]
async fn requests_come_in_many_shapes() {
    let url = plain().await;
    let two = "query A { a } query B($n: Int) { b(n: $n) }";
    for (body, data) in [
        (json!({ "query": "{ a }" }), json!({ "a": 1 })),
        (
            json!({ "query": "{ a }", "variables": null, "operationName": null, "extensions": null }),
            json!({ "a": 1 }),
        ),
        (
            json!({ "query": "{ a }", "variables": {}, "operationName": "", "extensions": { "x": 1 } }),
            json!({ "a": 1 }),
        ),
        (
            json!({ "query": two, "operationName": "B", "variables": { "n": 1, "other": true } }),
            json!({ "b": 2 }),
        ),
        (json!({ "query": two, "operationName": "A" }), json!({ "a": 1 })),
        (json!({ "query": "mutation { set }", "more": [] }), json!({ "set": 3 })),
    ] {
        assert_eq!(asked(&url, body.clone()).await.body, json!({ "data": data }), "{body}");
    }
}

#[tokio::test]
async fn what_is_no_request_is_refused_with_errors() {
    let url = plain().await;
    for (body, status) in [
        (json!([]), 400),
        (json!({}), 400),
        (json!({ "query": 3 }), 400),
        (json!({ "query": "{ a }", "variables": [] }), 400),
        (json!({ "query": "{ nothing }" }), 200),
        (json!({ "query": "{ a" }), 200),
        (json!({ "query": "query A { a } query B { a }" }), 200),
        (json!({ "query": "query A { a }", "operationName": "B" }), 200),
        (json!({ "query": "query($n: Int!) { b(n: $n) }" }), 200),
    ] {
        let told = asked(&url, body.clone()).await;
        assert_eq!((told.status, told.media.as_str()), (status, "application/json"), "{body}");
        assert!(told.body["errors"][0]["message"].is_string(), "{body}");
        assert!(told.body.get("data").is_none(), "{body}");
    }
}

#[tokio::test]
async fn the_newer_media_type_is_answered_where_it_is_accepted() {
    let url = plain().await;
    let newer = "application/graphql-response+json";
    for (query, status) in [("{ a }", 200), ("{ nothing }", 400)] {
        let request = client().post(&url).header("accept", format!("{newer}, application/json;q=0.9"));
        let told = sent(request.body(json!({ "query": query }).to_string())).await;
        assert_eq!((told.status, told.media.as_str()), (status, newer), "{query}");
    }
}

#[tokio::test]
async fn a_query_may_stand_in_the_address() {
    let url = plain().await;
    let get = |rest: &str| client().get(format!("{url}{rest}"));
    assert_eq!(sent(get("?query=%7Ba%7D")).await.body, json!({ "data": { "a": 1 } }));
    let told = sent(get("?query=query($n:Int)%7Bb(n:$n)%7D&variables=%7B%22n%22:1%7D&operationName=")).await;
    assert_eq!(told.body, json!({ "data": { "b": 2 } }));
    assert_eq!(sent(get("?query=mutation%7Bset%7D")).await.status, 405);
    assert_eq!(sent(get("")).await.status, 400);
    assert_eq!(sent(get("?query=%7Ba%7D&variables=x")).await.status, 400);
}

#[tokio::test]
async fn services_answer_in_many_shapes() {
    let newer = "application/graphql-response+json; charset=utf-8";
    for (status, body, data, errors) in [
        (200, r#"{"data":{"a":1},"errors":null,"extensions":{}}"#, json!({ "a": 1 }), false),
        (200, r#"{"data":{"a":null}}"#, json!({ "a": null }), false),
        (200, r#"{"data":{"a":null},"errors":[{"message":"no"}]}"#, json!({ "a": null }), true),
        (200, r#"{"data":null,"errors":[{"message":"no","path":["a"]}]}"#, json!({ "a": null }), true),
        (400, r#"{"errors":[{"message":"no","extensions":{"code":"X"}}]}"#, json!({ "a": null }), true),
        (500, "<html></html>", json!({ "a": null }), true),
        (200, "", json!({ "a": null }), true),
        (200, r#"{"data":null}"#, json!({ "a": null }), true),
    ] {
        let url = gateway(StatusCode::from_u16(status).unwrap(), newer, body).await;
        let told = asked(&url, json!({ "query": "{ a }" })).await;
        assert_eq!((told.status, &told.body["data"]), (200, &data), "{body}");
        assert_eq!(told.body.get("errors").is_some(), errors, "{body}: {}", told.body);
    }
}

#[tokio::test]
async fn a_service_that_is_not_there_costs_its_fields() {
    let sdl = "type Query { a: Int }".to_owned();
    let url = "http://127.0.0.1:1/".to_owned();
    let services = [Subgraph { name: "gone".to_owned(), url: url.clone(), sdl }];
    let supergraph = compose(&services, &Policy::open()).unwrap();
    let http = Http::new(HashMap::from([("gone".to_owned(), url)])).unwrap();
    let gateway = serve(server::router(supergraph, http)).await;
    let told = asked(&gateway, json!({ "query": "{ a __typename }" })).await;
    assert_eq!(told.body["data"], json!({ "a": null, "__typename": "Query" }));
    assert_eq!(told.body["errors"][0]["extensions"]["code"], "SUBGRAPH_UNAVAILABLE");
}

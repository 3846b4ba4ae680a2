//! A hub asked too much refuses clearly, and goes on answering what is simple.

use futures_util::future::join_all;
use serde_json::json;

use crate::support::Backend;
use crate::support::database::TestDatabase;
use crate::support::process::{HubProcess, run};

/// As dear as the limits allow, or nearly.
const DEAR: &str = "{ structures(first: 100) { totalCount nodes { id name members(first: 30) { totalCount nodes { role member {
    displayName memberships(first: 1) { nodes { structure { name } } } } } } branches(first: 10) { totalCount nodes { name } } } } }";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_dear_queries_at_once_do_not_silence_the_hub() {
    let database = TestDatabase::create(Backend::Sqlite).await;
    let key = run(
        &database,
        &["client", "create", "--partner", "site", "--partner-name", "Site", "--name", "test"],
    );
    let hub = HubProcess::start(&database, &[]).await;
    let dear = join_all((0..1_000).map(|_| async {
        let answer =
            hub.web.post(format!("{}/graphql", hub.url)).json(&json!({ "query": DEAR })).send().await;
        answer.map(|answer| answer.status().as_u16()).unwrap_or_default()
    }));
    let meanwhile = async {
        let mut simple = 0;
        for _ in 0..20 {
            assert!(hub.ready().await, "readiness waits behind dear queries");
            let answer = hub.ask(&key, "{ structures(first: 1) { nodes { name } } }", json!({})).await;
            simple += usize::from(answer.is_some_and(|answer| answer["data"]["structures"].is_object()));
        }
        simple
    };
    let (statuses, simple) = tokio::join!(dear, meanwhile);
    assert_eq!(simple, 20, "a simple query of another client was refused");
    let unexpected: Vec<_> = statuses.iter().filter(|status| ![200, 429, 503].contains(*status)).collect();
    assert!(unexpected.is_empty(), "{unexpected:?}");
    assert!(statuses.contains(&200), "some are answered");
}

#[tokio::test]
async fn what_is_too_deep_too_wide_or_too_long_is_refused_in_a_sentence() {
    let database = TestDatabase::create(Backend::Sqlite).await;
    let hub = HubProcess::start(&database, &[]).await;
    let deep =
        format!("{{ structures {{ nodes {{ {} name {} }} }} }}", "parent { ".repeat(50), "} ".repeat(50));
    let wide =
        format!("{{ {} }}", (0..10_000).map(|number| format!("a{number}: __typename ")).collect::<String>());
    for (query, code) in [(deep, "LIMIT_DEPTH"), (wide, "LIMIT_")] {
        let answer =
            hub.web.post(format!("{}/graphql", hub.url)).json(&json!({ "query": query })).send().await;
        let answer: serde_json::Value = answer.expect("an answer").json().await.expect("JSON");
        let error = &answer["errors"][0];
        assert!(
            error["extensions"]["code"].as_str().is_some_and(|found| found.starts_with(code)),
            "{answer}"
        );
    }
    let long = hub
        .web
        .post(format!("{}/graphql", hub.url))
        .header("content-type", "application/json")
        .body(vec![b' '; 10 << 20]);
    assert_eq!(long.send().await.expect("an answer").status(), 413);
}

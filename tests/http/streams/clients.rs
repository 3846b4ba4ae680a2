//! The official clients of both protocols, from npm.

use std::path::Path;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::http::support::TestServer;

fn client(script: &str, arguments: &[&str]) -> Child {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    assert!(folder.join("node_modules/graphql-ws").exists(), "run `npm ci` in tests/conformance first");
    let mut node = Command::new("node");
    node.arg(script).args(arguments).current_dir(folder).kill_on_drop(true);
    node.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

async fn is_well(script: &str) {
    let server = TestServer::start().await;
    let done = client(script, &[&server.url("/graphql")]).wait_with_output().await.unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(said.contains("all is well"), "{said}{}", String::from_utf8_lossy(&done.stderr));
}

/// The server stops while the client listens, and another starts in its place.
async fn comes_back(script: &str) {
    let mut server = TestServer::set(&[("SHUTDOWN_SPREAD_MS", "300")]).await;
    let mut client = client(script, &[&server.url("/graphql"), "drain"]);
    let mut said = BufReader::new(client.stdout.take().unwrap()).lines();
    while said.next_line().await.unwrap().expect("it listens") != "listening" {}
    server.stop.take().unwrap().send(()).unwrap();
    (&mut server.task).await.unwrap();
    let _next = TestServer::at(server.address).await;
    let mut last = String::new();
    while let Some(line) = said.next_line().await.unwrap() {
        last = line;
    }
    let mut faults = String::new();
    client.stderr.take().unwrap().read_to_string(&mut faults).await.unwrap();
    assert_eq!(last, "all is well", "{faults}");
}

#[tokio::test]
async fn graphql_ws_is_well_served() {
    is_well("ws.js").await;
}

#[tokio::test]
async fn graphql_ws_comes_back_to_a_server_that_was_replaced() {
    comes_back("ws.js").await;
}

#[tokio::test]
async fn graphql_sse_is_well_served() {
    is_well("sse.js").await;
}

#[tokio::test]
async fn graphql_sse_comes_back_to_a_server_that_was_replaced() {
    comes_back("sse.js").await;
}

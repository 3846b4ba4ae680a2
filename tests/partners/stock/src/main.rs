//! Serves the schema on 127.0.0.1, prints one line when it is ready, the address of its endpoint, and ends when its input closes: who
//! started it leaves nothing behind.
//!
//! - `PORT`: where it listens; a free port without
//! - `KEEPER`: the SIRET of the structure that keeps the tools

use std::env::var;
use std::io::{self, Write};

use async_graphql::{Request, Response, Variables};
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::Value;
use stock::{StockSchema, schema};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    query: String,
    #[serde(default)]
    variables: Value,
    operation_name: Option<String>,
}

async fn answer(State(schema): State<StockSchema>, Json(asked): Json<Asked>) -> Json<Response> {
    let request = Request::new(asked.query).variables(Variables::from_json(asked.variables));
    let request = match asked.operation_name {
        Some(name) => request.operation_name(name),
        None => request,
    };
    Json(schema.execute(request).await)
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let port: u16 = var("PORT").ok().map_or(Ok(0), |port| port.parse())?;
    let schema = schema(var("KEEPER").unwrap_or_else(|_| "13002526500013".to_owned()));
    let router = Router::new().route("/graphql", post(answer)).with_state(schema);
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    writeln!(io::stdout(), "http://{}/graphql", listener.local_addr()?)?;
    tokio::select! {
        served = axum::serve(listener, router) => served?,
        () = until_closed() => {}
    }
    Ok(())
}

/// Until nothing holds the other end of the input any more.
async fn until_closed() {
    let (closed, told) = oneshot::channel();
    std::thread::spawn(move || {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        let _ = closed.send(());
    });
    let _ = told.await;
}

//! The plain way: async-graphql, DataLoader and sea-orm as their documentation shows, with care but without tricks.
//! One loader for each relation, the limit of each parent within the statement, whole entities as rows.

mod loaders;
mod schema;

use std::time::Duration;

use async_graphql::dataloader::DataLoader;
use async_graphql::{EmptyMutation, EmptySubscription, Request, Response, Schema};
use axum::extract::State;
use axum::{Json, Router, routing::post};
use sea_orm::{ConnectOptions, Database};

use super::{POOL, Serve};
use loaders::Loaders;
use schema::Query;

type PlainSchema = Schema<Query, EmptyMutation, EmptySubscription>;

/// Serves until the process is ended; `delay_ms` is how long a loader waits for more keys.
pub(crate) async fn serve(serve: Serve, delay_ms: u64) -> anyhow::Result<()> {
    let mut options = ConnectOptions::new(serve.url.clone());
    options.max_connections(POOL).sqlx_logging(false);
    let db = Database::connect(options).await?;
    let loader = DataLoader::new(Loaders(db.clone()), tokio::spawn).delay(Duration::from_millis(delay_ms));
    let schema = Schema::build(Query, EmptyMutation, EmptySubscription).data(db).data(loader).finish();
    let router = Router::new().route("/graphql", post(execute)).with_state(schema);
    serve.run(router).await
}

async fn execute(State(schema): State<PlainSchema>, Json(request): Json<Request>) -> Json<Response> {
    Json(schema.execute(request).await)
}

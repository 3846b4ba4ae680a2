//! The floor: what a read costs when someone writes the one SQL statement for it by hand and the database makes
//! the whole answer. No GraphQL: of the request only the variables are read. Or, with `--keep`, what is left when even
//! the statement is run only once for each request.
//!
//! Identifiers are left as the database writes them (PostgreSQL with dashes, SQLite in hexadecimal): turning them
//! into the hub's form within SQL would slow the floor for nothing. They are nearly as long as the hub's.

mod database;
mod statement;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::{Router, http::StatusCode, routing::post};
use clap::Args;
use serde::Deserialize;

use super::Serve;
use database::Database;
use statement::Statement;

/// What the floor serves.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    serve: Serve,
    /// The statement, by the name of its files in `sql/`
    #[arg(value_parser = statement::named)]
    statement: &'static Statement,
    /// Keep each answer as bytes, and give those to whoever asks the same again
    #[arg(long)]
    keep: bool,
}

struct Floor {
    database: Database,
    statement: &'static Statement,
    /// Answers by the whole body of their request.
    kept: Option<RwLock<HashMap<Bytes, Bytes>>>,
}

#[derive(Deserialize)]
struct Request {
    variables: serde_json::Value,
}

/// Serves until the process is ended.
pub(crate) async fn serve(arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { serve, statement, keep } = arguments;
    let database = Database::open(&serve.url).await?;
    let floor = Floor { database, statement, kept: keep.then(RwLock::default) };
    serve.run(Router::new().route("/graphql", post(answer)).with_state(Arc::new(floor))).await
}

async fn answer(State(floor): State<Arc<Floor>>, request: Bytes) -> impl IntoResponse {
    match floor.answer(request).await {
        Ok(answer) => Ok(([(CONTENT_TYPE, "application/json")], answer)),
        Err(error) => Err((StatusCode::INTERNAL_SERVER_ERROR, error.to_string())),
    }
}

impl Floor {
    async fn answer(&self, request: Bytes) -> anyhow::Result<Bytes> {
        let Some(kept) = &self.kept else { return self.read(&request).await };
        let known = kept.read().unwrap_or_else(PoisonError::into_inner).get(&request).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let answer = self.read(&request).await?;
        kept.write().unwrap_or_else(PoisonError::into_inner).insert(request, answer.clone());
        Ok(answer)
    }

    async fn read(&self, request: &[u8]) -> anyhow::Result<Bytes> {
        let request: Request = serde_json::from_slice(request)?;
        let answer = self.database.answer(self.statement, &request.variables).await?;
        Ok(answer.into())
    }
}

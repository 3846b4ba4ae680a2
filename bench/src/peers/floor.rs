//! The floor: what the read costs when someone writes the one SQL statement for it by hand and the database makes
//! the whole answer. No GraphQL: of the request only the variables are read.
//!
//! Identifiers are left as the database writes them (PostgreSQL with dashes, SQLite in hexadecimal): turning them
//! into the hub's form within SQL would slow the floor for nothing. They are as long as the hub's, to two characters.

use std::str::FromStr;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::{Json, Router, http::StatusCode, routing::post};
use serde::Deserialize;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};

use super::{POOL, Serve, today};

const POSTGRES: &str = include_str!("../../sql/nested.postgres.sql");
const SQLITE: &str = include_str!("../../sql/nested.sqlite.sql");
/// Enough to map the whole file: pages are read where the system keeps them.
const MAPPED_BYTES: &str = "268435456";

enum Database {
    Postgres(PgPool),
    Sqlite(SqlitePool),
}

#[derive(Deserialize)]
struct Request {
    variables: Variables,
}

#[derive(Deserialize)]
struct Variables {
    kind: Vec<String>,
    within: String,
    code: String,
}

/// Serves until the process is ended.
pub(crate) async fn serve(serve: Serve) -> anyhow::Result<()> {
    let database = if serve.url.starts_with("sqlite") {
        Database::Sqlite(open_sqlite(&serve.url).await?)
    } else {
        // The statement is written for one plan: planning it anew for each set of variables costs more than it gains.
        let options =
            PgConnectOptions::from_str(&serve.url)?.options([("plan_cache_mode", "force_generic_plan")]);
        Database::Postgres(PgPoolOptions::new().max_connections(POOL).connect_with(options).await?)
    };
    let router = Router::new().route("/graphql", post(answer)).with_state(Arc::new(database));
    serve.run(router).await
}

async fn open_sqlite(url: &str) -> anyhow::Result<SqlitePool> {
    let options = SqliteConnectOptions::from_str(url)?.read_only(true).pragma("mmap_size", MAPPED_BYTES);
    Ok(SqlitePoolOptions::new().max_connections(POOL).connect_with(options).await?)
}

async fn answer(State(database): State<Arc<Database>>, Json(request): Json<Request>) -> impl IntoResponse {
    match read(&database, request.variables).await {
        Ok(body) => Ok(([(CONTENT_TYPE, "application/json")], body)),
        Err(error) => Err((StatusCode::INTERNAL_SERVER_ERROR, error.to_string())),
    }
}

async fn read(database: &Database, variables: Variables) -> sqlx::Result<String> {
    match database {
        Database::Postgres(pool) => {
            sqlx::query_scalar(POSTGRES)
                .bind(variables.kind)
                .bind(variables.within)
                .bind(variables.code)
                .bind(today())
                .fetch_one(pool)
                .await
        }
        Database::Sqlite(pool) => {
            let mut kinds = variables.kind.into_iter();
            sqlx::query_scalar(SQLITE)
                .bind(kinds.next())
                .bind(kinds.next())
                .bind(kinds.next())
                .bind(variables.within)
                .bind(variables.code)
                .bind(today().to_string())
                .fetch_one(pool)
                .await
        }
    }
}

//! Both databases, and how each takes a statement's values.

use std::str::FromStr;

use serde_json::Value as Json;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};

use super::statement::{KINDS, Statement, Value};
use crate::peers::POOL;

/// Enough to map the whole file: pages are read where the system keeps them.
const MAPPED_BYTES: &str = "536870912";

/// An open database.
pub(super) enum Database {
    Postgres(PgPool),
    Sqlite(SqlitePool),
}

impl Database {
    pub(super) async fn open(url: &str) -> anyhow::Result<Self> {
        if url.starts_with("sqlite") {
            let options =
                SqliteConnectOptions::from_str(url)?.read_only(true).pragma("mmap_size", MAPPED_BYTES);
            return Ok(Self::Sqlite(
                SqlitePoolOptions::new().max_connections(POOL).connect_with(options).await?,
            ));
        }
        // Each statement is written for one plan: planning it anew for each set of variables costs more than it gains.
        let options = PgConnectOptions::from_str(url)?.options([("plan_cache_mode", "force_generic_plan")]);
        Ok(Self::Postgres(PgPoolOptions::new().max_connections(POOL).connect_with(options).await?))
    }

    /// The whole answer, as the database makes it.
    pub(super) async fn answer(&self, statement: &Statement, variables: &Json) -> sqlx::Result<String> {
        let values = statement.values(variables);
        match self {
            Self::Postgres(pool) => {
                let query = sqlx::query_scalar(statement.postgres);
                let bound = values.fold(query, |query, value| match value {
                    Value::Text(text) => query.bind(text),
                    Value::Kinds(kinds) => query.bind(kinds),
                    Value::Day(day) => query.bind(day),
                });
                bound.fetch_one(pool).await
            }
            Self::Sqlite(pool) => {
                let query = sqlx::query_scalar(statement.sqlite);
                let bound = values.fold(query, |query, value| match value {
                    Value::Text(text) => query.bind(text),
                    Value::Kinds(kinds) => {
                        let mut kinds = kinds.into_iter();
                        (0..KINDS).fold(query, |query, _| query.bind(kinds.next()))
                    }
                    Value::Day(day) => query.bind(day.to_string()),
                });
                bound.fetch_one(pool).await
            }
        }
    }
}

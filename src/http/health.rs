//! Whether the hub is alive and whether it can serve. Never queued, never authenticated: whoever watches the hub must
//! get an answer when it is busiest.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use tokio::time::timeout;

use super::services::Readiness;
use super::state::HttpState;

const PATIENCE: Duration = Duration::from_secs(2);

/// The process answers.
pub(super) async fn live() -> Response {
    answer(StatusCode::OK, json!({ "status": "live" }))
}

/// What the hub stands on answers too.
pub(super) async fn ready(State(state): State<HttpState>) -> Response {
    let late = |_| {
        vec![Readiness { name: "readiness", fault: Some("no answer in time".to_owned()), is_vital: true }]
    };
    let checks = timeout(PATIENCE, (state.services.readiness)()).await.unwrap_or_else(late);
    let ready = checks.iter().all(|check| check.fault.is_none() || !check.is_vital);
    let named: Map<String, Value> = checks
        .into_iter()
        .map(|check| (check.name.to_owned(), Value::from(check.fault.unwrap_or_else(|| "ok".to_owned()))))
        .collect();
    let (status, word) =
        if ready { (StatusCode::OK, "ready") } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready") };
    answer(status, json!({ "status": word, "checks": named }))
}

fn answer(status: StatusCode, body: Value) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

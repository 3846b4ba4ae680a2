//! A handler that panics answers 500 like any other fault of the hub, instead of cutting the connection.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use super::problem::Problem;
use super::request_id::RequestId;

pub(super) async fn catch(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(payload) => told(payload.as_ref(), &id.0).into_response(),
    }
}

/// Notes a panic under the request's id, and says what its caller is told.
pub(super) fn told(payload: &(dyn Any + Send), request_id: &str) -> Problem {
    tracing::error!(request_id, "a handler panicked: {}", message(payload));
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "INTERNAL",
        "The hub failed to answer; the fault is noted under the request's id.",
    )
}

fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

//! The keys by which partners' services know that a request is the hub's.

use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;

/// How long they may be kept, in seconds: a key is published before it signs.
const MAX_AGE: &str = "public, max-age=300";

/// The route where they are published (RFC 7517).
pub fn routes(published: Value) -> Router {
    let answer = move || {
        let body = Json(published.clone());
        async move { ([(header::CACHE_CONTROL, MAX_AGE)], body).into_response() }
    };
    Router::new().route("/.well-known/jwks.json", get(answer))
}

//! The limits, published: a client that knows them need not find them by being refused.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use super::super::state::HttpState;
use crate::config::LimitSettings;

/// What `/graphql/limits` says.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::http) struct PublishedLimits {
    #[serde(flatten)]
    document: LimitSettings,
    body_bytes: usize,
    body_read_ms: u128,
    request_ms: u128,
    concurrent_operations_per_client: usize,
    streams_per_client: usize,
    operations_per_socket: usize,
    socket_init_ms: u128,
    stream_write_ms: u128,
}

pub(in crate::http) async fn published(State(state): State<HttpState>) -> Json<PublishedLimits> {
    let settings = &state.settings;
    Json(PublishedLimits {
        document: settings.limits,
        body_bytes: settings.max_body_bytes,
        body_read_ms: settings.times.body.as_millis(),
        request_ms: settings.times.request.as_millis(),
        concurrent_operations_per_client: settings.admission.per_client,
        streams_per_client: settings.streams.per_client,
        operations_per_socket: settings.streams.operations_per_socket,
        socket_init_ms: settings.streams.init_timeout.as_millis(),
        stream_write_ms: settings.streams.write_timeout.as_millis(),
    })
}

//! The process's metrics, in the text form that Prometheus reads. One recorder for the process, installed when the
//! first router is built.

use std::sync::LazyLock;
use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};

use super::problem::Problem;

const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// How often what was measured is folded into the histograms; otherwise it piles up until someone reads it.
const UPKEEP: Duration = Duration::from_secs(5);

static RECORDER: LazyLock<Result<PrometheusHandle, BuildError>> =
    LazyLock::new(|| PrometheusBuilder::new().set_buckets(&SECONDS)?.install_recorder());

/// Installs the recorder, once for the process.
pub(super) fn install() {
    if let Err(fault) = LazyLock::force(&RECORDER) {
        tracing::error!(%fault, "there will be no metrics");
        return;
    }
    describe_counter!("http_requests_total", "Requests by route, method and status.");
    describe_counter!("http_rejected_total", "Requests that got no answer of their route, by reason.");
    describe_gauge!("http_requests_in_flight", "Requests being answered.");
    describe_histogram!("http_request_duration_seconds", Unit::Seconds, "Time to answer, by route.");
    describe_counter!("graphql_operations_total", "Operations run, by kind, outcome and transport.");
    describe_counter!("graphql_requests_refused_total", "Operations that were not run, by reason.");
    describe_gauge!("graphql_streams_open", "WebSockets and event streams that are open, by transport.");
    describe_counter!("graphql_stream_messages_total", "Messages on streams, by transport and direction.");
    describe_counter!("graphql_stream_bytes_total", "Bytes of those messages, by transport and direction.");
    describe_counter!("graphql_sockets_closed_total", "WebSockets that were closed, by code.");
    describe_counter!("respyrem_cache_answers_total", "Answers of the cache, by outcome.");
    describe_counter!("respyrem_cache_dropped_total", "Kept answers dropped: what they show changed.");
    describe_gauge!("respyrem_cache_bytes", "What the kept answers weigh.");
    describe_gauge!("respyrem_bus_connected", "Whether Redis is there to tell other servers by: 1 or 0.");
    describe_gauge!("respyrem_presence_shared", "Whether people of other servers are seen: 1 or 0.");
    describe_gauge!(
        "respyrem_quota_shared",
        "Whether programs' requests are counted with other servers: 1 or 0."
    );
    describe_histogram!("graphql_operation_duration_seconds", Unit::Seconds, "Time to run, by kind.");
}

/// Keeps the histograms small; runs for as long as the server does.
pub(super) async fn upkeep() {
    let mut tick = tokio::time::interval(UPKEEP);
    loop {
        tick.tick().await;
        if let Ok(recorder) = &*RECORDER {
            recorder.run_upkeep();
        }
    }
}

/// `GET /metrics`.
pub(super) async fn page() -> Response {
    match &*RECORDER {
        Ok(recorder) => {
            ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], recorder.render())
                .into_response()
        }
        Err(_) => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "NO_METRICS", "Metrics are not to be had.")
            .into_response(),
    }
}

//! Has one operation of a request answered: prepared, allowed by its method, run to its end or to the deadline.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use tokio::time::{Instant, timeout_at};

use super::super::observe::{Observed, kind_label};
use crate::gql::pipeline::OperationKind;
use crate::gql::request::{Caller, GraphqlError, GraphqlRequest, Reply, RequestError, RequestErrorKind};
use crate::http::problem::Problem;
use crate::http::services::{self, Operations, PreparedCall};

/// How a well-formed request fared.
pub(super) enum Outcome {
    /// It was run.
    Executed(Reply),
    /// It was not.
    Refused(RequestError),
}

/// What the operations of one HTTP request share.
pub(super) struct Run<'a> {
    pub(super) operations: &'a dyn Operations,
    pub(super) caller: Caller,
    pub(super) is_get: bool,
    pub(super) until: Instant,
}

impl Run<'_> {
    /// Prepares an operation that the method allows.
    pub(super) fn prepare(
        &self,
        request: GraphqlRequest,
        observed: &mut Observed,
    ) -> Result<Result<PreparedCall, RequestError>, Problem> {
        let prepared = prepare(self.operations, request);
        if let Ok(call) = &prepared {
            observed.operation(call.kind, call.name.as_deref());
            if call.kind == OperationKind::Mutation && self.is_get {
                return Err(mutation_by_get());
            }
        }
        Ok(prepared)
    }

    /// Runs what was prepared.
    pub(super) async fn outcome(
        &self,
        prepared: Result<PreparedCall, RequestError>,
    ) -> Result<Outcome, Problem> {
        let PreparedCall { kind, run, .. } = match prepared {
            Ok(prepared) => prepared,
            Err(refusal) => return Ok(Outcome::Refused(refusal)),
        };
        let services::Run::Once(run) = run else { return Ok(Outcome::Refused(needs_stream())) };
        let start = Instant::now();
        let reply = timeout_at(self.until, run(self.caller.clone())).await;
        let outcome = match &reply {
            Ok(reply) if reply.has_errors => "errors",
            Ok(_) => "ok",
            Err(_) => "timeout",
        };
        count_operation(kind_label(kind), outcome, "http", start.elapsed());
        reply.map(Outcome::Executed).map_err(|_| timed_out())
    }
}

/// Prepares an operation; one that is refused is counted.
pub(in crate::http) fn prepare(
    operations: &dyn Operations,
    request: GraphqlRequest,
) -> Result<PreparedCall, RequestError> {
    operations.prepare(request).inspect_err(|refusal| {
        metrics::counter!("graphql_requests_refused_total", "reason" => reason(refusal.kind)).increment(1);
    })
}

/// Counts an operation that was run, or a stream that was opened.
pub(in crate::http) fn count_operation(
    kind: &'static str,
    outcome: &'static str,
    transport: &'static str,
    time: Duration,
) {
    metrics::histogram!("graphql_operation_duration_seconds", "kind" => kind).record(time);
    metrics::counter!("graphql_operations_total", "kind" => kind, "outcome" => outcome, "transport" => transport)
        .increment(1);
}

const fn reason(kind: RequestErrorKind) -> &'static str {
    match kind {
        RequestErrorKind::Malformed => "malformed",
        RequestErrorKind::PersistedQueryNotFound => "persisted query not found",
        RequestErrorKind::NotTrusted => "not trusted",
        RequestErrorKind::OverLimit => "over limit",
    }
}

fn needs_stream() -> RequestError {
    let message = "A subscription needs a stream: WebSocket or server-sent events.";
    RequestError {
        kind: RequestErrorKind::Malformed,
        errors: vec![GraphqlError::new("SUBSCRIPTION_NEEDS_STREAM", message)],
    }
}

fn mutation_by_get() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "METHOD_NOT_ALLOWED",
        "A mutation is sent by POST, never by GET.",
    )
    .with(header::ALLOW, HeaderValue::from_static("POST"))
}

/// It was not done in time.
pub(in crate::http) fn timed_out() -> Problem {
    let message = "The operation took too long and was ended; a mutation that was ended changed nothing.";
    Problem::new(StatusCode::GATEWAY_TIMEOUT, "TIMEOUT", message)
}

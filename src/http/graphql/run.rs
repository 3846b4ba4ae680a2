//! Has one operation of a request answered: prepared, allowed by its method, run to its end or to the deadline.

use axum::http::{HeaderValue, StatusCode, header};
use tokio::time::{Instant, timeout_at};

use super::super::observe::{Observed, kind_label};
use crate::gql::pipeline::OperationKind;
use crate::gql::request::{Caller, GraphqlError, GraphqlRequest, Reply, RequestError, RequestErrorKind};
use crate::http::problem::Problem;
use crate::http::services::{self, Operations};

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
    pub(super) async fn one(
        &self,
        request: GraphqlRequest,
        observed: &mut Observed,
    ) -> Result<Outcome, Problem> {
        let prepared = match self.operations.prepare(request) {
            Ok(prepared) => prepared,
            Err(refusal) => {
                metrics::counter!("graphql_requests_refused_total", "reason" => reason(refusal.kind))
                    .increment(1);
                return Ok(Outcome::Refused(refusal));
            }
        };
        observed.operation(prepared.kind, prepared.name.as_deref());
        if prepared.kind == OperationKind::Mutation && self.is_get {
            return Err(mutation_by_get());
        }
        let services::Run::Once(run) = prepared.run else { return Ok(Outcome::Refused(needs_stream())) };
        let kind = kind_label(prepared.kind);
        let start = Instant::now();
        let reply = timeout_at(self.until, run(self.caller.clone())).await;
        metrics::histogram!("graphql_operation_duration_seconds", "kind" => kind).record(start.elapsed());
        let outcome = match &reply {
            Ok(reply) if reply.has_errors => "errors",
            Ok(_) => "ok",
            Err(_) => "timeout",
        };
        metrics::counter!("graphql_operations_total", "kind" => kind, "outcome" => outcome).increment(1);
        reply.map(Outcome::Executed).map_err(|_| timed_out())
    }
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

fn timed_out() -> Problem {
    let message = "The operation took too long and was ended; a mutation that was ended changed nothing.";
    Problem::new(StatusCode::GATEWAY_TIMEOUT, "TIMEOUT", message)
}

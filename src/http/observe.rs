//! What is told of each request: one line in the log and the counters. Never a token, a cookie, a variable or a query
//! string, nor what stands in the place of a route's parameter, such as a sign-in link: the line says what was asked for
//! by name, not what was in it.

use std::time::Instant;

use axum::body::HttpBody;
use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, gauge, histogram};

use super::problem::Problem;
use super::request_id::RequestId;
use crate::gql::pipeline::OperationKind;
use crate::kernel::actor::Actor;

/// What the GraphQL handler knows of a request, in the response's extensions.
#[derive(Clone, Debug, Default)]
pub(super) struct Observed {
    actor: Option<&'static str>,
    kind: Option<&'static str>,
    operation: Option<String>,
}

impl Observed {
    pub(super) const fn actor(&mut self, actor: &Actor) {
        self.actor = Some(actor_label(actor));
    }

    pub(super) fn operation(&mut self, kind: OperationKind, name: Option<&str>) {
        self.kind = Some(kind_label(kind));
        self.operation = name.map(str::to_owned);
    }
}

/// The word for an actor in logs.
pub(super) const fn actor_label(actor: &Actor) -> &'static str {
    match actor {
        Actor::Anonymous => "anonymous",
        Actor::Member(_) => "member",
        Actor::Client(_) => "client",
        Actor::System => "system",
    }
}

/// The word for a kind of operation in logs and metrics.
pub(super) const fn kind_label(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Query => "query",
        OperationKind::Mutation => "mutation",
        OperationKind::Subscription => "subscription",
    }
}

/// The layer.
pub(super) async fn watch(request: Request, next: Next) -> Response {
    let seen = Seen::of(&request);
    let in_flight = InFlight::enter();
    let response = next.run(request).await;
    drop(in_flight);
    seen.count(&response);
    seen.log(&response);
    response
}

/// Counted in a guard: a client that goes away ends the future, not only the request.
struct InFlight;

impl InFlight {
    fn enter() -> Self {
        gauge!("http_requests_in_flight").increment(1);
        Self
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        gauge!("http_requests_in_flight").decrement(1);
    }
}

struct Seen {
    start: Instant,
    method: &'static str,
    path: String,
    route: String,
    request_id: String,
}

impl Seen {
    fn of(request: &Request) -> Self {
        let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
        Self {
            start: Instant::now(),
            method: method_label(request.method()),
            path: request.uri().path().to_owned(),
            route: route.to_owned(),
            request_id: request.extensions().get::<RequestId>().cloned().unwrap_or_default().0,
        }
    }

    fn shown_path(&self) -> &str {
        // A sign-in link that was copied badly matches no route, and may still hold the whole of its token.
        let may_hold_a_secret = self.route.contains('{') || self.path.starts_with("/auth/");
        if may_hold_a_secret { &self.route } else { &self.path }
    }

    fn count(&self, response: &Response) {
        let status = response.status().as_u16().to_string();
        let route = self.route.clone();
        histogram!("http_request_duration_seconds", "route" => route.clone()).record(self.start.elapsed());
        counter!("http_requests_total", "route" => route, "method" => self.method, "status" => status)
            .increment(1);
        if let Some(problem) = response.extensions().get::<Problem>() {
            counter!("http_rejected_total", "reason" => problem.code()).increment(1);
        }
    }

    fn log(&self, response: &Response) {
        // A probe that passes says nothing, every few seconds.
        let is_probe = self.route.starts_with("/health/") || self.route == "/metrics";
        if is_probe && response.status().is_success() {
            return;
        }
        let known = response.extensions().get::<Observed>().cloned().unwrap_or_default();
        tracing::info!(
            method = self.method,
            path = self.shown_path(),
            status = response.status().as_u16(),
            ms = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX),
            bytes = response.body().size_hint().exact(),
            request_id = self.request_id,
            kind = known.kind,
            operation = known.operation,
            actor = known.actor,
            refused = response.extensions().get::<Problem>().map(Problem::code),
            "request"
        );
    }
}

/// Methods are the caller's to invent; labels are not.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

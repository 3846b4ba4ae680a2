//! GraphQL over HTTP (the GraphQL foundation's draft): `GET` for queries, `POST` of JSON for queries and mutations. Who asks
//! for events or for a socket instead is handed to `http::stream`.
//!
//! The order matters. Who calls is known before the body is read, so that one client holds only its own places; the
//! body is read before a place to run is taken, so that slow senders hold none; nothing is parsed outside such a place.
//! Every step ends by the request's deadline, and dropping the future ends what runs.

mod limits;
mod media;
mod parameters;
mod reply;
mod run;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

pub(super) use limits::published as published_limits;
pub(super) use media::Media;
use media::{Accepted, Events};
use parameters::Requests;
pub(super) use parameters::request_of;
pub(super) use reply::{VARY, errors_body};
use run::Run;
pub(super) use run::{count_operation, prepare, timed_out};

use super::admission::Turn;
use super::caller::{self, Admitted};
use super::observe::Observed;
use super::problem::Problem;
use super::services::{Operations, PreparedCall};
use super::state::HttpState;
use super::stream::events::{self as event_stream, Listener};
use super::stream::socket;
use super::{body, cookie, rate};
use crate::gql::pipeline::OperationKind;
use crate::gql::request::{GraphqlRequest, RequestError};

/// `GET` and `POST /graphql`.
pub(super) async fn handle(State(state): State<HttpState>, request: Request) -> Response {
    handle_by(&state.services.operations, &state, request).await
}

/// `GET` and `POST /subgraph`.
pub(super) async fn handle_gateway(State(state): State<HttpState>, request: Request) -> Response {
    handle_by(&state.services.for_gateways, &state, request).await
}

async fn handle_by(operations: &Arc<dyn Operations>, state: &HttpState, request: Request) -> Response {
    let mut observed = Observed::default();
    let (parts, body) = request.into_parts();
    let answer = if socket::is_asked(&parts.headers) {
        socket::open(operations, state, parts, &mut observed).await
    } else {
        answer(&**operations, state, (parts, body), &mut observed).await
    };
    let mut response = answer.into_response();
    response.extensions_mut().insert(observed);
    response
}

async fn answer(
    operations: &dyn Operations,
    state: &HttpState,
    (parts, body): (Parts, Body),
    observed: &mut Observed,
) -> Result<Response, Problem> {
    let times = state.settings.times;
    let start = Instant::now();
    let until = start + times.request;
    let Accepted { media, events } = Accepted::of(&parts.headers);
    if media.is_none() && events == Events::No {
        return Err(not_acceptable());
    }
    let is_get = parts.method != Method::POST;
    if !is_get {
        media::require_json(&parts.headers)?;
    }
    let Admitted { caller, key, credentials, mut allowance, dead_session } =
        caller::admit(state, &parts, until).await?;
    observed.actor(&caller.actor);
    // What asks for a stream has the patience to wait in turn; its place among the streams bounds how many do.
    let (place, own) = if events == Events::Preferred {
        (Some(state.streams.place(key)?), state.admission.client_in_turn(key, until).await?)
    } else {
        (None, state.admission.client(key)?)
    };
    let requests = if is_get {
        parameters::from_query(&parts.uri)?
    } else {
        let limit = state.settings.max_body_bytes;
        let body = body::read(&parts.headers, body, limit, until.min(start + times.body)).await?;
        parameters::from_body(&body, state.settings.limits.batch)?
    };
    if let Requests::Batch(requests) = &requests {
        // The first counted with the request.
        allowance = rate::take(state, &caller.actor, requests.len().saturating_sub(1)).await?;
    }
    let turn = Turn::of(own, state.admission.run(until).await?);
    let run = Run { operations, caller, is_get, until };
    let media = media.unwrap_or(Media::Json);
    let mut response = match requests {
        Requests::Batch(_) if events == Events::Preferred => return Err(no_batch()),
        Requests::Batch(requests) => batch(&run, requests, media, observed).await,
        Requests::One(request) => {
            let prepared = run.prepare(request?, observed)?;
            let is_stream = matches!(&prepared, Ok(call) if call.kind == OperationKind::Subscription);
            if events == Events::Preferred || (events == Events::IfNeeded && is_stream) {
                let place = place.map_or_else(|| state.streams.place(key), Ok)?;
                let listener = Listener { caller: run.caller, credentials, place, until };
                let operation = prepared.map(|call| (call, turn)).map_err(|refusal| refusal.errors);
                event_stream::answer(state, &parts, listener, operation)?
            } else {
                single(&run, prepared, media, &parts).await?
            }
        }
    };
    if let Some(allowance) = &allowance {
        rate::tell(allowance, response.headers_mut());
    }
    if dead_session {
        let cookie = cookie::forget_session(state.settings.insecure_cookies);
        response.headers_mut().append(header::SET_COOKIE, cookie);
        response.headers_mut().insert(header::CACHE_CONTROL, reply::NO_STORE);
    }
    Ok(response)
}

async fn single(
    run: &Run<'_>,
    prepared: Result<PreparedCall, RequestError>,
    media: Media,
    parts: &Parts,
) -> Result<Response, Problem> {
    let outcome = run.outcome(prepared).await?;
    let response = reply::single(outcome, media);
    Ok(if run.is_get { reply::revalidated(response, media, &parts.headers) } else { response.into() })
}

async fn batch(
    run: &Run<'_>,
    requests: Vec<Result<GraphqlRequest, Problem>>,
    media: Media,
    observed: &mut Observed,
) -> Response {
    let mut bodies = Vec::with_capacity(requests.len());
    for request in requests {
        // One after the other: a batch holds one place, so it may not use more.
        let outcome = match request.and_then(|request| run.prepare(request, observed)) {
            Ok(prepared) => run.outcome(prepared).await,
            Err(problem) => Err(problem),
        };
        bodies.push(reply::batched(outcome));
    }
    reply::batch(&bodies, media).into()
}

fn no_batch() -> Problem {
    Problem::bad_request("A stream of events is of one operation: send each request by itself.")
}

fn not_acceptable() -> Problem {
    Problem::new(
        StatusCode::NOT_ACCEPTABLE,
        "NOT_ACCEPTABLE",
        "Answers are application/graphql-response+json, application/json or text/event-stream, in utf-8.",
    )
}

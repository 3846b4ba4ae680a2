//! GraphQL over HTTP (the GraphQL foundation's draft): `GET` for queries, `POST` of JSON for queries and mutations.
//!
//! The order matters. Who calls is known before the body is read, so that one client holds only its own places; the
//! body is read before a place to run is taken, so that slow senders hold none; nothing is parsed outside such a place.
//! Every step ends by the request's deadline, and dropping the future ends what runs.

mod limits;
mod media;
mod parameters;
mod reply;
mod run;

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

pub(super) use limits::published as published_limits;
pub(super) use media::Media;
use parameters::Requests;
use run::Run;

use super::caller::{self, Admitted};
use super::observe::Observed;
use super::problem::Problem;
use super::services::Operations;
use super::state::HttpState;
use super::{body, cookie};

/// `GET` and `POST /graphql`.
pub(super) async fn handle(State(state): State<HttpState>, request: Request) -> Response {
    handle_by(&*state.services.operations, &state, request).await
}

/// `GET` and `POST /subgraph`.
pub(super) async fn handle_gateway(State(state): State<HttpState>, request: Request) -> Response {
    handle_by(&*state.services.for_gateways, &state, request).await
}

async fn handle_by(operations: &dyn Operations, state: &HttpState, request: Request) -> Response {
    let mut observed = Observed::default();
    let answer = answer(operations, state, request, &mut observed).await;
    let mut response = answer.into_response();
    response.extensions_mut().insert(observed);
    response
}

async fn answer(
    operations: &dyn Operations,
    state: &HttpState,
    request: Request,
    observed: &mut Observed,
) -> Result<Response, Problem> {
    let times = state.settings.times;
    let start = Instant::now();
    let until = start + times.request;
    let (parts, body) = request.into_parts();
    let media = Media::negotiate(&parts.headers).ok_or_else(not_acceptable)?;
    let is_get = parts.method != Method::POST;
    if !is_get {
        media::require_json(&parts.headers)?;
    }
    let Admitted { caller, key, dead_session } = caller::admit(state, &parts, until).await?;
    observed.actor(&caller.actor);
    let _own_place = state.admission.client(key)?;
    let requests = if is_get {
        parameters::from_query(&parts.uri)?
    } else {
        let limit = state.settings.max_body_bytes;
        let body = body::read(&parts.headers, body, limit, until.min(start + times.body)).await?;
        parameters::from_body(&body, state.settings.limits.batch)?
    };
    let _place = state.admission.run(until).await?;
    let run = Run { operations, caller, is_get, until };
    let mut response = respond(run, requests, media, (&parts, observed)).await?;
    if dead_session {
        let cookie = cookie::forget_session(state.settings.insecure_cookies);
        response.headers_mut().append(header::SET_COOKIE, cookie);
        response.headers_mut().insert(header::CACHE_CONTROL, reply::NO_STORE);
    }
    Ok(response)
}

async fn respond(
    run: Run<'_>,
    requests: Requests,
    media: Media,
    (parts, observed): (&Parts, &mut Observed),
) -> Result<Response, Problem> {
    match requests {
        Requests::One(request) => {
            let outcome = run.one(request?, observed).await?;
            let response = reply::single(outcome, media);
            Ok(if run.is_get { reply::revalidated(response, media, &parts.headers) } else { response.into() })
        }
        Requests::Batch(requests) => {
            let mut bodies = Vec::with_capacity(requests.len());
            for request in requests {
                // One after the other: a batch holds one place, so it may not use more.
                let outcome = match request {
                    Ok(request) => run.one(request, observed).await,
                    Err(problem) => Err(problem),
                };
                bodies.push(reply::batched(outcome));
            }
            Ok(reply::batch(&bodies, media).into())
        }
    }
}

fn not_acceptable() -> Problem {
    Problem::new(
        StatusCode::NOT_ACCEPTABLE,
        "NOT_ACCEPTABLE",
        "Answers are application/graphql-response+json or application/json, in utf-8.",
    )
}

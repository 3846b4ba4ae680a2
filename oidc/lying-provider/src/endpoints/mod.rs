//! Where the provider can be called.

mod browser;
mod documents;
mod misbehave;
mod tokens;
mod userinfo;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;

use crate::clients;
use crate::lie::Endpoint;
use crate::state::{Parameters, Shared};

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/.well-known/openid-configuration", get(documents::discovery))
        .route("/keys", get(documents::keys))
        .route("/authorize", get(browser::authorize))
        .route("/par", post(browser::push))
        .route("/token", post(tokens::token))
        .route("/userinfo", get(userinfo::userinfo))
        .route("/logout", get(browser::end_session))
        .route("/foreign", get(documents::foreign).post(documents::foreign))
        .layer(from_fn_with_state(shared.clone(), watch))
        .with_state(shared)
}

/// Counts the call, and misbehaves where that is the lie.
async fn watch(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let endpoint = match request.uri().path() {
        "/.well-known/openid-configuration" => Endpoint::Discovery,
        "/keys" => Endpoint::Keys,
        "/authorize" => Endpoint::Authorize,
        "/par" => Endpoint::PushedRequest,
        "/token" => Endpoint::Token,
        "/userinfo" => Endpoint::Userinfo,
        "/logout" => Endpoint::EndSession,
        _ => Endpoint::Foreign,
    };
    let misbehaviour = {
        let mut state = shared.state();
        *state.calls.entry(endpoint).or_default() += 1;
        state.cookies += usize::from(request.headers().contains_key(COOKIE));
        state.misbehaviour(endpoint)
    };
    match misbehaviour {
        None => next.run(request).await,
        Some(misbehaviour) => misbehave::answer(misbehaviour, request, next).await,
    }
}

/// The parameters of a query or a form.
fn parameters(text: &str) -> Parameters {
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// The parameters of a form that the client sent, if it proved that it did.
fn from_client(shared: &Shared, at: Endpoint, headers: &HeaderMap, body: &str) -> Option<Parameters> {
    let form = parameters(body);
    let proof = clients::proof(headers, &form, &shared.issuer, shared.now().timestamp());
    let mut state = shared.state();
    state.proof = proof;
    state.asked.insert(at, form.clone());
    proof.map(|_| form)
}

/// The answer to someone who did not prove that they are the client.
fn unknown_client() -> Response {
    refusal(StatusCode::UNAUTHORIZED, "invalid_client")
}

fn refusal(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "error": error, "error_description": "<b>the provider's own words</b>" })))
        .into_response()
}

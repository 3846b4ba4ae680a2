//! Where the browser comes to sign in and out.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use serde_json::json;
use url::Url;

use super::{from_client, parameters, refusal, unknown_client};
use crate::clients::CLIENT_ID;
use crate::lie::{Endpoint, Lie};
use crate::state::{Grant, Parameters, Session, Shared};

/// A code is worth something for so long.
const CODE_LIFE: TimeDelta = TimeDelta::seconds(30);
/// What a strict provider knows.
const KNOWN: [&str; 9] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "acr_values",
    "claims",
    "prompt",
];

pub(super) async fn authorize(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    let query = parameters(&query.unwrap_or_default());
    let mut state = shared.state();
    state.asked.insert(Endpoint::Authorize, query.clone());
    let asked = match query.get("request_uri") {
        None => Some(query),
        Some(name) if query.get("client_id").is_some_and(|id| id == CLIENT_ID) => state.pushed.remove(name),
        Some(_) => None,
    };
    let Some((asked, redirect_uri)) = asked.and_then(|asked| Some((asked.clone(), understood(&asked)?)))
    else {
        return (StatusCode::BAD_REQUEST, "no page of mine").into_response();
    };
    let said = |name: &str| asked.get(name).cloned();
    let mut back = Vec::new();
    let too_short = |name: &str| said(name).is_none_or(|value| value.len() < 32);
    let refused =
        asked.keys().any(|name| !KNOWN.contains(&name.as_str())) || too_short("state") || too_short("nonce");
    if state.offers.strict && refused {
        back.push(("error", "invalid_request".to_owned()));
    } else {
        let (code, sid) = (state.make("code"), state.make("session"));
        let grant = Grant {
            session: Session { account: state.account.clone(), sid },
            nonce: said("nonce"),
            redirect_uri: redirect_uri.clone(),
            challenge: said("code_challenge"),
            until: shared.now() + CODE_LIFE,
        };
        state.codes.insert(code.clone(), grant);
        back.push(("code", code));
    }
    back.extend(said("state").map(|value| ("state", value)));
    if state.offers.issuer_in_callback {
        back.push(("iss", shared.issuer.clone()));
    }
    for lie in &state.lies {
        distort(&mut back, lie);
    }
    redirect(&redirect_uri, &back)
}

/// Where to come back to, of a request that an honest provider would answer.
fn understood(asked: &Parameters) -> Option<String> {
    let is = |name: &str, value: &str| asked.get(name).is_some_and(|said| said == value);
    let method_is_known = !asked.contains_key("code_challenge") || is("code_challenge_method", "S256");
    let openid = asked.get("scope")?.split(' ').any(|scope| scope == "openid");
    let honest = is("client_id", CLIENT_ID) && is("response_type", "code") && method_is_known && openid;
    asked.get("redirect_uri").filter(|_| honest).cloned()
}

fn distort(back: &mut Vec<(&'static str, String)>, lie: &Lie) {
    match lie {
        Lie::Callback(name, value) => {
            back.retain(|(said, _)| said != name);
            back.extend(value.clone().map(|value| (*name, value)));
        }
        Lie::CallbackTwice(name, value) => back.push((name, value.clone())),
        _ => {}
    }
}

pub(super) async fn push(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: String) -> Response {
    let Some(mut asked) = from_client(&shared, Endpoint::PushedRequest, &headers, &body) else {
        return unknown_client();
    };
    // What proves the client is not part of what it asks for.
    asked.retain(|name, _| name == "client_id" || !name.starts_with("client_"));
    if understood(&asked).is_none() {
        return refusal(StatusCode::BAD_REQUEST, "invalid_request");
    }
    let mut state = shared.state();
    let name = format!("urn:ietf:params:oauth:request_uri:{}", state.make("request"));
    state.pushed.insert(name.clone(), asked);
    (StatusCode::CREATED, Json(json!({ "request_uri": name, "expires_in": 60 }))).into_response()
}

pub(super) async fn end_session(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    let query = parameters(&query.unwrap_or_default());
    shared.state().asked.insert(Endpoint::EndSession, query.clone());
    match query.get("post_logout_redirect_uri") {
        Some(back) if query.contains_key("id_token_hint") => {
            let state = query.get("state").cloned();
            redirect(back, &state.map(|state| ("state", state)).into_iter().collect::<Vec<_>>())
        }
        _ => (StatusCode::BAD_REQUEST, "no page of mine").into_response(),
    }
}

fn redirect(to: &str, with: &[(&str, String)]) -> Response {
    let Ok(mut url) = Url::parse(to) else { return StatusCode::BAD_REQUEST.into_response() };
    if !with.is_empty() {
        url.query_pairs_mut().extend_pairs(with);
    }
    (StatusCode::SEE_OTHER, [(LOCATION, String::from(url))]).into_response()
}

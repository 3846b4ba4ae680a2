//! Where the provider tells of a person.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::clients::CLIENT_ID;
use crate::forgery::replace;
use crate::lie::Lie;
use crate::state::Shared;
use crate::token::Draft;

pub(super) async fn userinfo(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let bearer = headers.get("authorization").and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let state = shared.state();
    let Some(session) = bearer.and_then(|token| state.access.get(token)) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let mut claims = session.account.clone();
    let lies = state.lies.clone();
    for lie in &lies {
        if let Lie::Userinfo(field, value) = lie {
            replace(&mut claims, field, value.clone());
        }
    }
    let Some(algorithm) = state.offers.userinfo_algorithm else {
        return Json(Value::Object(claims)).into_response();
    };
    if state.offers.userinfo_says_for_whom {
        claims.insert("iss".to_owned(), json!(shared.issuer));
        claims.insert("aud".to_owned(), json!(CLIENT_ID));
    }
    let mut draft = Draft::new(claims.into(), state.key(algorithm), algorithm);
    drop(state);
    let scene = shared.scene();
    for lie in &lies {
        if let Lie::SignedUserinfo(forgery) = lie {
            forgery.apply(&mut draft, &scene);
        }
    }
    ([(CONTENT_TYPE, "application/jwt")], draft.seal()).into_response()
}

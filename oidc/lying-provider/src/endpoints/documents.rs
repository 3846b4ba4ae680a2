//! What the provider publishes.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use crate::forgery::replace;
use crate::keys::{self, KeyPair};
use crate::lie::Lie;
use crate::state::Shared;
use crate::token::object;

pub(super) async fn discovery(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", shared.issuer);
    let mut document = object(json!({
        "issuer": shared.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
        "userinfo_endpoint": at("/userinfo"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // A provider may list whatever it likes: nobody should believe it.
        "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
        "backchannel_logout_supported": true,
    }));
    let state = shared.state();
    let offers = &state.offers;
    if offers.pkce {
        document.insert("code_challenge_methods_supported".to_owned(), json!(["plain", "S256"]));
    }
    if offers.par {
        document.insert("pushed_authorization_request_endpoint".to_owned(), json!(at("/par")));
    }
    if offers.issuer_in_callback {
        document.insert("authorization_response_iss_parameter_supported".to_owned(), json!(true));
    }
    if offers.end_session {
        document.insert("end_session_endpoint".to_owned(), json!(at("/logout")));
    }
    for lie in &state.lies {
        if let Lie::Metadata(field, value) = lie {
            replace(&mut document, field, value.clone());
        }
    }
    Json(document.into())
}

pub(super) async fn keys(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let state = shared.state();
    let mut keys = keys::published(state.generation);
    for lie in &state.lies {
        if let Lie::Keys(edit) = lie {
            edit.apply(&mut keys);
        }
    }
    Json(json!({ "keys": keys }))
}

/// Where no honest answer ever leads: a set of keys with which anything could be proved.
pub(super) async fn foreign() -> Json<Value> {
    Json(json!({ "keys": [KeyPair::FOREIGN.jwk(Algorithm::RS256)] }))
}

//! Where a code or a refresh token becomes tokens.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::{from_client, refusal, unknown_client};
use crate::clients::CLIENT_ID;
use crate::forgery::replace;
use crate::lie::{Endpoint, Lie};
use crate::state::{Parameters, Session, Shared};
use crate::token::{Draft, object};

pub(super) async fn token(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: String) -> Response {
    let Some(form) = from_client(&shared, Endpoint::Token, &headers, &body) else { return unknown_client() };
    let granted = match form.get("grant_type").map(String::as_str) {
        Some("authorization_code") => by_code(&shared, &form),
        Some("refresh_token") => by_refresh(&shared, &form),
        _ => return refusal(StatusCode::BAD_REQUEST, "unsupported_grant_type"),
    };
    match granted {
        Some((session, nonce)) => Json(tokens(&shared, session, nonce)).into_response(),
        None => refusal(StatusCode::BAD_REQUEST, "invalid_grant"),
    }
}

fn by_code(shared: &Shared, form: &Parameters) -> Option<(Session, Option<String>)> {
    let grant = shared.state().codes.remove(form.get("code")?)?;
    let digest = form.get("code_verifier").map(|verifier| BASE64URL_NOPAD.encode(&Sha256::digest(verifier)));
    let same_place = form.get("redirect_uri") == Some(&grant.redirect_uri);
    let valid = same_place && digest == grant.challenge && shared.now() < grant.until;
    valid.then_some((grant.session, grant.nonce))
}

fn by_refresh(shared: &Shared, form: &Parameters) -> Option<(Session, Option<String>)> {
    let session = shared.state().refresh.remove(form.get("refresh_token")?)?;
    Some((session, None))
}

fn tokens(shared: &Shared, session: Session, nonce: Option<String>) -> Value {
    let mut state = shared.state();
    let access_token = state.make("access");
    state.access.insert(access_token.clone(), session.clone());
    let mut answer =
        object(json!({ "access_token": access_token, "token_type": "Bearer", "expires_in": 300 }));
    if state.offers.refresh {
        let refresh_token = state.make("refresh");
        state.refresh.insert(refresh_token.clone(), session.clone());
        answer.insert("refresh_token".to_owned(), json!(refresh_token));
    }
    let algorithm = state.offers.algorithm;
    let mut draft =
        Draft::new(claims(shared, &state, &session, nonce, &access_token), state.key(algorithm), algorithm);
    let lies = state.lies.clone();
    drop(state);
    let scene = shared.scene();
    for lie in &lies {
        if let Lie::IdToken(forgery) = lie {
            forgery.apply(&mut draft, &scene);
        }
    }
    answer.insert("id_token".to_owned(), json!(draft.seal()));
    for lie in lies {
        if let Lie::TokenAnswer(field, value) = lie {
            replace(&mut answer, field, value);
        }
    }
    answer.into()
}

fn claims(
    shared: &Shared,
    state: &crate::state::State,
    session: &Session,
    nonce: Option<String>,
    access_token: &str,
) -> Value {
    let now = shared.now().timestamp();
    let mut claims = session.account.clone();
    if state.offers.userinfo_only {
        claims.retain(|name, _| name == "sub");
    }
    let own =
        json!({ "iss": shared.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "auth_time": now });
    claims.extend(object(own));
    if let Some(nonce) = nonce {
        claims.insert("nonce".to_owned(), json!(nonce));
    }
    if state.offers.sid {
        claims.insert("sid".to_owned(), json!(session.sid));
    }
    if state.offers.at_hash {
        claims.insert("at_hash".to_owned(), json!(half_digest(state.offers.algorithm, access_token)));
    }
    claims.into()
}

fn half_digest(algorithm: Algorithm, text: &str) -> String {
    let digest = match algorithm {
        Algorithm::RS384 | Algorithm::PS384 | Algorithm::ES384 => Sha384::digest(text).to_vec(),
        Algorithm::RS512 | Algorithm::PS512 | Algorithm::EdDSA => Sha512::digest(text).to_vec(),
        _ => Sha256::digest(text).to_vec(),
    };
    BASE64URL_NOPAD.encode(&digest[..digest.len() / 2])
}

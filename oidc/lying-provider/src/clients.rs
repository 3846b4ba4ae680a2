//! The provider's one client, and the proof that a call comes from it.

use std::collections::HashMap;

use axum::http::HeaderMap;
use data_encoding::BASE64;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;

use crate::keys;

/// A key that the client may sign with (RS256).
pub const CLIENT_KEY_RSA: &str = include_str!("../keys/client-rsa.pem");
/// A key that the client may sign with (ES256).
pub const CLIENT_KEY_P256: &str = include_str!("../keys/client-p256.pem");

pub(crate) const CLIENT_ID: &str = "hub of the network";
pub(crate) const CLIENT_SECRET: &str = "a secret: with + signs & 100% of what has to be encoded";

/// How a call proved that it comes from the client; `None` when it did not.
pub(crate) fn proof(
    headers: &HeaderMap,
    form: &HashMap<String, String>,
    issuer: &str,
    now: i64,
) -> Option<&'static str> {
    let said = |name: &str| form.get(name).map(String::as_str);
    if let Some(header) = headers.get("authorization") {
        let pair = header.to_str().ok()?.strip_prefix("Basic ")?;
        let pair = String::from_utf8(BASE64.decode(pair.as_bytes()).ok()?).ok()?;
        let (id, secret) = pair.split_once(':')?;
        let decoded = |text: &str| {
            url::form_urlencoded::parse(text.as_bytes()).next().map(|(name, _)| name.into_owned())
        };
        let ours = decoded(id)? == CLIENT_ID && decoded(secret)? == CLIENT_SECRET;
        return (ours && said("client_secret").is_none()).then_some("client_secret_basic");
    }
    if said("client_id") != Some(CLIENT_ID) {
        return None;
    }
    if let Some(assertion) = said("client_assertion") {
        let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        let valid = said("client_assertion_type") == Some(kind) && asserted(assertion, issuer, now).is_some();
        return valid.then_some("private_key_jwt");
    }
    (said("client_secret") == Some(CLIENT_SECRET)).then_some("client_secret_post")
}

fn asserted(assertion: &str, issuer: &str, now: i64) -> Option<()> {
    let header = jsonwebtoken::decode_header(assertion).ok()?;
    let public = match header.alg {
        Algorithm::ES256 => keys::public(CLIENT_KEY_P256, Algorithm::ES256),
        Algorithm::RS256 => keys::public(CLIENT_KEY_RSA, Algorithm::RS256),
        _ => return None,
    };
    let mut validation = Validation::new(header.alg);
    validation.set_audience(&[issuer]);
    validation.set_issuer(&[CLIENT_ID]);
    // The clock of the tests may stand anywhere.
    validation.validate_exp = false;
    let claims = jsonwebtoken::decode::<Value>(assertion, &DecodingKey::from_jwk(&public).ok()?, &validation)
        .ok()?
        .claims;
    let number = |name: &str| claims[name].as_i64();
    let in_time = number("iat")? <= now && now < number("exp")? && number("exp")? - number("iat")? <= 300;
    (in_time && claims["sub"] == CLIENT_ID && claims["jti"].as_str()?.len() >= 16).then_some(())
}

//! How we prove to a provider that we are its client (OpenID Connect Core 1.0, section 9).

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64;
use jsonwebtoken::{EncodingKey, Header};
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Method, Request};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use crate::error::{Error, Fault, Subject};
use crate::jws::{Algorithm, KeyType};
use crate::request::random;
use crate::settings::{Authentication, Settings};

/// The kind of assertion that `private_key_jwt` makes (RFC 7523, section 2.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How long an assertion is valid: for one call, and for clocks that differ.
const ASSERTION_LIFE: TimeDelta = TimeDelta::seconds(60);

/// A form for one of the provider's endpoints, with the proof that it comes from its client.
pub(crate) fn request(
    settings: &Settings,
    url: &Url,
    form: &[(&str, &str)],
    now: DateTime<Utc>,
) -> Result<Request, Error> {
    let unusable = || Subject::Settings.misconfigured(Fault::Secret);
    let mut request = Request::new(Method::POST, url.clone());
    let mut body = Serializer::new(String::new());
    body.extend_pairs(form);
    match &settings.authentication {
        Authentication::Basic(secret) => {
            let credentials = basic(&settings.client_id, secret);
            let mut value = HeaderValue::from_str(&credentials).map_err(|_| unusable())?;
            value.set_sensitive(true);
            request.headers_mut().insert(AUTHORIZATION, value);
        }
        Authentication::Post(secret) => {
            body.append_pair("client_id", &settings.client_id);
            body.append_pair("client_secret", secret.expose_secret());
        }
        Authentication::PrivateKey { pem, kid, algorithm } => {
            let assertion = assertion(settings, pem, kid.clone(), *algorithm, now).ok_or_else(unusable)?;
            body.append_pair("client_id", &settings.client_id);
            body.append_pair("client_assertion_type", ASSERTION_TYPE);
            body.append_pair("client_assertion", &assertion);
        }
    }
    let headers = request.headers_mut();
    headers.insert("content-type", HeaderValue::from_static("application/x-www-form-urlencoded"));
    headers.insert("accept", HeaderValue::from_static("application/json"));
    *request.body_mut() = Some(body.finish().into());
    Ok(request)
}

/// Whether something can be proved with it: a secret that is not empty, a key that fits its algorithm.
pub(crate) fn is_usable(authentication: &Authentication) -> bool {
    match authentication {
        Authentication::Basic(secret) | Authentication::Post(secret) => !secret.expose_secret().is_empty(),
        Authentication::PrivateKey { pem, algorithm, .. } => signs(pem, *algorithm),
    }
}

fn signs(pem: &SecretString, algorithm: Algorithm) -> bool {
    key(pem, algorithm).is_some_and(|key| jsonwebtoken::crypto::sign(b"", &key, algorithm.into()).is_ok())
}

/// Both halves are encoded as in forms before they are joined (RFC 6749, section 2.3.1).
fn basic(client_id: &str, secret: &SecretString) -> String {
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(client_id), encoded(secret.expose_secret()));
    format!("Basic {}", BASE64.encode(pair.as_bytes()))
}

fn key(pem: &SecretString, algorithm: Algorithm) -> Option<EncodingKey> {
    let pem = pem.expose_secret().as_bytes();
    let key = match algorithm.key_type() {
        KeyType::Rsa => EncodingKey::from_rsa_pem(pem),
        KeyType::P256 | KeyType::P384 => EncodingKey::from_ec_pem(pem),
        KeyType::Ed25519 => EncodingKey::from_ed_pem(pem),
    };
    key.ok()
}

/// Its audience is the issuer, and nothing that the provider publishes: an endpoint that somebody else's metadata names
/// would let them use it there.
fn assertion(
    settings: &Settings,
    pem: &SecretString,
    kid: Option<String>,
    algorithm: Algorithm,
    now: DateTime<Utc>,
) -> Option<String> {
    let claims = json!({
        "iss": settings.client_id,
        "sub": settings.client_id,
        "aud": settings.issuer,
        "jti": random().ok()?,
        "iat": now.timestamp(),
        "exp": (now + ASSERTION_LIFE).timestamp(),
    });
    let header = Header { kid, ..Header::new(algorithm.into()) };
    jsonwebtoken::encode(&header, &claims, &key(pem, algorithm)?).ok()
}

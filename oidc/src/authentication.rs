//! How we prove to a provider that we are its client (OpenID Connect Core 1.0, section 9).

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64;
use jsonwebtoken::{EncodingKey, Header};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use crate::error::{Error, Fault, Subject};
use crate::jws::{Algorithm, KeyType};
use crate::random::random;
use crate::settings::{Authentication, Settings};

/// The kind of assertion that `private_key_jwt` makes (RFC 7523, section 2.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How long an assertion is valid: for one call, and for clocks that differ.
const ASSERTION_LIFE: TimeDelta = TimeDelta::seconds(60);

/// A form for an endpoint that OAuth 2.0 itself does not know, with the proof that it comes from its client.
pub(crate) fn proved(
    settings: &Settings,
    url: &Url,
    form: &str,
    now: DateTime<Utc>,
) -> Result<Request, Error> {
    let mut request = Request::new(Method::POST, url.clone());
    let mut body = Serializer::new(form.to_owned());
    let headers = request.headers_mut();
    match &settings.authentication {
        Authentication::Basic(secret) => {
            headers.insert(AUTHORIZATION, basic(&settings.client_id, secret).ok_or_else(unusable)?);
        }
        Authentication::Post(secret) => {
            body.append_pair("client_secret", secret.expose_secret());
        }
        Authentication::PrivateKey { .. } => {
            body.extend_pairs(assertion(settings, now)?);
        }
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    *request.body_mut() = Some(body.finish().into());
    Ok(request)
}

/// What a form says of a client that proves itself by a key, and nothing of one that has a secret.
///
/// Its audience is the issuer, and nothing that the provider publishes: an endpoint that somebody else's metadata
/// names would let them use it there.
pub(crate) fn assertion(
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Vec<(&'static str, String)>, Error> {
    let Authentication::PrivateKey { pem, kid, algorithm } = &settings.authentication else {
        return Ok(Vec::new());
    };
    let claims = json!({
        "iss": settings.client_id,
        "sub": settings.client_id,
        "aud": settings.issuer,
        "jti": random()?,
        "iat": now.timestamp(),
        "exp": (now + ASSERTION_LIFE).timestamp(),
    });
    let header = Header { kid: kid.clone(), ..Header::new((*algorithm).into()) };
    let signed = key(pem, *algorithm).and_then(|key| jsonwebtoken::encode(&header, &claims, &key).ok());
    let signed = signed.ok_or_else(unusable)?;
    Ok(vec![("client_assertion_type", ASSERTION_TYPE.to_owned()), ("client_assertion", signed)])
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

fn unusable() -> Error {
    Subject::Settings.misconfigured(Fault::Secret)
}

/// Both halves are encoded as in forms before they are joined (RFC 6749, section 2.3.1).
fn basic(client_id: &str, secret: &SecretString) -> Option<HeaderValue> {
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(client_id), encoded(secret.expose_secret()));
    format!("Basic {}", BASE64.encode(pair.as_bytes())).try_into().ok()
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

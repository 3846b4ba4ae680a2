//! Who calls: from the headers to a [`Caller`]. A bad key is refused, never taken for nobody; a session that is over
//! is nobody, and its cookie is taken back.

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use secrecy::SecretString;
use tokio::time::{Instant, timeout_at};

use super::admission::ClientKey;
use super::origin::{self, IDEMPOTENCY_KEY};
use super::problem::Problem;
use super::request_id::RequestId;
use super::services::{AuthFault, Credentials};
use super::state::HttpState;
use super::{client_address, cookie};
use crate::config::HttpSettings;
use crate::gql::request::Caller;
use crate::kernel::actor::Actor;
use crate::kernel::locale::Locale;

/// A caller who was let in.
pub(super) struct Admitted {
    pub(super) caller: Caller,
    pub(super) key: ClientKey,
    /// Whether the session cookie that came is of no use any more.
    pub(super) dead_session: bool,
}

pub(super) async fn admit(state: &HttpState, parts: &Parts, until: Instant) -> Result<Admitted, Problem> {
    let settings = &state.settings;
    let credentials = credentials(&parts.headers, settings)?;
    let has_session = credentials.session_cookie.is_some();
    if has_session {
        origin::require_same_origin(&parts.headers, &settings.public_url)?;
    }
    let idempotency_key = idempotency_key(&parts.headers)?;
    let actor = match timeout_at(until, (state.services.authenticate)(credentials)).await {
        Ok(answer) => answer.map_err(refusal)?,
        Err(_) => return Err(Problem::overloaded()),
    };
    let address = || ClientKey::Address(client_address::of(parts, &settings.trusted_proxies));
    Ok(Admitted {
        key: actor.id().map_or_else(address, ClientKey::Actor),
        dead_session: has_session && actor == Actor::Anonymous,
        caller: Caller {
            actor,
            locales: Locale::from_accept_language(&text(&parts.headers, header::ACCEPT_LANGUAGE)),
            request_id: parts.extensions.get::<RequestId>().cloned().unwrap_or_default().0,
            idempotency_key,
        },
    })
}

fn credentials(headers: &HeaderMap, settings: &HttpSettings) -> Result<Credentials, Problem> {
    let bearer = bearer(headers)?;
    // The hub's own pages are no other origin: a key may be tried in the explorer.
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    let foreign = origin.filter(|origin| !origin.eq_ignore_ascii_case(settings.public_url.origin()));
    Ok(Credentials {
        session_cookie: if bearer.is_some() {
            None
        } else {
            cookie::session_cookie(headers, settings.insecure_cookies)
        },
        bearer,
        origin: foreign.map(str::to_owned),
    })
}

/// The bearer token. Any other `Authorization` is refused: its sender believes to be known.
fn bearer(headers: &HeaderMap) -> Result<Option<SecretString>, Problem> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return if headers.contains_key(header::AUTHORIZATION) { Err(unauthorized()) } else { Ok(None) };
    };
    let (scheme, token) =
        value.to_str().ok().and_then(|value| value.split_once(' ')).ok_or_else(unauthorized)?;
    let token = token.trim();
    if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
        return Err(unauthorized());
    }
    Ok(Some(SecretString::from(token)))
}

/// The `Idempotency-Key`: at most 255 visible ASCII characters.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let key = value.as_bytes();
    if (1..=255).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic) {
        return Ok(Some(String::from_utf8_lossy(key).into_owned()));
    }
    Err(Problem::bad_request("`Idempotency-Key` takes 1 to 255 visible ASCII characters."))
}

fn refusal(fault: AuthFault) -> Problem {
    match fault {
        AuthFault::Invalid => unauthorized(),
        AuthFault::Malformed => {
            unauthenticated("The token is not whole: copy it again, from its first to its last character.")
        }
        AuthFault::Origin => Problem::new(
            StatusCode::FORBIDDEN,
            "ORIGIN_NOT_ALLOWED",
            "This token is not good from this origin.",
        ),
        AuthFault::Unavailable => Problem::overloaded(),
    }
}

fn unauthorized() -> Problem {
    unauthenticated("The token is unknown, expired or revoked.")
}

fn unauthenticated(message: &'static str) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message).with(
        header::WWW_AUTHENTICATE,
        HeaderValue::from_static(r#"Bearer realm="respyrem", error="invalid_token""#),
    )
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> String {
    let values: Vec<&str> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    values.join(",")
}

//! Who calls: from the headers to a [`Caller`]. A bad key is refused, never taken for nobody; a session that is over
//! is nobody, and its cookie is taken back.

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use secrecy::SecretString;
use tokio::time::{Instant, timeout_at};

use super::origin::{self, IDEMPOTENCY_KEY};
use super::per_client::ClientKey;
use super::problem::Problem;
use super::request_id::RequestId;
use super::services::{AuthFault, Credentials};
use super::state::HttpState;
use super::{client_address, cookie, rate};
use crate::config::{HttpSettings, PublicUrl};
use crate::gql::request::Caller;
use crate::kernel::actor::Actor;
use crate::kernel::locale::Locale;
use crate::kernel::rate::Allowance;

/// A caller who was let in.
pub(super) struct Admitted {
    pub(super) caller: Caller,
    pub(super) key: ClientKey,
    /// What it showed: what stays open is looked at again.
    pub(super) credentials: Credentials,
    /// What is left of a program's minute.
    pub(super) allowance: Option<Allowance>,
    /// Whether the session cookie that came is of no use any more.
    pub(super) dead_session: bool,
}

/// What must be true of a request that comes with the session cookie.
type SessionRule = fn(&HeaderMap, &PublicUrl) -> Result<(), Problem>;

/// Lets a request in.
pub(super) async fn admit(state: &HttpState, parts: &Parts, until: Instant) -> Result<Admitted, Problem> {
    admit_by(origin::require_same_origin, state, parts, until).await
}

/// Lets a WebSocket in.
pub(super) async fn admit_socket(
    state: &HttpState,
    parts: &Parts,
    until: Instant,
) -> Result<Admitted, Problem> {
    admit_by(origin::require_own_origin, state, parts, until).await
}

async fn admit_by(
    rule: SessionRule,
    state: &HttpState,
    parts: &Parts,
    until: Instant,
) -> Result<Admitted, Problem> {
    let settings = &state.settings;
    let credentials = credentials(&parts.headers, settings)?;
    let has_session = credentials.session_cookie.is_some();
    if has_session {
        rule(&parts.headers, &settings.public_url)?;
    }
    let idempotency_key = parts.headers.get(IDEMPOTENCY_KEY).map(HeaderValue::as_bytes);
    let idempotency_key = idempotency_key.map(self::idempotency_key).transpose()?;
    let actor = known(state, credentials.clone(), until).await?;
    let allowance = rate::take(state, &actor, 1).await?;
    Ok(Admitted {
        allowance,
        key: client_key(state, parts, &actor),
        dead_session: has_session && actor == Actor::Anonymous,
        caller: Caller {
            actor,
            locales: Locale::from_accept_language(&text(&parts.headers, header::ACCEPT_LANGUAGE)),
            request_id: parts.extensions.get::<RequestId>().cloned().unwrap_or_default().0,
            idempotency_key,
        },
        credentials,
    })
}

/// Whose credentials these are.
pub(super) async fn known(
    state: &HttpState,
    credentials: Credentials,
    until: Instant,
) -> Result<Actor, Problem> {
    match timeout_at(until, (state.services.authenticate)(credentials)).await {
        Ok(answer) => answer.map_err(refusal),
        Err(_) => Err(Problem::overloaded()),
    }
}

/// With whom the actor's operations are counted.
fn client_key(state: &HttpState, parts: &Parts, actor: &Actor) -> ClientKey {
    let address = || ClientKey::Address(client_address::of(parts, &state.settings.trusted_proxies));
    actor.id().map_or_else(address, ClientKey::Actor)
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
    value.to_str().ok().and_then(bearer_token).map(Some).ok_or_else(unauthorized)
}

/// The token in `Bearer …`; `None` for anything else.
pub(super) fn bearer_token(value: &str) -> Option<SecretString> {
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| SecretString::from(token))
}

/// An idempotency key: at most 255 visible ASCII characters.
pub(super) fn idempotency_key(key: &[u8]) -> Result<String, Problem> {
    if (1..=255).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic) {
        return Ok(String::from_utf8_lossy(key).into_owned());
    }
    Err(Problem::bad_request("An idempotency key has 1 to 255 visible ASCII characters."))
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

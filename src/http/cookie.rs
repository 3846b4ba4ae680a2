//! The cookies: their names, how they are read, given and taken back. What is in them belongs to whoever opens sessions.

use axum::http::header::{self, InvalidHeaderValue};
use axum::http::{HeaderMap, HeaderValue};
use chrono::TimeDelta;
use secrecy::{ExposeSecret, SecretString};

use crate::identity::PENDING_LIFE;

/// The session cookie's name. The `__Host-` prefix binds it to this very host over TLS; browsers refuse the prefix on
/// plain http, so development does without.
#[must_use]
pub const fn session_cookie_name(insecure: bool) -> &'static str {
    if insecure { "respyrem_session" } else { "__Host-respyrem_session" }
}

/// The session cookie of a request, if it has one.
#[must_use]
pub fn session_cookie(headers: &HeaderMap, insecure: bool) -> Option<SecretString> {
    cookie(headers, session_cookie_name(insecure))
}

/// The `Set-Cookie` that gives a browser its session, for `life`.
///
/// # Errors
/// When the token is not fit for a header.
pub fn give_session(
    token: &SecretString,
    life: TimeDelta,
    insecure: bool,
) -> Result<HeaderValue, InvalidHeaderValue> {
    set(session_cookie_name(insecure), token, life, insecure)
}

/// The `Set-Cookie` that makes a browser forget its session.
#[must_use]
pub fn forget_session(insecure: bool) -> HeaderValue {
    if insecure {
        HeaderValue::from_static("respyrem_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    } else {
        HeaderValue::from_static(
            "__Host-respyrem_session=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax",
        )
    }
}

/// The name of the cookie by which a browser is known while somebody signs in with it.
const fn browser_cookie_name(insecure: bool) -> &'static str {
    if insecure { "respyrem_sign_in" } else { "__Host-respyrem_sign_in" }
}

/// The cookie of a browser with which somebody signs in.
pub(super) fn browser_cookie(headers: &HeaderMap, insecure: bool) -> Option<SecretString> {
    cookie(headers, browser_cookie_name(insecure))
}

/// The `Set-Cookie` by which a browser is known when it comes back from the provider.
pub(super) fn give_browser(token: &SecretString, insecure: bool) -> Result<HeaderValue, InvalidHeaderValue> {
    set(browser_cookie_name(insecure), token, PENDING_LIFE, insecure)
}

/// A cookie of a request.
fn cookie(headers: &HeaderMap, name: &str) -> Option<SecretString> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(key, value)| *key == name && !value.is_empty())?;
    Some(SecretString::from(value))
}

fn set(
    name: &str,
    token: &SecretString,
    life: TimeDelta,
    insecure: bool,
) -> Result<HeaderValue, InvalidHeaderValue> {
    let secure = if insecure { "" } else { " Secure;" };
    let (token, seconds) = (token.expose_secret(), life.num_seconds());
    let line = format!("{name}={token}; Path=/; Max-Age={seconds};{secure} HttpOnly; SameSite=Lax");
    let mut value = HeaderValue::try_from(line)?;
    value.set_sensitive(true);
    Ok(value)
}

//! The session cookie: its name, how it is read, given and taken back. What is in it belongs to whoever opens
//! sessions.

use axum::http::header::{self, InvalidHeaderValue};
use axum::http::{HeaderMap, HeaderValue};
use chrono::TimeDelta;
use secrecy::{ExposeSecret, SecretString};

/// The session cookie's name. The `__Host-` prefix binds it to this very host over TLS; browsers refuse the prefix on
/// plain http, so development does without.
#[must_use]
pub const fn session_cookie_name(insecure: bool) -> &'static str {
    if insecure { "respyrem_session" } else { "__Host-respyrem_session" }
}

/// The session cookie of a request, if it has one.
#[must_use]
pub fn session_cookie(headers: &HeaderMap, insecure: bool) -> Option<SecretString> {
    let name = session_cookie_name(insecure);
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(key, value)| *key == name && !value.is_empty())?;
    Some(SecretString::from(value))
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
    let (name, secure) = (session_cookie_name(insecure), if insecure { "" } else { " Secure;" });
    let (token, seconds) = (token.expose_secret(), life.num_seconds());
    let line = format!("{name}={token}; Path=/; Max-Age={seconds};{secure} HttpOnly; SameSite=Lax");
    let mut value = HeaderValue::try_from(line)?;
    value.set_sensitive(true);
    Ok(value)
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

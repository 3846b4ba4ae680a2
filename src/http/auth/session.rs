//! Ending a session: from here, and from the provider.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::ExposeSecret;
use serde_json::json;
use url::form_urlencoded;

use super::page::Page;
use super::{Shared, problem};
use crate::http::cookie::{forget_session, session_cookie};
use crate::http::origin::require_same_origin;
use crate::http::problem::Problem;
use crate::identity::LogoutFault;

/// The longest logout token that is read, in bytes.
const MAX_TOKEN: usize = 16_384;

/// Ends the session, wherever it is open, and has the browser forget it. Where the provider has a place to sign out,
/// a form is sent there and a program is told of it.
pub(super) async fn log_out(State(auth): State<Shared>, headers: HeaderMap) -> Result<Response, Problem> {
    require_same_origin(&headers, &auth.settings.public_url)?;
    let insecure = auth.settings.insecure_cookies;
    let onwards = match session_cookie(&headers, insecure) {
        Some(session) => auth.done(auth.sign_in.sign_out(&session)).await?,
        None => None,
    };
    let onwards = onwards.as_ref().map(ExposeSecret::expose_secret);
    let mut response = match onwards {
        _ if is_page(&headers) => Redirect::to(onwards.unwrap_or("/auth/signed-out")).into_response(),
        Some(url) => Json(json!({ "logoutUrl": url })).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    };
    response.headers_mut().insert(header::SET_COOKIE, forget_session(insecure));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Where people come back to from their provider.
pub(super) async fn signed_out(State(auth): State<Shared>, headers: HeaderMap) -> Response {
    auth.page(StatusCode::OK, &Page::SignedOut, &headers)
}

/// A provider says that somebody signed out there.
pub(super) async fn log_out_at_provider(
    State(auth): State<Shared>,
    Path(slug): Path<String>,
    body: Bytes,
) -> Result<Response, Problem> {
    const NO_STORE: (HeaderName, &str) = (header::CACHE_CONTROL, "no-store");
    let refused = || {
        let said = Json(json!({ "error": "invalid_request" }));
        (StatusCode::BAD_REQUEST, [NO_STORE], said).into_response()
    };
    let tokens: Vec<String> = form_urlencoded::parse(&body)
        .filter(|(name, _)| name == "logout_token")
        .map(|(_, token)| token.into_owned())
        .collect();
    let [token] = tokens.as_slice() else { return Ok(refused()) };
    if token.len() > MAX_TOKEN {
        return Ok(refused());
    }
    match auth.within(auth.sign_in.log_out_at_provider(&slug, token)).await? {
        Ok(()) => Ok((StatusCode::OK, [NO_STORE]).into_response()),
        Err(LogoutFault::Refused) => Ok(refused()),
        Err(LogoutFault::Unavailable) => Err(Problem::overloaded()),
        Err(LogoutFault::Hub(error)) => Err(problem(&error)),
    }
}

/// Whether a browser shows what comes back.
fn is_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.contains("text/html")
}

//! One-time links, printed by an operator's command.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::SecretString;

use super::page::Page;
use super::{Auth, Shared, problem};
use crate::http::cookie::give_session;
use crate::http::origin::require_same_origin;
use crate::http::problem::Problem;
use crate::identity::{self, SESSION_LIFE};
use crate::kernel::error::Error;

/// The page that asks whether to sign in.
pub(super) async fn ask(State(auth): State<Shared>, headers: HeaderMap) -> Response {
    auth.page(StatusCode::OK, &Page::Ask, &headers)
}

/// Opens a session with the link.
pub(super) async fn sign_in(
    State(auth): State<Shared>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    require_same_origin(&headers, &auth.settings.public_url)?;
    let link = SecretString::from(token);
    match auth.within(identity::open_session(&auth.store, &link)).await? {
        Ok(session) => signed_in(&auth, &session, super::return_to::HOME, &headers),
        Err(Error::Refused(_)) => Ok(auth.page(StatusCode::GONE, &Page::Gone, &headers)),
        Err(error) => Err(problem(&error)),
    }
}

/// Gives the browser its session, and sends it where it wanted to go.
pub(super) fn signed_in(
    auth: &Auth,
    session: &SecretString,
    return_to: &str,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let cookie = give_session(session, SESSION_LIFE, auth.settings.insecure_cookies)
        .map_err(|error| problem(&Error::Internal(error.to_string())))?;
    let mut response = match return_to {
        super::return_to::HOME if auth.settings.explorer => Redirect::to("/explorer").into_response(),
        super::return_to::HOME => auth.page(StatusCode::OK, &Page::Done, headers),
        path => Redirect::to(path).into_response(),
    };
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

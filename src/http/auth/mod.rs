//! Signing in and out in a browser: the page of a one-time link, what its button does, and logging out.
//!
//! Looking at a link does not use it up: mail scanners look at every link. Only the page's button does, from the hub's
//! own page.

mod page;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use secrecy::SecretString;
use tokio::time::timeout;

use self::page::{Page, STYLE};
use super::cookie::{forget_session, give_session, session_cookie};
use super::origin::require_same_origin;
use super::problem::Problem;
use crate::config::{Config, HttpSettings};
use crate::identity::{self, SESSION_LIFE};
use crate::kernel::error::{Error, Result as HubResult};
use crate::store::Store;

/// What the handlers hold.
struct SignIn {
    store: Store,
    settings: HttpSettings,
    network: String,
}

/// The routes under `/auth`.
pub fn routes(store: Store, config: &Config) -> Router {
    let state =
        Arc::new(SignIn { store, settings: config.http.clone(), network: config.network_name.clone() });
    Router::new()
        .route("/auth/link/{token}", get(ask).post(sign_in))
        .route("/auth/logout", post(log_out))
        .route("/auth/style.css", get(style))
        .with_state(state)
}

impl SignIn {
    /// Does what `work` does, unless it takes too long.
    async fn within<T>(&self, work: impl Future<Output = HubResult<T>>) -> Result<HubResult<T>, Problem> {
        timeout(self.settings.times.request, work).await.map_err(|_| Problem::overloaded())
    }

    fn page(&self, status: StatusCode, page: Page, headers: &HeaderMap) -> Response {
        (status, page::render(page, &self.network, headers)).into_response()
    }
}

/// The page that asks whether to sign in.
async fn ask(State(state): State<Arc<SignIn>>, headers: HeaderMap) -> Response {
    state.page(StatusCode::OK, Page::Ask, &headers)
}

/// Opens a session with the link.
async fn sign_in(
    State(state): State<Arc<SignIn>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    require_same_origin(&headers, &state.settings.public_url)?;
    let link = SecretString::from(token);
    let session = match state.within(identity::open_session(&state.store, &link)).await? {
        Ok(session) => session,
        Err(Error::Refused(_)) => return Ok(state.page(StatusCode::GONE, Page::Gone, &headers)),
        Err(error) => return Err(problem(&error)),
    };
    let cookie = give_session(&session, SESSION_LIFE, state.settings.insecure_cookies)
        .map_err(|error| problem(&Error::Internal(error.to_string())))?;
    let mut response = if state.settings.explorer {
        Redirect::to("/explorer").into_response()
    } else {
        state.page(StatusCode::OK, Page::Done, &headers)
    };
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Ends the session, wherever it is open, and has the browser forget it.
async fn log_out(State(state): State<Arc<SignIn>>, headers: HeaderMap) -> Result<Response, Problem> {
    require_same_origin(&headers, &state.settings.public_url)?;
    let insecure = state.settings.insecure_cookies;
    if let Some(session) = session_cookie(&headers, insecure) {
        state
            .within(identity::end_session(&state.store, &session))
            .await?
            .map_err(|error| problem(&error))?;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, forget_session(insecure))]).into_response())
}

async fn style() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=3600")];
    (headers, STYLE).into_response()
}

fn problem(error: &Error) -> Problem {
    if matches!(error, Error::Busy) {
        return Problem::overloaded();
    }
    tracing::error!(%error, "signing in or out failed");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "The hub failed: try again later.")
}

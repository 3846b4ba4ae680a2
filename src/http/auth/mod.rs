//! Signing in and out in a browser: the page on which people choose their provider, the way there and back, one-time
//! links, and logging out.
//!
//! The pages are plain HTML in the reader's language and need no script. Looking at a link does not use it up: mail
//! scanners look at every link. Only the page's button does, from the hub's own page.

mod link;
mod page;
mod provider;
mod return_to;
mod session;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::time::timeout;

use self::page::{Page, STYLE};
use super::problem::Problem;
use crate::config::{Config, HttpSettings};
use crate::identity::SignIn;
use crate::kernel::error::{Error, Result as HubResult};
use crate::store::Store;

/// What the handlers hold.
struct Auth {
    store: Store,
    sign_in: SignIn,
    settings: HttpSettings,
    network: String,
}

type Shared = Arc<Auth>;

/// The routes under `/auth`.
pub fn routes(store: Store, sign_in: SignIn, config: &Config) -> Router {
    let (settings, network) = (config.http.clone(), config.network_name.clone());
    Router::new()
        .route("/auth/sign-in", get(provider::choose))
        .route("/auth/discover", post(provider::discover))
        .route("/auth/login/{slug}", get(provider::begin))
        .route("/auth/callback/{slug}", get(provider::finish))
        .route("/auth/backchannel-logout/{slug}", post(session::log_out_at_provider))
        .route("/auth/logout", post(session::log_out))
        .route("/auth/signed-out", get(session::signed_out))
        .route("/auth/link/{token}", get(link::ask).post(link::sign_in))
        .route("/auth/invitation/{token}", get(provider::invited))
        .route("/auth/style.css", get(style))
        .with_state(Arc::new(Auth { store, sign_in, settings, network }))
}

impl Auth {
    /// Does what `work` does, unless it takes too long.
    async fn within<T>(&self, work: impl Future<Output = T>) -> Result<T, Problem> {
        timeout(self.settings.times.request, work).await.map_err(|_| Problem::overloaded())
    }

    /// The same for what fails as the hub does.
    async fn done<T>(&self, work: impl Future<Output = HubResult<T>>) -> Result<T, Problem> {
        self.within(work).await?.map_err(|error| problem(&error))
    }

    fn page(&self, status: StatusCode, page: &Page<'_>, headers: &HeaderMap) -> Response {
        (status, page::render(page, &self.network, headers)).into_response()
    }
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

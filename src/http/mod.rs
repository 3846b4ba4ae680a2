//! The web server: GraphQL over HTTP, files, the explorer, health and metrics, and the layers around every route.
//!
//! It knows how requests come and go, not what they are about: it must not name a noun, a table or a policy.
//! What it needs of the hub is in [`services`].

mod admission;
pub mod auth;
mod body;
mod caller;
mod client_address;
mod compression;
mod cookie;
mod explorer;
mod files;
mod graphql;
mod health;
pub mod keys;
mod metrics;
mod observe;
mod origin;
mod panic;
mod per_client;
mod problem;
mod rate;
mod request_id;
mod security;
mod server;
pub mod services;
mod state;
mod stream;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::routing::{get, put};

pub use cookie::{forget_session, give_session, session_cookie, session_cookie_name};
pub use origin::require_same_origin;
pub use problem::Problem;
pub use request_id::RequestId;
pub use server::{Server, shutdown_signal};
pub use services::HttpServices;

use security::TlsOnly;
use state::HttpState;

/// Every route of the hub under its layers.
fn router(state: &HttpState) -> Router {
    let settings = &state.settings;
    let mut routes = Router::new()
        .route("/graphql", get(graphql::handle).post(graphql::handle))
        .route("/subgraph", get(graphql::handle_gateway).post(graphql::handle_gateway))
        .route("/graphql/limits", get(graphql::published_limits))
        .route("/upload", put(files::upload))
        .route("/files/{id}", get(files::download))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(metrics::page));
    if settings.explorer {
        routes = routes.merge(explorer::routes());
    }
    routes
        .with_state(state.clone())
        .merge(state.services.routes.clone())
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::method_not_allowed)
        // From the innermost outwards.
        .layer(from_fn(panic::catch))
        .layer(origin::cors(state.services.allowed_origin.clone()))
        .layer(from_fn_with_state(TlsOnly(settings.public_url.is_https()), security::headers))
        .layer(from_fn(problem::render))
        .layer(from_fn(observe::watch))
        .layer(compression::layer())
        .layer(map_response(compression::weaken_etag))
        .layer(from_fn(request_id::carry))
}

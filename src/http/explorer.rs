//! GraphiQL at `/explorer`, out of the binary: nothing is fetched from elsewhere, and no script or style is inline.
//! Its pages and assets are built from the `explorer` folder; without that build a page says how to make it.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use rust_embed::RustEmbed;

use super::problem;
use super::state::HttpState;
use crate::kernel::locale::Locale;

#[derive(RustEmbed)]
#[folder = "explorer/dist"]
#[allow_missing = true]
struct Assets;

const NOT_BUILT: &str = include_str!("explorer_not_built.html");

/// Nothing inline. The one style that GraphiQL adds so, the scroll lock of its menus, is blocked and not missed: the
/// page does not scroll. Fonts are in the style sheet.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// The explorer's routes.
pub(super) fn routes() -> Router<HttpState> {
    Router::new()
        .route("/", get(|| async { Redirect::temporary("/explorer") }))
        .route("/explorer", get(page))
        .route("/explorer/{file}", get(asset))
}

async fn page(headers: HeaderMap) -> Response {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let locale = Locale::from_accept_language(accepted.unwrap_or_default()).first().copied();
    let name = format!("index.{}.html", locale.unwrap_or(Locale::Fr));
    let body = Assets::get(&name).map_or_else(|| NOT_BUILT.as_bytes().into(), |file| file.data);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::VARY, HeaderValue::from_static("Accept-Language")),
    ];
    (headers, body).into_response()
}

/// An asset; its name holds a hash of its content, so it never changes.
async fn asset(Path(name): Path<String>) -> Response {
    let Some(file) = Assets::get(&name) else { return problem::not_found().await.into_response() };
    let media = HeaderValue::from_str(file.metadata.mimetype());
    let headers = [
        (header::CONTENT_TYPE, media.unwrap_or(HeaderValue::from_static("application/octet-stream"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    (headers, file.data).into_response()
}

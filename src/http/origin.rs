//! Which pages may call the hub.
//!
//! Pages of API clients' origins may, with a token (CORS): the hub never allows credentials across origins, so no
//! cookie works there. With the session cookie only the hub's own pages may, which is checked here as well as by
//! `SameSite`, because the cookie's attribute lets sibling domains through.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use std::time::Duration;

use tower_http::cors::{AllowOrigin, CorsLayer};

use super::problem::Problem;
use super::rate::{RATE_LIMIT, RATE_LIMIT_POLICY};
use super::request_id::X_REQUEST_ID;
use super::services::OriginLookup;
use crate::config::PublicUrl;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
pub(super) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
pub(super) const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// Refuses what a browser sends with the session cookie from a page that is not the hub's own.
///
/// # Errors
/// 403 when `Sec-Fetch-Site`, or `Origin` where a browser is too old to send the former, tells of another site.
pub fn require_same_origin(headers: &HeaderMap, public_url: &PublicUrl) -> Result<(), Problem> {
    let text = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or_default());
    let same = match (text(SEC_FETCH_SITE), text(header::ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.eq_ignore_ascii_case(public_url.origin()),
        // Not a browser: nothing that another site could have made send the cookie.
        (None, None) => true,
    };
    if same { Ok(()) } else { Err(cross_site()) }
}

/// Refuses a navigation that changes something of whoever is signed in, and that a page of another site began: the cookie of
/// the session goes with it, and no `Origin` does.
///
/// # Errors
/// 403 when `Sec-Fetch-Site` does not say that it comes from the hub's own page or from nobody's.
pub(super) fn require_own_page(headers: &HeaderMap) -> Result<(), Problem> {
    match headers.get(SEC_FETCH_SITE).map(HeaderValue::as_bytes) {
        Some(b"same-origin" | b"none") => Ok(()),
        _ => Err(cross_site()),
    }
}

/// Refuses a WebSocket that comes with the session cookie and not from a page of the hub's own, which says so: no other
/// rule of browsers keeps sites from opening sockets to each other.
///
/// # Errors
/// 403 when `Origin` is another's, `null` or absent.
pub(super) fn require_own_origin(headers: &HeaderMap, public_url: &PublicUrl) -> Result<(), Problem> {
    let mut origins = headers.get_all(header::ORIGIN).iter().map(HeaderValue::to_str);
    match (origins.next(), origins.next()) {
        (Some(Ok(origin)), None) if origin.eq_ignore_ascii_case(public_url.origin()) => Ok(()),
        _ => Err(cross_site()),
    }
}

fn cross_site() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "CROSS_SITE",
        "A session is only good from the hub's own pages: other sites use an API client's token.",
    )
}

/// The CORS layer: answers preflights and names the allowed origin, one at a time, never `*`.
pub(super) fn cors(allowed: OriginLookup) -> CorsLayer {
    let allow = move |origin: HeaderValue, _: &axum::http::request::Parts| {
        let lookup = origin.to_str().ok().map(|origin| allowed(origin.to_owned()));
        async move {
            match lookup {
                Some(lookup) => lookup.await,
                None => false,
            }
        }
    };
    let accepted = [
        header::AUTHORIZATION,
        header::CONTENT_TYPE,
        header::IF_NONE_MATCH,
        IDEMPOTENCY_KEY,
        LAST_EVENT_ID,
        X_REQUEST_ID,
    ];
    CorsLayer::new()
        .allow_origin(AllowOrigin::async_predicate(allow))
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers(accepted)
        .expose_headers([header::ETAG, header::RETRY_AFTER, RATE_LIMIT, RATE_LIMIT_POLICY, X_REQUEST_ID])
        .max_age(Duration::from_secs(600))
        .vary([header::ORIGIN])
}

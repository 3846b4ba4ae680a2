//! Headers that tell browsers what an answer may do: nothing, unless its route says more.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

const PERMANENT: [(HeaderName, &str); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// Whether browsers must come back over TLS only.
#[derive(Clone, Copy)]
pub(super) struct TlsOnly(pub(super) bool);

/// The layer.
pub(super) async fn headers(State(tls): State<TlsOnly>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in PERMANENT {
        headers.insert(name, HeaderValue::from_static(value));
    }
    unless_said(headers, header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    if tls.0 {
        // Without `includeSubDomains`: partners' sites under the same domain are not the hub's to decide for.
        unless_said(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

fn unless_said(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

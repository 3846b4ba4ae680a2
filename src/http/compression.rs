//! Brotli and gzip for answers of more than about a kilobyte.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// Below, compression saves no packet.
const WORTH_IT: u16 = 1_024;

/// About the point where more effort costs the server more than it saves the network.
const EFFORT: i32 = 4;

pub(super) fn layer() -> CompressionLayer<impl Predicate> {
    // Each stream of events would hold a compressor for as long as it is open (decision 21).
    let predicate = SizeAbove::new(WORTH_IT).and(NotForContentType::SSE).and(NotForContentType::IMAGES);
    CompressionLayer::new().quality(CompressionLevel::Precise(EFFORT)).compress_when(predicate)
}

/// An answer that was compressed is not byte for byte what its strong `ETag` names (RFC 9110, 8.8.1): it gets the weak
/// form, which `If-None-Match` compares as equal.
pub(super) async fn weaken_etag(mut response: Response) -> Response {
    let headers = response.headers_mut();
    if headers.contains_key(header::CONTENT_ENCODING)
        && let Some(tag) = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok())
        && tag.starts_with('"')
        && let Ok(weak) = HeaderValue::from_str(&format!("W/{tag}"))
    {
        headers.insert(header::ETAG, weak);
    }
    response
}

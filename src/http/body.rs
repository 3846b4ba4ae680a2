//! Reads a request's body, bounded in size and in time.

use axum::body::{Body, HttpBody};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout_at};

use super::problem::Problem;

/// How much of a body that is too large is read and thrown away, as a multiple of the limit: a client that is still
/// sending would otherwise see its connection reset instead of the answer.
const DISCARDED: usize = 16;

/// The whole body, if it has at most `limit` bytes and is there before `until`.
pub(super) async fn read(
    headers: &HeaderMap,
    body: Body,
    limit: usize,
    until: Instant,
) -> Result<Bytes, Problem> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > limit && headers.contains_key(header::EXPECT) {
        return Err(too_large(limit)); // It asks before it sends: nothing to discard.
    }
    timeout_at(until, collect(body, limit)).await.unwrap_or_else(|_| Err(too_slow()))
}

async fn collect(mut body: Body, limit: usize) -> Result<Bytes, Problem> {
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::bad_request("The body ended too early."))?;
        let Ok(data) = frame.into_data() else { continue };
        if bytes.len() + data.len() > limit {
            discard(body, limit.saturating_mul(DISCARDED)).await;
            return Err(too_large(limit));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

async fn discard(mut body: Body, mut budget: usize) {
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, Bytes::len);
        if length > budget {
            return;
        }
        budget -= length;
    }
}

fn too_large(limit: usize) -> Problem {
    let message = format!("The body may have {limit} bytes at most.");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE", message)
}

fn too_slow() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, "BODY_TOO_SLOW", "The body did not arrive in time.")
        .with(header::CONNECTION, HeaderValue::from_static("close"))
}

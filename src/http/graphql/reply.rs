//! From a reply of the pipeline to an HTTP response: status, `Cache-Control`, `Vary`, and `ETag` with 304 for `GET`.
//!
//! Only `GET` is revalidated: for any other method a matching `If-None-Match` means 412 and not 304 (RFC 9110,
//! 13.1.2), and no cache keeps the answer to a `POST`.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use serde_json::json;

use super::media::Media;
use super::run::Outcome;
use crate::gql::request::{Body as ReplyBody, CachePolicy, GraphqlError};
use crate::http::problem::Problem;

pub(super) const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// What an answer depends on besides its address; the CORS layer adds `Origin`.
pub(in crate::http) const VARY: HeaderValue =
    HeaderValue::from_static("Accept, Accept-Language, Accept-Encoding, Authorization, Cookie");

/// A response before its headers are written.
pub(super) struct Draft {
    status: StatusCode,
    body: ReplyBody,
    cache: CachePolicy,
    media: Media,
}

/// The response to a single request. In `application/json` a request that was refused still gets 200: there the
/// status belongs to HTTP alone. What was executed gets 200 in both, even when its data is null.
pub(super) fn single(outcome: Outcome, media: Media) -> Draft {
    match outcome {
        Outcome::Executed(reply) => {
            Draft { status: StatusCode::OK, body: reply.body, cache: reply.cache, media }
        }
        Outcome::Refused(refusal) => {
            let status = match media {
                Media::GraphqlResponse => StatusCode::BAD_REQUEST,
                Media::Json => StatusCode::OK,
            };
            Draft { status, body: errors_body(&refusal.errors).into(), cache: CachePolicy::NoStore, media }
        }
    }
}

/// One element of a batch's response: what stops one request does not stop the others.
pub(super) fn batched(outcome: Result<Outcome, Problem>) -> Bytes {
    match outcome {
        Ok(Outcome::Executed(reply)) => reply.body.into_bytes(),
        Ok(Outcome::Refused(refusal)) => errors_body(&refusal.errors),
        Err(problem) => errors_body(&[GraphqlError::new(problem.code(), problem.message())]),
    }
}

/// The response to a batch: a list in the order of the requests, always 200.
pub(super) fn batch(bodies: &[Bytes], media: Media) -> Draft {
    let body = [b"[".as_slice(), &bodies.join(b",".as_slice()), b"]"].concat();
    Draft { status: StatusCode::OK, body: body.into(), cache: CachePolicy::NoStore, media }
}

/// The response to a `GET`: with its tag, or 304 when the caller has it already.
pub(super) fn revalidated(draft: Draft, media: Media, request: &HeaderMap) -> Response {
    if draft.cache == CachePolicy::NoStore || draft.status != StatusCode::OK {
        return draft.into();
    }
    // The same bytes under another media type are another representation.
    let tag = format!("\"{}{}\"", draft.body.digest(), media.mark());
    let known = request
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|value| value.trim().trim_start_matches("W/"))
        .any(|value| value == "*" || value == tag);
    let mut response = Response::from(draft);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(header::CONTENT_TYPE);
    }
    response
}

/// The body of an answer that holds nothing but errors.
pub(in crate::http) fn errors_body(errors: &[GraphqlError]) -> Bytes {
    json!({ "errors": errors }).to_string().into()
}

impl From<Draft> for Response {
    fn from(draft: Draft) -> Self {
        let mut response = Self::new(Body::from(draft.body.into_bytes()));
        *response.status_mut() = draft.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, draft.media.content_type());
        headers.insert(header::CACHE_CONTROL, cache_control(draft.cache));
        headers.insert(header::VARY, VARY);
        response
    }
}

/// `no-cache` lets a cache keep the answer but not use it before asking whether it still holds.
const fn cache_control(policy: CachePolicy) -> HeaderValue {
    match policy {
        CachePolicy::Public => HeaderValue::from_static("public, no-cache"),
        CachePolicy::Private => HeaderValue::from_static("private, no-cache"),
        CachePolicy::NoStore => NO_STORE,
    }
}

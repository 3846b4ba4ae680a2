//! A request that gets no GraphQL answer: what is said instead, in one form for every route.
//!
//! A handler returns a [`Problem`]; the [`render`] layer writes it as `{"errors":[{message, extensions}]}` with the
//! request's id, so that a GraphQL client reads it like any other error.

use std::borrow::Cow;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::graphql::Media;
use super::request_id::RequestId;

/// Why the request was not served. Boxed, since it stands in every result of a handler.
#[derive(Clone, Debug)]
pub struct Problem(Box<Parts>);

#[derive(Clone, Debug)]
struct Parts {
    status: StatusCode,
    code: &'static str,
    message: Cow<'static, str>,
    headers: HeaderMap,
}

impl Problem {
    /// A problem with its status, its `extensions.code` and what to do about it.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Parts { status, code, message: message.into(), headers: HeaderMap::new() }))
    }

    /// The request is not what the route takes: 400.
    #[must_use]
    pub fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    }

    /// The hub has no place for it now: 503, to be tried again in a second.
    #[must_use]
    pub fn overloaded() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "OVERLOADED", "The hub is busy: try again in a moment.")
            .with(header::RETRY_AFTER, HeaderValue::from_static("1"))
    }

    /// The same, with a header more.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.insert(name, value);
        self
    }

    /// What programs tell it by.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// What people read.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    fn body(&self, request_id: &str) -> String {
        let extensions = json!({ "code": self.0.code, "requestId": request_id });
        json!({ "errors": [{ "message": self.0.message, "extensions": extensions }] }).to_string()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        *response.headers_mut() = self.0.headers.clone();
        response.extensions_mut().insert(self);
        response
    }
}

/// The layer that writes problems out.
pub(super) async fn render(request: Request, next: Next) -> Response {
    let media = Media::of_error(request.headers());
    let request_id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions().get::<Problem>() else { return response };
    let body = problem.body(&request_id.0);
    *response.body_mut() = Body::from(body);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, media.content_type());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// No such route.
pub(super) async fn not_found() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "NOT_FOUND", "There is nothing at this address.")
}

/// A route that has no such method; the router adds `Allow`.
pub(super) async fn method_not_allowed() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "METHOD_NOT_ALLOWED",
        "This address does not take that method.",
    )
}

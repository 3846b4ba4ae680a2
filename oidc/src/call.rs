//! One call to a provider: it goes out through the guard, and what comes back is of the form that was asked for.

use bytes::Bytes;
use serde_json::Value;
use url::Url;

use crate::error::{Error, Fault, Subject};
use crate::http::{GuardedHttp, HttpError, Method, Request, StatusCode, header};
use crate::json::{self, Object};

/// No honest answer is longer, in bytes.
const MAX_ANSWER: usize = 256 * 1024;

/// A question that is nothing but its address.
pub(crate) fn get(url: Url, accept: &'static str) -> Request {
    let mut request = Request::new(Method::GET, url);
    request.headers_mut().insert(header::ACCEPT, header::HeaderValue::from_static(accept));
    request
}

/// The body of an answer of one of these media types.
pub(crate) async fn body(
    http: &GuardedHttp,
    of: Subject,
    request: Request,
    media_types: &[&str],
) -> Result<Bytes, Error> {
    let answer = http.send(request, MAX_ANSWER).await.map_err(|error| unanswered(of, error))?;
    let status = answer.status;
    // These may be another later.
    if status.is_server_error() || matches!(status.as_u16(), 408 | 429) {
        return Err(of.unavailable(Fault::Status));
    }
    let made = status == StatusCode::CREATED && of == Subject::PushedRequest;
    if status != StatusCode::OK && !made {
        return Err(error_said(of, &answer.body));
    }
    // Nobody asked for an answer that has to be unpacked.
    let packed = answer.headers.contains_key(header::CONTENT_ENCODING);
    if packed || !media_types.contains(&answer.media_type().as_str()) {
        return Err(of.refused(Fault::MediaType));
    }
    Ok(answer.body)
}

/// The JSON object that an answer is.
pub(crate) async fn object(
    http: &GuardedHttp,
    of: Subject,
    request: Request,
    media_types: &[&str],
) -> Result<Object, Error> {
    let body = body(http, of, request, media_types).await?;
    json::object(&body).ok_or_else(|| of.refused(Fault::Malformed))
}

/// A call that brought no answer: the provider's absence, or an answer that is not to be had from there.
fn unanswered(of: Subject, error: HttpError) -> Error {
    match error {
        HttpError::Unreachable | HttpError::Timeout | HttpError::Client => of.unavailable(error.into()),
        HttpError::Address | HttpError::Scheme | HttpError::Redirect | HttpError::TooLarge => {
            of.refused(error.into())
        }
    }
}

/// What an endpoint for clients means by a status that is not the one of an answer (RFC 6749, section 5.2). The words
/// of the others mean nothing, and nobody's words are repeated.
fn error_said(of: Subject, body: &[u8]) -> Error {
    if !matches!(of, Subject::Token | Subject::PushedRequest) {
        return of.refused(Fault::Status);
    }
    match json::object(body).unwrap_or_default().get("error").and_then(Value::as_str) {
        Some("invalid_grant") => of.refused(Fault::Grant),
        Some("invalid_client" | "unauthorized_client") => of.misconfigured(Fault::Client),
        Some("invalid_scope") => of.misconfigured(Fault::Scope),
        Some("temporarily_unavailable" | "server_error") => of.unavailable(Fault::Refused),
        Some(_) => of.refused(Fault::Refused),
        None => of.refused(Fault::Status),
    }
}

impl From<HttpError> for Fault {
    fn from(error: HttpError) -> Self {
        match error {
            HttpError::Address => Self::Address,
            HttpError::Scheme => Self::Scheme,
            HttpError::Unreachable | HttpError::Client => Self::Unreachable,
            HttpError::Timeout => Self::Timeout,
            HttpError::Redirect => Self::Redirect,
            HttpError::TooLarge => Self::TooLarge,
        }
    }
}

//! `PUT /upload?filename=…`: the bytes of a file as the body, its type as `Content-Type`.

use axum::extract::{Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, RequestExt};
use chrono::SecondsFormat;
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout_at};

use crate::files::{Declared, Received, UploadFault};
use crate::http::caller::{self, Admitted};
use crate::http::problem::{self, Problem};
use crate::http::services::FileService;
use crate::http::state::HttpState;
use crate::kernel::error::Error;

#[derive(Debug, Deserialize)]
struct Parameters {
    #[serde(default)]
    filename: String,
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Uploaded {
    id: String,
    filename: String,
    mime: String,
    size: u64,
    sha256: String,
    expires_at: String,
}

/// Takes a file in.
pub(in crate::http) async fn handle(
    State(state): State<HttpState>,
    mut request: Request,
) -> Result<Response, Problem> {
    let start = Instant::now();
    let Query(parameters) = request
        .extract_parts::<Query<Parameters>>()
        .await
        .map_err(|_| Problem::bad_request("The parameters of the address cannot be read."))?;
    let Some(FileService { files, upload_timeout }) = &state.services.files else {
        return Err(problem::not_found().await);
    };
    let (parts, body) = request.into_parts();
    let until = start + state.settings.times.request;
    let Admitted { caller, key, .. } = caller::admit(&state, &parts, until).await?;
    let _place = state.admission.client(key)?;
    let mime = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let declared = Declared { filename: parameters.filename, mime: mime.unwrap_or_default().to_owned() };
    let received = files.receive(&caller.actor, declared, body.into_data_stream());
    match timeout_at(start + *upload_timeout, received).await {
        Ok(Ok(received)) => Ok(created(received)),
        Ok(Err(fault)) => Err(refusal(&fault)),
        Err(_) => Err(too_slow()),
    }
}

fn created(received: Received) -> Response {
    let Received { id, filename, mime, size, sha256, expires_at } = received;
    let expires_at = expires_at.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    let answer = Json(Uploaded { id, filename, mime, size, sha256, expires_at });
    let no_store = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    (StatusCode::CREATED, [no_store], answer).into_response()
}

fn refusal(fault: &UploadFault) -> Problem {
    let (status, code) = match fault {
        UploadFault::Anonymous => (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"),
        UploadFault::Name | UploadFault::Empty | UploadFault::Broken => {
            (StatusCode::BAD_REQUEST, "BAD_REQUEST")
        }
        UploadFault::Media(_) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE"),
        UploadFault::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE"),
        UploadFault::TooMany => (StatusCode::TOO_MANY_REQUESTS, "TOO_MANY"),
        UploadFault::Hub(Error::Busy) => return Problem::overloaded(),
        UploadFault::Hub(error) => return failed(error),
    };
    let problem = Problem::new(status, code, sentence(&fault.to_string()));
    match fault {
        UploadFault::Anonymous => {
            problem.with(header::WWW_AUTHENTICATE, HeaderValue::from_static(r#"Bearer realm="respyrem""#))
        }
        // The rest of the body is still on its way.
        UploadFault::TooLarge(_) | UploadFault::Media(_) | UploadFault::Name => {
            problem.with(header::CONNECTION, HeaderValue::from_static("close"))
        }
        _ => problem,
    }
}

pub(super) fn failed(error: &Error) -> Problem {
    tracing::error!(%error, "a file could not be kept or read");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "The hub failed: try again later.")
}

/// A message as a sentence.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).chain(['.']).collect()
}

fn too_slow() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, "BODY_TOO_SLOW", "The file did not arrive in time.")
        .with(header::CONNECTION, HeaderValue::from_static("close"))
}

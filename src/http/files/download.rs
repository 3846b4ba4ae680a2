//! `GET /files/{id}`: the bytes of a file, for who sees its record; for anybody else there is nothing at the address.
//!
//! What people sent is never run in the hub's name: its type is not guessed, it is kept in a sandbox, and only what
//! cannot run is shown in place.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

use super::range;
use super::upload::failed;
use crate::files::{FileFound, Slice};
use crate::http::caller::{self, Admitted};
use crate::http::problem::{self, Problem};
use crate::http::services::FileService;
use crate::http::state::HttpState;

/// What a file that is opened by itself may do.
const SANDBOX: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'");

/// Gives a file.
pub(in crate::http) async fn handle(
    State(state): State<HttpState>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let Some(FileService { files, .. }) = &state.services.files else {
        return Err(problem::not_found().await);
    };
    let until = Instant::now() + state.settings.times.request;
    let (parts, _) = request.into_parts();
    let Admitted { caller, key, .. } = caller::admit(&state, &parts, until).await?;
    let place = state.admission.client(key)?;
    let found = timeout_at(until, files.find(&caller.actor, &id)).await;
    let found = found.map_err(|_| Problem::overloaded())?.map_err(|error| failed(&error))?;
    let Some(file) = found else { return Err(problem::not_found().await) };
    let tag = format!("\"{}\"", file.sha256);
    let mut response = if is_known(&parts.headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let slice = range::asked(&parts.headers, &tag, file.size).ok_or_else(|| unsatisfiable(file.size))?;
        let bytes = files.open_file(&file, slice.clone()).await.map_err(|error| failed(&error))?;
        // The client's place is given back with the last byte.
        let held = bytes.map(move |bytes| {
            let _held = &place;
            bytes
        });
        whole_or_part(&file, &slice, Body::from_stream(held))
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, text(tag));
    // Who sees the record may change at any moment: a copy is asked about each time.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("Authorization, Cookie"));
    headers.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
    Ok(response)
}

fn whole_or_part(file: &FileFound, slice: &Slice, body: Body) -> Response {
    let (status, length) = match slice {
        Slice::Whole => (StatusCode::OK, file.size),
        Slice::Part(range) => (StatusCode::PARTIAL_CONTENT, range.end - range.start),
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, text(file.mime.clone()));
    headers.insert(header::CONTENT_LENGTH, length.into());
    headers.insert(header::CONTENT_DISPOSITION, text(disposition(file)));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Slice::Part(range) = slice {
        let told = format!("bytes {}-{}/{}", range.start, range.end - 1, file.size);
        headers.insert(header::CONTENT_RANGE, text(told));
    }
    response
}

/// Images, sound and films show in place; all else is saved. The name stands in the form of RFC 8187.
fn disposition(file: &FileFound) -> String {
    let in_place = ["image/", "audio/", "video/"].iter().any(|kind| file.mime.starts_with(kind));
    let mut told = if in_place { "inline" } else { "attachment" }.to_owned();
    told.push_str("; filename*=UTF-8''");
    for byte in file.filename.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            told.push(char::from(byte));
        } else {
            told.push_str(&format!("%{byte:02X}"));
        }
    }
    told
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    let mut known = lines.flat_map(|line| line.split(',')).map(str::trim);
    known.any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

fn unsatisfiable(size: u64) -> Problem {
    Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, "RANGE_NOT_SATISFIABLE", "The file has no such bytes.")
        .with(header::CONTENT_RANGE, text(format!("bytes */{size}")))
}

/// A header made of what the hub itself wrote.
fn text(value: String) -> HeaderValue {
    HeaderValue::try_from(value).unwrap_or_else(|_| HeaderValue::from_static(""))
}

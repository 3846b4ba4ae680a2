//! Endpoints that do not answer as they are asked.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, Response as HttpResponse, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};

use crate::lie::Misbehaviour;

/// What a flood is made of, and how often: 50 MB.
static DROP: [u8; 64 * 1024] = [b' '; 64 * 1024];
const DROPS: usize = 800;
/// Often enough to seem alive.
const BETWEEN_BYTES: Duration = Duration::from_millis(20);

pub(super) async fn answer(misbehaviour: Misbehaviour, request: Request, next: Next) -> Response {
    match misbehaviour {
        Misbehaviour::Redirect(status) => (code(status), [(LOCATION, "/foreign")]).into_response(),
        Misbehaviour::Stall => std::future::pending().await,
        Misbehaviour::Trickle => begun(stream::pending()),
        Misbehaviour::Flood => begun(stream::repeat(Bytes::from_static(&DROP)).take(DROPS)),
        Misbehaviour::Status(status) => code(status).into_response(),
        Misbehaviour::Says(status, media_type, body) => {
            (code(status), [(CONTENT_TYPE, media_type)], body).into_response()
        }
        Misbehaviour::MediaType(media_type) => {
            let mut answer = next.run(request).await;
            answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
            answer
        }
        Misbehaviour::Under(status) => (code(status), next.run(request).await).into_response(),
        Misbehaviour::Header(name, value) => {
            let mut answer = next.run(request).await;
            answer.headers_mut().append(name, HeaderValue::from_static(value));
            answer
        }
        Misbehaviour::Drip => begun(stream::unfold((), |()| async {
            tokio::time::sleep(BETWEEN_BYTES).await;
            Some((Bytes::from_static(b" "), ()))
        })),
    }
}

/// JSON that begins as it should.
fn begun(goes_on: impl Stream<Item = Bytes> + Send + 'static) -> Response {
    let body = stream::iter([Bytes::from_static(b"{\"keys\":[")]).chain(goes_on).map(Ok::<_, std::io::Error>);
    let answer =
        HttpResponse::builder().header(CONTENT_TYPE, "application/json").body(Body::from_stream(body));
    answer.expect("an answer")
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("a status")
}

//! Endpoints that do not answer as they are asked.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, Response as HttpResponse, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{StreamExt, stream};

use crate::lie::Misbehaviour;

/// What a flood is made of, and how often: 50 MB.
static DROP: [u8; 64 * 1024] = [b' '; 64 * 1024];
const DROPS: usize = 800;

pub(super) async fn answer(misbehaviour: Misbehaviour, request: Request, next: Next) -> Response {
    match misbehaviour {
        Misbehaviour::Redirect(status) => (code(status), [(LOCATION, "/foreign")]).into_response(),
        Misbehaviour::Stall => std::future::pending().await,
        Misbehaviour::Flood => {
            let drops = stream::repeat(Bytes::from_static(&DROP)).take(DROPS).map(Ok::<_, std::io::Error>);
            let body = Body::from_stream(stream::iter([Ok(Bytes::from_static(b"{\"keys\":["))]).chain(drops));
            let answer = HttpResponse::builder().header(CONTENT_TYPE, "application/json").body(body);
            answer.expect("an answer")
        }
        Misbehaviour::Status(status) => code(status).into_response(),
        Misbehaviour::Says(status, media_type, body) => {
            (code(status), [(CONTENT_TYPE, media_type)], body).into_response()
        }
        Misbehaviour::MediaType(media_type) => {
            let mut answer = next.run(request).await;
            answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
            answer
        }
    }
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("a status")
}

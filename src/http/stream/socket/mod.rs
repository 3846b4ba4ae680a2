//! GraphQL over WebSocket: the protocol graphql-transport-ws on `GET /graphql`.

mod bearer;
mod close;
mod frame;
mod message;
mod operation;
mod protocol;
mod session;
mod writer;

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use tokio::time::Instant;

use self::session::{Handshake, Session};
use crate::http::caller;
use crate::http::observe::Observed;
use crate::http::problem::Problem;
use crate::http::services::Operations;
use crate::http::state::HttpState;

/// The protocol, as clients ask for it.
const PROTOCOL: &str = "graphql-transport-ws";

/// What is set aside for each socket: most messages are small, and most sockets say little.
const READ_BUFFER: usize = 1_024;
const WRITE_BUFFER: usize = 8 * 1_024;

/// Whether a request asks for a socket.
pub(in crate::http) fn is_asked(headers: &HeaderMap) -> bool {
    let upgrades = headers.get_all(header::UPGRADE).iter().filter_map(|value| value.to_str().ok());
    upgrades.flat_map(|value| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case("websocket"))
}

/// Opens a socket.
pub(in crate::http) async fn open(
    operations: &Arc<dyn Operations>,
    state: &HttpState,
    mut parts: Parts,
    observed: &mut Observed,
) -> Result<Response, Problem> {
    let until = Instant::now() + state.settings.times.request;
    let admitted = caller::admit_socket(state, &parts, until).await?;
    observed.actor(&admitted.caller.actor);
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &()).await;
    let upgrade = upgrade.map_err(|_| no_handshake(&parts.headers))?;
    let place = state.streams.place(admitted.key)?;
    let connection = state.streams.open(admitted.credentials, admitted.caller.actor.clone())?;
    let handshake = Handshake { caller: admitted.caller, key: admitted.key, connection, _place: place };
    let session = Session::new(Arc::clone(operations), state.clone(), handshake);
    let limit = state.settings.max_body_bytes;
    let upgrade = upgrade
        .protocols([PROTOCOL])
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_message_size(limit)
        .max_frame_size(limit);
    // Who asked for another protocol is told by a close frame: a browser shows nothing of an answer to the handshake.
    let is_spoken = upgrade.selected_protocol().is_some();
    Ok(upgrade.on_upgrade(move |socket| session.serve(socket, is_spoken)))
}

fn no_handshake(headers: &HeaderMap) -> Problem {
    const VERSION: HeaderName = header::SEC_WEBSOCKET_VERSION;
    let given = headers.get(VERSION);
    if given.is_some_and(|version| version.as_bytes() != b"13") {
        let message = "WebSocket is spoken in version 13.";
        return Problem::new(StatusCode::UPGRADE_REQUIRED, "UPGRADE_REQUIRED", message)
            .with(VERSION, HeaderValue::from_static("13"));
    }
    Problem::bad_request("The handshake of a WebSocket is not whole.")
}

//! GraphQL over server-sent events, distinct connections: one response for each operation, open until it is complete.

mod format;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream::poll_fn;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use super::connection::{End, Open, within};
use super::operation::{Deliver, Ended, Gone, Operation, tell};
use super::places::StreamPlace;
use super::told::{Counts, Told, Transport};
use crate::config::StreamSettings;
use crate::gql::request::{Caller, GraphqlError};
use crate::gql::stream::{Message, Subscriber};
use crate::http::admission::Turn;
use crate::http::graphql::{VARY, errors_body};
use crate::http::origin::LAST_EVENT_ID;
use crate::http::problem::Problem;
use crate::http::server::Cut;
use crate::http::services::{Credentials, PreparedCall};
use crate::http::state::HttpState;
use crate::http::stream::watcher;

/// Events that wait to be sent: the operation waits for room among them.
const QUEUE: usize = 16;

/// The least time after which a client is told to come back, when the server stops.
const COME_BACK: Duration = Duration::from_millis(200);

const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Who listens to an event stream.
pub(in crate::http) struct Listener {
    pub(in crate::http) caller: Caller,
    pub(in crate::http) credentials: Credentials,
    pub(in crate::http) place: StreamPlace,
    /// When a query or a mutation has to be answered, and a subscription to be open.
    pub(in crate::http) until: Instant,
}

/// Answers with the events of an operation, or with why it is none: once a request is well formed, the events tell all.
pub(in crate::http) fn answer(
    state: &HttpState,
    parts: &Parts,
    listener: Listener,
    operation: Result<(PreparedCall, Turn), Vec<GraphqlError>>,
) -> Result<Response, Problem> {
    let Listener { caller, credentials, place, until } = listener;
    let told = Told::new(Transport::Events, &caller.request_id);
    let connection = state.streams.open(credentials, caller.actor.clone())?;
    let (events, mut waiting) = mpsc::channel(QUEUE);
    let out = ToEvents {
        events,
        counts: told.counts(),
        write_timeout: state.settings.streams.write_timeout,
        cut: parts.extensions.get::<Cut>().cloned().unwrap_or_default(),
    };
    let request_id = caller.request_id.clone();
    let subscriber = Subscriber {
        caller,
        actor: connection.actor(),
        renew: Some(watcher::renew(&connection.handle(), &state.services)),
        resume_after: last_event(&parts.headers),
    };
    let operation = operation.map(|(call, turn)| Operation {
        call,
        turn,
        subscriber,
        until,
        transport: Transport::Events,
    });
    let stream = EventStream { connection, _place: place, told, out, settings: state.settings.streams };
    tokio::spawn(stream.run(request_id, operation));
    let body = poll_fn(move |context| waiting.poll_recv(context).map(|event| event.map(Ok::<_, Infallible>)));
    let mut response = Response::new(Body::from_stream(body));
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::VARY, VARY),
        // nginx would otherwise collect events until a buffer is full.
        (X_ACCEL_BUFFERING, HeaderValue::from_static("no")),
    ] {
        headers.insert(name, value);
    }
    Ok(response)
}

/// The last event that the client has seen, as a browser says when it comes back.
fn last_event(headers: &HeaderMap) -> Option<String> {
    let last = headers.get(LAST_EVENT_ID)?.to_str().ok()?;
    (!last.is_empty()).then(|| last.to_owned())
}

/// The task behind a response.
struct EventStream {
    connection: Open,
    _place: StreamPlace,
    told: Told,
    out: ToEvents,
    settings: StreamSettings,
}

impl EventStream {
    async fn run(mut self, request_id: String, operation: Result<Operation, Vec<GraphqlError>>) {
        self.out.counts.operation();
        let events = self.out.events.clone();
        let (connection, mut out) = (self.connection.handle(), self.out.clone());
        let begins = Box::pin(async move { operation.map_err(Ended::Refused)?.begin().await });
        let answered = tell(begins, &mut out, &request_id);
        tokio::pin!(answered);
        // Headers leave with the first bytes, and some clients wait for them.
        let _ = events.try_send(format::ALIVE);
        let every = self.settings.keep_alive;
        let mut alive = interval_at(Instant::now() + every, every);
        alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                end = connection.ended() => {
                    self.ended_by(end).await;
                    break;
                }
                () = events.closed() => break,
                ended = &mut answered => {
                    self.finish(ended).await;
                    break;
                }
                // When there is no room, there is something to send.
                _ = alive.tick() => drop(events.try_send(format::ALIVE)),
            }
        }
        self.told.ended(&connection.actor().borrow(), None);
    }

    /// The hub ends it: without `complete`, so that the client comes back.
    async fn ended_by(&mut self, end: End) {
        if end == End::GoingAway {
            let _ = self.out.send(format::retry(COME_BACK + within(self.settings.drain_spread))).await;
        }
    }

    async fn finish(&mut self, ended: Ended) {
        match ended {
            Ended::Complete => {}
            Ended::Refused(errors) => {
                if self.out.send(format::next(&errors_body(&errors), None)).await.is_err() {
                    return;
                }
            }
            // Without `complete`: it is not.
            Ended::CutOff(_) | Ended::Gone => return,
        }
        let _ = self.out.send(format::COMPLETE).await;
    }
}

/// Where events go.
#[derive(Clone)]
struct ToEvents {
    events: mpsc::Sender<Bytes>,
    counts: Arc<Counts>,
    write_timeout: Duration,
    cut: Cut,
}

impl ToEvents {
    async fn send(&self, event: Bytes) -> Result<(), Gone> {
        let bytes = event.len();
        match timeout(self.write_timeout, self.events.send(event)).await {
            Ok(Ok(())) => {
                self.counts.sent(Transport::Events, bytes);
                Ok(())
            }
            Ok(Err(_)) => Err(Gone),
            Err(_) => {
                self.cut.cut();
                Err(Gone)
            }
        }
    }
}

impl Deliver for ToEvents {
    async fn deliver(&mut self, message: Message) -> Result<(), Gone> {
        self.send(format::next(&message.body, message.cursor.as_deref())).await
    }
}

//! The life of one socket: it reads, begins and ends operations, and says at the end why it closed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use chrono::SecondsFormat;
use futures_util::StreamExt;
use futures_util::stream::SplitStream;
use secrecy::SecretString;
use serde_json::{Map, Value};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep, sleep_until, timeout, timeout_at};

use super::close::Close;
use super::frame::{Frame, OperationTag};
use super::operation::SocketOperation;
use super::protocol::{Protocol, Step};
use super::writer::{Silence, Writer};
use super::{bearer, message};
use crate::gql::request::{Caller, GraphqlError, GraphqlRequest};
use crate::http::per_client::ClientKey;
use crate::http::services::{AuthFault, Credentials, Operations};
use crate::http::state::HttpState;
use crate::http::stream::connection::Open;
use crate::http::stream::places::StreamPlace;
use crate::http::stream::told::{Counts, Told, Transport};
use crate::http::stream::watcher::ends_at;
use crate::kernel::actor::Actor;

/// Messages that wait to be sent: operations wait for room among them.
const QUEUE: usize = 32;

/// The requests of a socket that wait for their turn hold together so many times what one message may.
const WAITING: usize = 2;

/// How long the peer may take to answer a close frame.
const LINGER: Duration = Duration::from_secs(2);

/// The code of a socket that ended without one (RFC 6455, 7.1.5).
const WITHOUT_CODE: u16 = 1005;
const LOST: u16 = 1006;

/// What the handshake told.
pub(super) struct Handshake {
    pub(super) caller: Caller,
    pub(super) key: ClientKey,
    pub(super) connection: Open,
    pub(super) _place: StreamPlace,
}

/// An open socket.
pub(super) struct Session {
    operations: Arc<dyn Operations>,
    state: HttpState,
    handshake: Handshake,
    protocol: Arc<Mutex<Protocol>>,
    /// Ends with the session, and all operations with it.
    work: JoinSet<()>,
    running: HashMap<u64, AbortHandle>,
    /// Bytes of requests that may wait for their turn.
    room: Arc<Semaphore>,
    told: Told,
    counts: Arc<Counts>,
}

/// Why a socket ends.
enum Why {
    /// The hub closes it.
    Closed(Close),
    /// What came cannot be read, nor what would come after it.
    Unreadable(Close),
    /// The peer closed it, with this code.
    ByPeer(u16),
    /// The peer is not there any more.
    Lost,
}

impl Why {
    const fn code(&self) -> u16 {
        match self {
            Self::Closed(close) | Self::Unreadable(close) => close.code,
            Self::ByPeer(code) => *code,
            Self::Lost => LOST,
        }
    }
}

impl Session {
    pub(super) fn new(operations: Arc<dyn Operations>, state: HttpState, handshake: Handshake) -> Self {
        let told = Told::new(Transport::Socket, &handshake.caller.request_id);
        let limit = state.settings.streams.operations_per_socket;
        let room = Arc::new(Semaphore::new(state.settings.max_body_bytes.saturating_mul(WAITING)));
        Self {
            operations,
            state,
            handshake,
            protocol: Arc::new(Mutex::new(Protocol::new(limit))),
            work: JoinSet::new(),
            running: HashMap::new(),
            room,
            counts: told.counts(),
            told,
        }
    }

    /// Serves the socket to its end.
    pub(super) async fn serve(mut self, socket: WebSocket, is_spoken: bool) {
        let (sink, mut stream) = socket.split();
        let (queue, frames) = mpsc::channel(QUEUE);
        let (close, to_close) = oneshot::channel();
        let silence = Arc::new(Silence::default());
        let writer = Writer {
            sink,
            frames,
            protocol: Arc::clone(&self.protocol),
            silence: Arc::clone(&silence),
            counts: Arc::clone(&self.counts),
            ping_every: self.state.settings.streams.ping_every,
            write_timeout: self.state.settings.streams.write_timeout,
        };
        let mut writer = tokio::spawn(writer.run(to_close));
        let connection = self.handshake.connection.handle();
        let why = if is_spoken {
            tokio::select! {
                biased;
                end = connection.ended() => Why::Closed(end.into()),
                _ = &mut writer => Why::Lost,
                why = self.read(&mut stream, &queue, &silence) => why,
            }
        } else {
            Why::Closed(Close::SUBPROTOCOL)
        };
        self.work.abort_all();
        self.told.ended(&connection.actor().borrow(), Some(why.code()));
        if let Why::Closed(said) | Why::Unreadable(said) = &why {
            // The writer ends by itself when it cannot send it.
            let _ = close.send(said.clone());
            let _ = writer.await;
        }
        linger(&why, &mut stream).await;
    }

    async fn read(
        &mut self,
        stream: &mut SplitStream<WebSocket>,
        queue: &mpsc::Sender<Frame>,
        silence: &Silence,
    ) -> Why {
        let init_by = Instant::now() + self.state.settings.streams.init_timeout;
        let mut ended = Why::Lost;
        loop {
            let waits = !self.protocol().is_initialised();
            let received = tokio::select! {
                received = stream.next() => received,
                () = sleep_until(init_by), if waits => return Why::Closed(Close::INIT_TIMEOUT),
            };
            silence.is_broken();
            let handled = match received {
                None => return ended,
                Some(Err(fault)) => return Close::after(fault).map_or(ended, Why::Unreadable),
                Some(Ok(Message::Text(text))) => self.handle(&text, queue).await,
                Some(Ok(Message::Binary(_))) => Err(Close::bad_request("Messages are text, not binary")),
                Some(Ok(Message::Close(frame))) => {
                    // Reading on sends the answer to it.
                    ended = Why::ByPeer(frame.map_or(WITHOUT_CODE, |frame| frame.code));
                    Ok(())
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
            };
            if let Err(close) = handled {
                return Why::Closed(close);
            }
        }
    }

    async fn handle(&mut self, text: &str, queue: &mpsc::Sender<Frame>) -> Result<(), Close> {
        Counts::received(text.len());
        let message = message::read(text).map_err(|why| Close::bad_request(&why))?;
        let step = self.protocol().receive(message);
        let answer = match step {
            Step::Nothing => return Ok(()),
            Step::Close(close) => return Err(close),
            Step::Initialise(payload) => {
                self.initialise(&payload).await?;
                Frame::ack()
            }
            Step::Pong(payload) => Frame::pong(payload),
            Step::Renew(payload) => Frame::pong(Some(self.renew(&payload).await?)),
            Step::Start(tag, request) => {
                let bytes = u32::try_from(text.len()).unwrap_or(u32::MAX);
                match Arc::clone(&self.room).try_acquire_many_owned(bytes) {
                    Ok(room) => {
                        self.begin(tag, *request, room, queue.clone());
                        return Ok(());
                    }
                    Err(_) => Frame::error(tag, &[self.too_many()]),
                }
            }
            Step::TooMany(id) => Frame::refusal(&id, &[self.too_many()]),
            Step::Stop(number) => {
                if let Some(operation) = self.running.remove(&number) {
                    operation.abort();
                }
                return Ok(());
            }
        };
        // When there is nobody to send it, the session is about to end.
        let _ = queue.send(answer).await;
        Ok(())
    }

    async fn initialise(&mut self, payload: &Map<String, Value>) -> Result<(), Close> {
        if let Some(key) = bearer::key(payload)? {
            self.known_by(key).await?;
        }
        if let Some(locales) = bearer::locales(payload) {
            self.handshake.caller.locales = locales;
        }
        self.protocol().acknowledge();
        Ok(())
    }

    /// The bearer's time goes on under another key; the answer says until when.
    async fn renew(&self, payload: &Map<String, Value>) -> Result<Map<String, Value>, Close> {
        let key = bearer::key(payload)?.ok_or(Close::FORBIDDEN)?;
        let actor = self.known_by(key).await?;
        let until = ends_at(&actor).map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        Ok(Map::from_iter([("expiresAt".to_owned(), until.into())]))
    }

    async fn known_by(&self, key: SecretString) -> Result<Actor, Close> {
        let connection = &self.handshake.connection;
        let origin = connection.credentials().origin.clone();
        let credentials = Credentials { bearer: Some(key), session_cookie: None, origin };
        let until = Instant::now() + self.state.settings.times.request;
        match timeout_at(until, (self.state.services.authenticate)(credentials.clone())).await {
            Ok(Ok(actor)) => {
                connection.renew(credentials, actor.clone());
                Ok(actor)
            }
            Ok(Err(AuthFault::Unavailable)) | Err(_) => Err(Close::TRY_AGAIN),
            Ok(Err(_)) => Err(Close::FORBIDDEN),
        }
    }

    fn begin(
        &mut self,
        tag: OperationTag,
        request: GraphqlRequest,
        room: OwnedSemaphorePermit,
        queue: mpsc::Sender<Frame>,
    ) {
        self.counts.operation();
        while self.work.try_join_next().is_some() {}
        self.running.retain(|_, operation| !operation.is_finished());
        let connection = self.handshake.connection.handle();
        let actor = connection.actor().borrow().clone();
        let caller = &self.handshake.caller;
        let number = tag.number;
        let operation = SocketOperation {
            operations: Arc::clone(&self.operations),
            state: self.state.clone(),
            key: actor.id().map_or(self.handshake.key, ClientKey::Actor),
            caller: Caller {
                actor,
                locales: caller.locales.clone(),
                request_id: format!("{}.{number}", caller.request_id),
                idempotency_key: None,
            },
            connection,
            request: (request, room),
            tag,
            queue,
        };
        self.running.insert(number, self.work.spawn(operation.run()));
    }

    fn too_many(&self) -> GraphqlError {
        let limit = self.state.settings.streams.operations_per_socket;
        GraphqlError::new("TOO_MANY", format!("At most {limit} operations of one socket run at once."))
    }

    fn protocol(&self) -> MutexGuard<'_, Protocol> {
        self.protocol.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for the peer's half of the closing: a connection that is dropped with something unread is reset, and the peer may
/// never see why.
async fn linger(why: &Why, stream: &mut SplitStream<WebSocket>) {
    match why {
        Why::Closed(_) => {
            let _ = timeout(LINGER, async { while let Some(Ok(_)) = stream.next().await {} }).await;
        }
        Why::Unreadable(_) => sleep(LINGER).await,
        Why::ByPeer(_) | Why::Lost => {}
    }
}

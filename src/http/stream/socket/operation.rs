//! One operation of a socket: it takes its turn, runs, and sends what it has to say.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::Instant;

use super::frame::{Frame, OperationTag};
use crate::gql::request::{Caller, GraphqlError, GraphqlRequest};
use crate::gql::stream::{Message, Subscriber};
use crate::http::admission::Turn;
use crate::http::caller;
use crate::http::graphql;
use crate::http::per_client::ClientKey;
use crate::http::problem::Problem;
use crate::http::services::{Operations, PreparedCall};
use crate::http::state::HttpState;
use crate::http::stream::connection::Connection;
use crate::http::stream::operation::{Begun, Deliver, Ended, Gone, Operation, error_of, tell};
use crate::http::stream::told::Transport;
use crate::http::stream::watcher;

/// An operation that a client asked for.
pub(super) struct SocketOperation {
    pub(super) operations: Arc<dyn Operations>,
    pub(super) state: HttpState,
    pub(super) connection: Arc<Connection>,
    pub(super) caller: Caller,
    /// With whose operations it is counted.
    pub(super) key: ClientKey,
    /// With the room that it takes up while it waits.
    pub(super) request: (GraphqlRequest, OwnedSemaphorePermit),
    pub(super) tag: OperationTag,
    pub(super) queue: mpsc::Sender<Frame>,
}

impl SocketOperation {
    /// Runs it to its end. Dropping the future ends it; what it has queued already is sorted out by its number.
    pub(super) async fn run(self) {
        let (connection, request_id) = (Arc::clone(&self.connection), self.caller.request_id.clone());
        let mut out = ToSocket { queue: self.queue.clone(), tag: self.tag.clone() };
        let ended = tell(Box::pin(self.begin()), &mut out, &request_id).await;
        let ToSocket { queue, tag } = out;
        let last = match ended {
            Ended::Complete => Frame::complete(tag),
            Ended::Refused(errors) => Frame::error(tag, &errors),
            Ended::CutOff(why) => return connection.end(why),
            Ended::Gone => return,
        };
        // When there is nobody to send it, the socket is about to end.
        let _ = queue.send(last).await;
    }

    async fn begin(self) -> Result<Begun, Ended> {
        let (connection, state) = (Arc::clone(&self.connection), self.state.clone());
        let until = Instant::now() + state.settings.times.request;
        let (caller, call, turn) = self.prepare(until).await.map_err(Ended::Refused)?;
        let renew = Some(watcher::renew(&connection, &state.services));
        let subscriber = Subscriber { caller, actor: connection.actor(), renew, resume_after: None };
        Operation { call, turn, subscriber, until, transport: Transport::Socket }.begin().await
    }

    async fn prepare(self, until: Instant) -> Result<(Caller, PreparedCall, Turn), Vec<GraphqlError>> {
        let Self { mut caller, request: (request, _room), .. } = self;
        let request_id = caller.request_id.clone();
        let refused = |problem: Problem| vec![error_of(&problem, &request_id)];
        if let Some(key) = request.extensions.get("idempotencyKey") {
            let key = key.as_str().unwrap_or_default();
            caller.idempotency_key = Some(caller::idempotency_key(key.as_bytes()).map_err(refused)?);
        }
        let turn = self.state.admission.turn(self.key, until).await.map_err(refused)?;
        let call = graphql::prepare(&*self.operations, request).map_err(|refusal| refusal.errors)?;
        Ok((caller, call, turn))
    }
}

/// Where the messages of an operation go.
struct ToSocket {
    queue: mpsc::Sender<Frame>,
    tag: OperationTag,
}

impl Deliver for ToSocket {
    async fn deliver(&mut self, message: Message) -> Result<(), Gone> {
        let frame = Frame::next(self.tag.clone(), &message.body);
        self.queue.send(frame).await.map_err(|_| Gone)
    }
}

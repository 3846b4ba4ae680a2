//! What a subscription gives: messages, one after the other, until it ends.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use tokio::sync::watch;

use super::pipeline::{Call, Pipeline};
use super::request::{Caller, GraphqlError};
use crate::kernel::actor::Actor;

/// Who listens.
#[derive(Clone, Debug)]
pub struct Subscriber {
    /// Who asked, and how the answers should read.
    pub caller: Caller,
    /// The same actor as it is now: a connection outlives what its bearer was when it began.
    pub actor: watch::Receiver<Actor>,
    /// The cursor of the last message that the client has, when the transport says so (`Last-Event-ID`). It goes before the
    /// one in the operation.
    pub resume_after: Option<String>,
}

/// One result of a subscription.
#[derive(Clone, Debug)]
pub struct Message {
    /// The execution result (`{"data":…}`), written once for all who share it.
    pub body: Bytes,
    /// Where the stream stands after it, for who comes back.
    pub cursor: Option<Arc<str>>,
}

/// Why a stream is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutOff {
    /// The listener lost a right that it had when the connection began: the connection ends with it.
    Forbidden,
}

/// The results of a subscription; when there is no more, it is complete.
pub type Messages = BoxStream<'static, Result<Message, CutOff>>;

impl Pipeline {
    /// Opens the stream of a subscription.
    ///
    /// # Errors
    /// When it cannot be opened: what the client reads.
    pub async fn subscribe(&self, call: Call, subscriber: Subscriber) -> Result<Messages, Vec<GraphqlError>> {
        let _ = (call, subscriber);
        Err(vec![GraphqlError::new("UNSUPPORTED", "there is nothing to listen to yet")])
    }
}

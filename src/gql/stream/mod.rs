//! Subscriptions: what is listened to becomes messages, one after the other, until it ends.
//!
//! async-graphql publishes the fields of the subscription type, and is asked twice for each: when the stream opens, to read
//! its arguments and say what it listens to, and for each event, to say what is selected of it ([`Occasion`]). Records in
//! its answer are filled in by the plan, as in the answer to a mutation. Who asks the same with the same rights shares one
//! execution and one message (`share`).

mod occasion;
mod share;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt};
use tokio::sync::watch;

pub use crate::feed::Renew;
pub use occasion::{Occasion, listen};
pub(crate) use share::SharedMessages;

use self::share::Audience;
use super::execution::{Executed, Noting};
use super::pipeline::{Call, Pipeline};
use super::request::{Caller, GraphqlError};
use crate::access::Rights;
use crate::feed::{Delivery, Event, Interest, Listener, Lost};
use crate::kernel::actor::Actor;

/// How often an event is tried again that the database did not let tell, before the stream is given up.
const ATTEMPTS: u32 = 60;
/// How long one waits before.
const AGAIN: Duration = Duration::from_millis(500);

/// Who listens.
#[derive(Clone)]
pub struct Subscriber {
    /// Who asked, and how the answers should read.
    pub caller: Caller,
    /// The same actor as it is now: a connection outlives what its bearer was when it began.
    pub actor: watch::Receiver<Actor>,
    /// Brings `actor` up to date when it may matter, where somebody can.
    pub renew: Option<Renew>,
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
    /// The database does not answer: the client is to come back.
    Unavailable,
}

/// The results of a subscription; when there is no more, it is complete.
pub type Messages = BoxStream<'static, Result<Message, CutOff>>;

impl Pipeline {
    /// Opens the stream of a subscription.
    ///
    /// # Errors
    /// When it cannot be opened: what the client reads.
    pub async fn subscribe(&self, call: Call, subscriber: Subscriber) -> Result<Messages, Vec<GraphqlError>> {
        let Subscriber { caller, actor, renew, resume_after } = subscriber;
        let mut interest = self.interest(&call, &caller).await?;
        if let Some(text) = resume_after {
            let seal =
                self.feed().seal().await.map_err(|error| vec![self.explain(&call, &caller, &error)])?;
            interest.after = Some(seal.place(&text).ok_or_else(not_a_cursor)?);
        }
        let listener = self.feed().listen(interest, actor, renew).await;
        let listener = listener.map_err(|error| vec![self.explain(&call, &caller, &error)])?;
        let open = OpenStream { pipeline: self.clone(), call, caller, listener, audience: None };
        let messages = stream::unfold(Some(open), |open| async {
            let mut open = open?;
            let next = open.next().await;
            let is_over = next.is_err();
            Some((next, (!is_over).then_some(open)))
        });
        Ok(messages.boxed())
    }

    /// What the operation listens to.
    async fn interest(&self, call: &Call, caller: &Caller) -> Result<Interest, Vec<GraphqlError>> {
        let slot = Arc::default();
        let occasion = Occasion::Opening(Arc::clone(&slot));
        let executed = self.tell(call, caller, occasion).await;
        match slot.get() {
            Some(interest) if executed.errors.is_empty() => Ok(interest.clone()),
            _ => Err(executed.errors),
        }
    }

    async fn tell(&self, call: &Call, caller: &Caller, occasion: Occasion) -> Executed {
        let scene = self.scene(caller);
        self.execution(call, caller, &scene, Some(occasion)).run(Noting::Nothing).await
    }

    fn explain(&self, call: &Call, caller: &Caller, error: &crate::kernel::error::Error) -> GraphqlError {
        let scene = self.scene(caller);
        self.execution(call, caller, &scene, None).explain(error, None)
    }
}

fn not_a_cursor() -> Vec<GraphqlError> {
    vec![GraphqlError::new("INVALID", "`Last-Event-ID` is no cursor of this stream: leave it out")]
}

/// A stream that is open.
struct OpenStream {
    pipeline: Pipeline,
    call: Call,
    caller: Caller,
    listener: Listener,
    /// With whom its messages are shared, for as long as its rights stay the same.
    audience: Option<(Rights, Audience)>,
}

impl OpenStream {
    async fn next(&mut self) -> Result<Message, CutOff> {
        let delivery = self.listener.next().await.map_err(|Lost| CutOff::Forbidden)?;
        if self.caller.actor != *delivery.actor {
            self.caller.actor = (*delivery.actor).clone();
        }
        let shared = match &delivery.event {
            Event::Change { entry, told } => Some((self.audience(delivery.rights), (entry.seq, *told))),
            Event::Notification(_) | Event::Presence { .. } | Event::Reset(_) => None,
        };
        for _ in 0..ATTEMPTS {
            // In boxes of their own: what executes is large, of those who share a message one executes, and who waits for
            // the next event holds neither.
            let made = async { Box::pin(self.message(&delivery)).await };
            let message = match shared {
                Some(key) => Box::pin(self.pipeline.shared().get(key, made)).await,
                None => made.await,
            };
            if let Some(message) = message {
                return Ok(message);
            }
            tokio::time::sleep(AGAIN).await;
        }
        Err(CutOff::Unavailable)
    }

    fn audience(&mut self, rights: Rights) -> Audience {
        if let Some((known, audience)) = &self.audience
            && *known == rights
        {
            return *audience;
        }
        let audience = Audience::of(&self.call, &self.pipeline.scene(&self.caller), rights);
        self.audience = Some((rights, audience));
        audience
    }

    /// The message of an event; `None` when the database did not answer.
    async fn message(&self, delivery: &Delivery) -> Option<Message> {
        let occasion = Occasion::Event(Box::new(delivery.clone()));
        let executed = self.pipeline.tell(&self.call, &self.caller, occasion).await;
        if executed.errors.iter().any(GraphqlError::may_pass) {
            return None;
        }
        let body = super::pipeline::close(executed).body.into_bytes();
        Some(Message { body, cursor: Some(Arc::clone(&delivery.cursor)) })
    }
}

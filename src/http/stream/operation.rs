//! One operation on a stream, from its preparation to its last message, whichever transport carries it.

use std::panic::AssertUnwindSafe;
use std::time::Instant as Start;

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt};
use tokio::time::{Instant, timeout_at};

use super::connection::End;
use super::told::Transport;
use crate::gql::request::GraphqlError;
use crate::gql::stream::{CutOff, Message, Messages, Subscriber};
use crate::http::admission::Turn;
use crate::http::graphql::{count_operation, timed_out};
use crate::http::observe::kind_label;
use crate::http::panic;
use crate::http::problem::Problem;
use crate::http::services::{PreparedCall, Run};

/// Where messages go.
pub(in crate::http) trait Deliver: Send {
    /// Waits until the peer has room for it.
    fn deliver(&mut self, message: Message) -> impl Future<Output = Result<(), Gone>> + Send;
}

/// The peer takes nothing any more.
#[derive(Debug)]
pub(in crate::http) struct Gone;

/// How an operation ended.
#[derive(Debug)]
pub(in crate::http) enum Ended {
    /// It gave all that there was.
    Complete,
    /// It gave nothing: this is why.
    Refused(Vec<GraphqlError>),
    /// Its connection ends with it.
    CutOff(End),
    /// Its listener went.
    Gone,
}

/// An operation that was prepared, and who listens to it.
pub(in crate::http) struct Operation {
    pub(in crate::http) call: PreparedCall,
    /// Held while a query or a mutation runs, and while a subscription is opened.
    pub(in crate::http) turn: Turn,
    pub(in crate::http) subscriber: Subscriber,
    /// When a query or a mutation has to be answered, and a subscription to be open.
    pub(in crate::http) until: Instant,
    pub(in crate::http) transport: Transport,
}

/// What an operation has to say.
pub(in crate::http) enum Begun {
    /// The answer to a query or a mutation.
    Answer(Message),
    /// What comes, for as long as somebody listens.
    Stream(Messages),
}

impl Operation {
    /// Executes a query or a mutation; opens a subscription.
    ///
    /// # Errors
    /// When there is nothing to say but why.
    pub(in crate::http) async fn begin(self) -> Result<Begun, Ended> {
        let Self { call, turn, subscriber, until, transport } = self;
        let (kind, start) = (kind_label(call.kind), Start::now());
        let request_id = subscriber.caller.request_id.clone();
        let begun = match call.run {
            Run::Once(run) => timeout_at(until, run(subscriber.caller)).await.map(|reply| {
                let outcome = if reply.has_errors { "errors" } else { "ok" };
                let answer = Message { body: reply.body.into_bytes(), cursor: None };
                (outcome, Ok(Begun::Answer(answer)))
            }),
            Run::Stream(open) => timeout_at(until, open(subscriber)).await.map(|opened| match opened {
                Ok(messages) => ("ok", Ok(Begun::Stream(messages))),
                Err(errors) => ("errors", Err(Ended::Refused(errors))),
            }),
        };
        drop(turn);
        let late = |_| ("timeout", Err(Ended::Refused(vec![error_of(&timed_out(), &request_id)])));
        let (outcome, begun) = begun.unwrap_or_else(late);
        count_operation(kind, outcome, transport.label(), start.elapsed());
        begun
    }
}

impl Begun {
    /// Says it all.
    pub(in crate::http) async fn tell(self, out: &mut impl Deliver) -> Ended {
        match self {
            Self::Answer(message) => out.deliver(message).await.map_or(Ended::Gone, |()| Ended::Complete),
            Self::Stream(messages) => pass_on(messages, out).await,
        }
    }
}

async fn pass_on(mut messages: Messages, out: &mut impl Deliver) -> Ended {
    while let Some(message) = messages.next().await {
        match message {
            Ok(message) => {
                if out.deliver(message).await.is_err() {
                    return Ended::Gone;
                }
            }
            Err(CutOff::Forbidden) => return Ended::CutOff(End::Forbidden),
            Err(CutOff::Unavailable) => return Ended::CutOff(End::Unavailable),
        }
    }
    Ended::Complete
}

/// Has one operation say what it has to: a fault of the hub ends that one and no other. It begins in a box of its own:
/// who listens for hours does not hold what it took to begin.
pub(in crate::http) async fn tell(
    begins: BoxFuture<'_, Result<Begun, Ended>>,
    out: &mut impl Deliver,
    request_id: &str,
) -> Ended {
    let told = async {
        match begins.await {
            Ok(begun) => begun.tell(out).await,
            Err(ended) => ended,
        }
    };
    AssertUnwindSafe(told).catch_unwind().await.unwrap_or_else(|payload| {
        let problem = panic::told(payload.as_ref(), request_id);
        Ended::Refused(vec![error_of(&problem, request_id)])
    })
}

/// A problem as an operation's error: a stream has no status to say it by.
pub(in crate::http) fn error_of(problem: &Problem, request_id: &str) -> GraphqlError {
    let mut error = GraphqlError::new(problem.code(), problem.message());
    error.extensions.insert("requestId".to_owned(), request_id.into());
    error
}

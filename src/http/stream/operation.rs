//! One operation on a stream, from its preparation to its last message, whichever transport carries it.

use std::panic::AssertUnwindSafe;
use std::time::Instant as Start;

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

impl Operation {
    /// Runs it.
    pub(in crate::http) async fn run(self, out: &mut impl Deliver) -> Ended {
        let Self { call, turn, subscriber, until, transport } = self;
        let (kind, start) = (kind_label(call.kind), Start::now());
        let request_id = subscriber.caller.request_id.clone();
        let counted = |outcome| count_operation(kind, outcome, transport.label(), start.elapsed());
        let late = || Ended::Refused(vec![error_of(&timed_out(), &request_id)]);
        match call.run {
            Run::Once(run) => {
                let reply = timeout_at(until, run(subscriber.caller)).await;
                drop(turn);
                let Ok(reply) = reply else {
                    counted("timeout");
                    return late();
                };
                counted(if reply.has_errors { "errors" } else { "ok" });
                let message = Message { body: reply.body.into_bytes(), cursor: None };
                out.deliver(message).await.map_or(Ended::Gone, |()| Ended::Complete)
            }
            Run::Stream(open) => {
                let opened = timeout_at(until, open(subscriber)).await;
                drop(turn);
                match opened {
                    Ok(Ok(messages)) => {
                        counted("ok");
                        pass_on(messages, out).await
                    }
                    Ok(Err(errors)) => {
                        counted("errors");
                        Ended::Refused(errors)
                    }
                    Err(_) => {
                        counted("timeout");
                        late()
                    }
                }
            }
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

/// Does the work of one operation: a fault of the hub ends that one and no other.
pub(in crate::http) async fn guarded(request_id: &str, work: impl Future<Output = Ended> + Send) -> Ended {
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|payload| {
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

//! Operations that do what a test needs: wait, fail, panic, tick, flood.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::stream::{self, StreamExt};
use respyrem::gql::pipeline::OperationKind;
use respyrem::gql::request::{
    CachePolicy, Caller, GraphqlError, GraphqlRequest, Reply, RequestError, RequestErrorKind,
};
use respyrem::gql::stream::{CutOff, Message, Messages, Subscriber};
use respyrem::http::services::{Operations, PreparedCall, Run};
use respyrem::kernel::actor::Actor;
use serde_json::{Value, json};
use tokio::time::sleep;

/// Operations named by their document: `wait` never ends, `slow` takes 200 ms, `panic` does, `echo` tells the caller.
///
/// Of subscriptions, `ticks` has three messages, `never` none and no end, `refused` is not opened, `cutoff` and `outage` have one message
/// and are then cut off, `flood` never stops, `actor` tells who listens and who it becomes, `resume` from where.
#[derive(Clone, Default)]
pub(super) struct Scripted {
    /// The subscriptions that are open.
    pub(super) open: Arc<AtomicUsize>,
    /// The messages that were made for floods.
    pub(super) flooded: Arc<AtomicUsize>,
}

impl Operations for Scripted {
    fn prepare(&self, request: GraphqlRequest) -> Result<PreparedCall, RequestError> {
        let document = request.query.unwrap_or_default();
        if document.contains("broken") {
            let errors = vec![GraphqlError::new("GRAPHQL_VALIDATION_FAILED", "the document is broken")];
            return Err(RequestError { kind: RequestErrorKind::Malformed, errors });
        }
        let kind = match document.split_whitespace().next() {
            Some("mutation") => OperationKind::Mutation,
            Some("subscription") => OperationKind::Subscription,
            _ => OperationKind::Query,
        };
        let run = if kind == OperationKind::Subscription {
            let scripted = self.clone();
            Run::Stream(Box::new(move |subscriber| scripted.open(document, subscriber).boxed()))
        } else {
            Run::Once(Box::new(move |caller| play(document, kind, caller).boxed()))
        };
        Ok(PreparedCall { kind, name: request.operation_name, run })
    }
}

impl Scripted {
    async fn open(self, document: String, subscriber: Subscriber) -> Result<Messages, Vec<GraphqlError>> {
        let has = |word: &str| document.contains(word);
        if has("slow") {
            sleep(Duration::from_millis(200)).await;
        }
        if has("wait") {
            std::future::pending::<()>().await;
        }
        assert!(!has("panic"), "the document asked for it");
        if has("refused") {
            return Err(vec![GraphqlError::new("NOT_FOUND", "there is no such board")]);
        }
        let messages: Messages = if has("cutoff") {
            stream::iter([Ok(tick(1)), Err(CutOff::Forbidden)]).boxed()
        } else if has("outage") {
            stream::iter([Ok(tick(1)), Err(CutOff::Unavailable)]).boxed()
        } else if has("flood") {
            let flooded = Arc::clone(&self.flooded);
            stream::repeat_with(move || {
                flooded.fetch_add(1, Ordering::Relaxed);
                Ok(message(&json!({ "flood": "x".repeat(16 * 1024) })))
            })
            .boxed()
        } else if has("actor") {
            let actors = stream::unfold((subscriber.actor, true), |(mut actor, first)| async move {
                if !first {
                    actor.changed().await.ok()?;
                }
                let body = told_of(&actor.borrow_and_update());
                Some((Ok(message(&body)), (actor, false)))
            });
            actors.boxed()
        } else if has("resume") {
            let body = json!({ "resume": subscriber.resume_after, "caller": told(&subscriber.caller) });
            stream::iter([Ok(message(&body))]).boxed()
        } else if has("never") {
            stream::pending().boxed()
        } else {
            let ticks = (1..=3).map(|number| async move {
                sleep(Duration::from_millis(10)).await;
                Ok(tick(number))
            });
            stream::iter(ticks.collect::<Vec<_>>()).then(|tick| tick).boxed()
        };
        let held = Held::take(&self.open);
        Ok(messages
            .inspect(move |_| {
                let _ = &held;
            })
            .boxed())
    }
}

/// Counts a stream until it is dropped.
struct Held(Arc<AtomicUsize>);

impl Held {
    fn take(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(open))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn tick(number: u8) -> Message {
    Message { cursor: Some(format!("c{number}").into()), ..message(&json!({ "tick": number })) }
}

fn message(data: &Value) -> Message {
    Message { body: Bytes::from(json!({ "data": data }).to_string()), cursor: None }
}

fn told_of(actor: &Actor) -> Value {
    let memberships = match actor {
        Actor::Member(member) => member.memberships.len(),
        _ => 0,
    };
    json!({ "actor": word(actor), "memberships": memberships })
}

fn word(actor: &Actor) -> &'static str {
    match actor {
        Actor::Anonymous => "anonymous",
        Actor::Member(_) => "member",
        Actor::Client(_) => "client",
        Actor::System => "system",
    }
}

async fn play(document: String, kind: OperationKind, caller: Caller) -> Reply {
    let has = |word: &str| document.contains(word);
    if has("wait") {
        std::future::pending::<()>().await;
    }
    if has("slow") {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert!(!has("panic"), "the document asked for it");
    let data = if has("long") { json!("pirineus ".repeat(400)) } else { told(&caller) };
    let cache = match kind {
        OperationKind::Query if has("private") => CachePolicy::Private,
        OperationKind::Query => CachePolicy::Public,
        _ => CachePolicy::NoStore,
    };
    let body = Bytes::from(json!({ "data": data }).to_string());
    Reply { body: body.into(), cache, has_errors: false, has_data: true }
}

fn told(caller: &Caller) -> Value {
    let locales: Vec<&str> = caller.locales.iter().map(|locale| locale.tag()).collect();
    json!({ "actor": word(&caller.actor), "locales": locales, "key": caller.idempotency_key, "request": caller.request_id })
}

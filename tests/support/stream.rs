//! Somebody who listens to a subscription, straight at the pipeline.

use std::time::Duration;

use futures_util::StreamExt;
use respyrem::feed::bus::Bus;
use respyrem::feed::{Feed, Place};
use respyrem::gql::pipeline::Pipeline;
use respyrem::gql::stream::{CutOff, Message, Messages, Subscriber};
use respyrem::kernel::actor::Actor;
use respyrem::store;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::TestHub;
use super::hub::{caller, request};

/// Long enough for what comes, and short enough for what does not.
const SOON: Duration = Duration::from_secs(5);
const SILENCE: Duration = Duration::from_millis(150);

/// The subscription that most tests use.
pub(crate) const LIVE: &str = "subscription($scopes: [LiveScope!], $after: Cursor) { live(scopes: $scopes, after: $after) { __typename
    ... on Change { cursor type event kind id version changedFields actor { displayName } record { id version } }
    ... on Reset { cursor reason } } }";

/// Follows the log in the background, as a server does, until it is dropped.
pub(crate) struct Following(JoinHandle<()>);

impl Following {
    pub(crate) fn start(feed: &Feed) -> Self {
        let feed = feed.clone();
        Self(tokio::spawn(async move { feed.follow(&Bus::alone()).await }))
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A stream that is open.
pub(crate) struct TestStream {
    messages: Messages,
    /// Who listens, as it is now.
    pub(crate) actor: watch::Sender<Actor>,
    /// The cursor of the last message.
    pub(crate) cursor: Option<String>,
}

impl TestStream {
    /// Opens a stream that has to open.
    pub(crate) async fn open(pipeline: &Pipeline, actor: &Actor, query: &str, variables: Value) -> Self {
        let opened = Self::try_open(pipeline, actor, query, variables).await;
        opened.unwrap_or_else(|errors| panic!("{query}: {errors}"))
    }

    /// Opens a stream, or answers the errors.
    pub(crate) async fn try_open(
        pipeline: &Pipeline,
        actor: &Actor,
        query: &str,
        variables: Value,
    ) -> Result<Self, Value> {
        let call = pipeline.prepare(request(query, variables)).map_err(|refused| json!(refused.errors))?;
        let (sender, receiver) = watch::channel(actor.clone());
        let subscriber =
            Subscriber { caller: caller(actor), actor: receiver, renew: None, resume_after: None };
        let messages = pipeline.subscribe(call, subscriber).await.map_err(|errors| json!(errors))?;
        Ok(Self { messages, actor: sender, cursor: None })
    }

    /// The next message, as it is.
    pub(crate) async fn message(&mut self) -> Option<Result<Message, CutOff>> {
        timeout(SOON, self.messages.next()).await.expect("a message comes soon")
    }

    /// The data of the next message.
    pub(crate) async fn next(&mut self) -> Value {
        let message = self.message().await.expect("the stream goes on").expect("it is not cut off");
        self.cursor = message.cursor.as_deref().map(str::to_owned);
        let answer: Value = serde_json::from_slice(&message.body).expect("JSON");
        assert!(answer.get("errors").is_none(), "{answer}");
        answer["data"].as_object().and_then(|data| data.values().next().cloned()).expect("a field")
    }

    /// The next so many.
    pub(crate) async fn take(&mut self, count: usize) -> Vec<Value> {
        let mut taken = Vec::with_capacity(count);
        for _ in 0..count {
            taken.push(self.next().await);
        }
        taken
    }

    /// Nothing comes.
    pub(crate) async fn is_silent(&mut self) {
        if let Ok(message) = timeout(SILENCE, self.messages.next()).await {
            let message = message.map(|message| message.map(|message| message.body));
            panic!("something came: {message:?}");
        }
    }
}

impl TestHub {
    /// Follows the log in the background.
    pub(crate) fn follow(&self) -> Following {
        Following::start(self.pipeline.feed())
    }

    /// Listens to all that `actor` may see, from now on.
    pub(crate) async fn live(&self, actor: &Actor) -> TestStream {
        self.live_after(actor, None).await
    }

    /// Listens to all that `actor` may see, from a cursor on.
    pub(crate) async fn live_after(&self, actor: &Actor, after: Option<&str>) -> TestStream {
        TestStream::open(&self.pipeline, actor, LIVE, json!({ "after": after })).await
    }

    /// A cursor for `actor` at some place of the log.
    pub(crate) async fn cursor(&self, actor: &Actor, seq: i64) -> String {
        let viewer = respyrem::access::Viewer::of(actor);
        let sight = store::sight(&self.store.reader(), &viewer).await.expect("rights");
        let seal = self.pipeline.feed().seal().await.expect("a seal");
        seal.cursor(&Place { seq, rights: sight.rights(self.clock.now()) })
    }

    /// The number of the change after which a cursor stands.
    pub(crate) async fn seq_of(&self, cursor: &str) -> i64 {
        self.pipeline.feed().seal().await.expect("a seal").place(cursor).expect("a cursor").seq
    }
}

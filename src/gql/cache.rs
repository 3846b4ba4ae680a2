//! Answers kept until what they show may have changed: never stale, for whoever asks.
//!
//! Kept are queries that the plan answers whole, for callers whose view follows from the records' own levels: anybody,
//! and partners' programs that read no team's records. A kept answer knows what was read for it ([`Reads`]) and from
//! which moment of the log; before it is given again, the log is asked what changed since. Many who ask the same at once
//! have it read once.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use moka::future::Cache;

use super::document::Digest;
use super::pipeline::Call;
use super::request::Reply;
use crate::access::{Scene, Viewer};
use crate::feed::{Feed, Stamp};
use crate::kernel::locale::Locale;
use crate::store::Reads;

/// How much is kept, and what of the log is taken for known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheSettings {
    /// Bytes of answers, at most; 0 keeps none.
    pub bytes: u64,
    /// For callers that write nothing: how long what was read of the log is taken to be all of it. What the same process
    /// commits is always known.
    pub trust: Duration,
}

/// What two calls share that get the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key(Arc<Question>);

#[derive(Debug, PartialEq, Eq, Hash)]
struct Question {
    document: Digest,
    operation: Option<String>,
    variables: String,
    locales: Vec<Locale>,
    today: NaiveDate,
    viewer: Viewer,
}

impl Key {
    /// The key of a call; none when its answer depends on more than is in it.
    pub(crate) fn of(call: &Call, scene: &Scene) -> Option<Self> {
        scene.viewer.reads_by_level_only().then(|| {
            let operation = &call.prepared.operation;
            Self(Arc::new(Question {
                document: operation.digest(),
                operation: operation.name().map(str::to_owned),
                variables: serde_json::to_string(call.variables.as_map()).unwrap_or_default(),
                locales: scene.locales.clone(),
                today: scene.today,
                viewer: scene.viewer.clone(),
            }))
        })
    }

    fn bytes(&self) -> usize {
        self.0.variables.len() + 512
    }
}

/// An answer, with what it was made of when that is known.
pub(crate) struct Answered {
    pub(crate) reply: Reply,
    pub(crate) reads: Option<Reads>,
}

#[derive(Debug)]
struct Kept {
    reply: Reply,
    reads: Reads,
    stamp: Stamp,
}

/// The kept answers of one process.
#[derive(Debug)]
pub(crate) struct ResponseCache {
    kept: Cache<Key, Arc<Kept>>,
    feed: Feed,
    trust: Duration,
}

/// Why an answer is not kept; who made it has it already.
#[derive(Debug)]
struct NotKept;

impl ResponseCache {
    pub(crate) fn new(settings: CacheSettings, feed: Feed) -> Self {
        let kept = Cache::builder()
            .weigher(|key: &Key, kept: &Arc<Kept>| weight(key, kept))
            .max_capacity(settings.bytes)
            .build();
        Self { kept, feed, trust: settings.trust }
    }

    /// The answer that is kept for `key`, or what `answer` makes.
    pub(crate) async fn answer<F>(&self, key: Key, answer: impl Fn() -> F) -> Reply
    where
        F: Future<Output = Answered>,
    {
        // Who may write has to find what it wrote, through whichever server.
        let trust = if key.0.viewer.writes_nothing() { self.trust } else { Duration::ZERO };
        let Ok(stamp) = self.feed.look(trust).await else { return answer().await.reply };
        if let Some(kept) = self.kept.get(&key).await {
            if self.feed.holds(kept.stamp, &kept.reads) {
                return told("hit", kept.reply.clone());
            }
            self.kept.invalidate(&key).await;
            metrics::counter!("respyrem_cache_dropped_total").increment(1);
        }
        let mut own = None;
        let making = async {
            let Answered { reply, reads } = answer().await;
            own = Some(reply.clone());
            match reads {
                Some(reads) if !reads.untold && !reply.has_errors => {
                    Ok(Arc::new(Kept { reply, reads, stamp }))
                }
                _ => Err(NotKept),
            }
        };
        let made = self.kept.try_get_with(key, making).await;
        #[expect(clippy::cast_precision_loss, reason = "bytes stay far below 2^52")]
        metrics::gauge!("respyrem_cache_bytes").set(self.kept.weighted_size() as f64);
        match (own, made) {
            (Some(own), _) => told("miss", own),
            // It may have been read before a change that was there when this was asked.
            (None, Ok(kept)) if self.feed.holds(kept.stamp, &kept.reads) => {
                told("shared", kept.reply.clone())
            }
            (None, _) => told("miss", answer().await.reply),
        }
    }
}

fn told(outcome: &'static str, reply: Reply) -> Reply {
    metrics::counter!("respyrem_cache_answers_total", "outcome" => outcome).increment(1);
    reply
}

fn weight(key: &Key, kept: &Kept) -> u32 {
    u32::try_from(key.bytes() + kept.reply.body.len() + 64 * kept.reads.records.len()).unwrap_or(u32::MAX)
}

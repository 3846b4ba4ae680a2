//! What the providers publish about themselves, kept for a while.
//!
//! A provider changes its keys when it likes, and a token signed with the new one must be accepted at once. But
//! anyone can send tokens that no key has signed, so these ask the provider again at most once a period. Those who
//! ask at the same time share one answer, and one failure.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use url::Url;

use crate::call;
use crate::client::Clock;
use crate::error::{Error, Fault, Subject};
use crate::http::GuardedHttp;
use crate::json::Object;
use crate::jws::{Keys, Unproved};
use crate::metadata::Metadata;

/// After this it is asked for again.
const KEPT_FOR: TimeDelta = TimeDelta::hours(1);
/// At most once in so long a provider is asked for its keys because a token did not hold.
const REFRESH_PERIOD: TimeDelta = TimeDelta::seconds(30);

/// What one provider has published.
#[derive(Debug)]
pub(crate) struct Published {
    pub(crate) metadata: Metadata,
    pub(crate) keys: Keys,
    at: DateTime<Utc>,
}

type Asked = Result<Arc<Published>, Error>;

#[derive(Default)]
struct Entry {
    known: Option<Arc<Published>>,
    /// When a token that did not hold last made us ask.
    doubted: Option<DateTime<Utc>>,
    /// The asking that is under way, for as long as somebody waits for it.
    asking: Option<WeakShared<BoxFuture<'static, Asked>>>,
}

/// The providers by their issuers. Clones share it.
#[derive(Clone)]
pub(crate) struct Directory {
    http: GuardedHttp,
    clock: Clock,
    entries: Arc<Mutex<HashMap<String, Entry>>>,
}

impl Directory {
    pub(crate) fn new(http: GuardedHttp, clock: Clock) -> Self {
        Self { http, clock, entries: Arc::default() }
    }

    /// What an issuer publishes, asked for if it is not known or too old.
    pub(crate) async fn published(&self, issuer: &str) -> Asked {
        let asking = {
            let mut entries = self.entries();
            let entry = entries.entry(issuer.to_owned()).or_default();
            match &entry.known {
                Some(known) if (self.clock)() < known.at + KEPT_FOR => return Ok(known.clone()),
                _ => self.ask(issuer, entry),
            }
        };
        asking.await
    }

    /// The claims of a token, if the issuer's keys prove it: those that are known or, once a period, those that it
    /// publishes now.
    pub(crate) async fn prove(&self, issuer: &str, token: &Unproved<'_>) -> Result<Object, Error> {
        let known = self.published(issuer).await?;
        let doubt = match token.proved_by(&known.keys) {
            Ok(claims) => return Ok(claims),
            Err(doubt) => doubt,
        };
        let newer = {
            let mut entries = self.entries();
            let entry = entries.entry(issuer.to_owned()).or_default();
            self.newer(issuer, entry, &known)
        };
        match newer {
            Some(newer) => token.proved_by(&newer.await?.keys),
            None => Err(doubt),
        }
    }

    /// What has been published since `seen`, if that may be asked.
    fn newer(
        &self,
        issuer: &str,
        entry: &mut Entry,
        seen: &Arc<Published>,
    ) -> Option<Shared<BoxFuture<'static, Asked>>> {
        if let Some(known) = entry.known.clone().filter(|known| !Arc::ptr_eq(known, seen)) {
            return Some(std::future::ready(Ok(known)).boxed().shared());
        }
        let now = (self.clock)();
        let joined = entry.asking.as_ref().and_then(WeakShared::upgrade);
        if joined.is_none() && entry.doubted.is_some_and(|at| now < at + REFRESH_PERIOD) {
            return None;
        }
        entry.doubted = Some(now);
        Some(self.ask(issuer, entry))
    }

    /// Joins the asking that is under way, or begins one.
    fn ask(&self, issuer: &str, entry: &mut Entry) -> Shared<BoxFuture<'static, Asked>> {
        if let Some(asking) = entry.asking.as_ref().and_then(WeakShared::upgrade) {
            return asking;
        }
        let (directory, issuer) = (self.clone(), issuer.to_owned());
        let asking = async move {
            let asked = directory.fetch(&issuer).await.map(Arc::new);
            let mut entries = directory.entries();
            let entry = entries.entry(issuer).or_default();
            entry.asking = None;
            if let Ok(known) = &asked {
                entry.known = Some(known.clone());
            }
            asked
        };
        let asking = asking.boxed().shared();
        entry.asking = asking.downgrade();
        asking
    }

    async fn fetch(&self, issuer: &str) -> Result<Published, Error> {
        let at = (self.clock)();
        let document = self.document(Subject::Discovery, Metadata::address(issuer)?).await?;
        let metadata = Metadata::read(document, issuer, &self.http)?;
        let keys = self.document(Subject::Keys, metadata.jwks_uri.clone()).await?;
        let keys = Keys::read(&keys).ok_or_else(|| Subject::Keys.refused(Fault::Malformed))?;
        Ok(Published { metadata, keys, at })
    }

    async fn document(&self, of: Subject, url: Url) -> Result<Object, Error> {
        let request = call::get(url, "application/json");
        // Keys have a media type of their own (RFC 7517, section 8.5.2).
        call::object(&self.http, of, request, &["application/json", "application/jwk-set+json"]).await
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        // Nothing is left half done while it is held.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! The one who signs people in: a way out, a clock, and what providers have published.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::directory::Directory;
use crate::http::GuardedHttp;

/// Where the time comes from.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Signs people in through any number of providers. Clones share what it has learnt of them.
#[derive(Clone)]
pub struct Client {
    pub(crate) http: GuardedHttp,
    pub(crate) directory: Directory,
    clock: Clock,
}

impl Client {
    /// One that goes out through `http` and takes the time from `clock`.
    #[must_use]
    pub fn new(http: GuardedHttp, clock: Clock) -> Self {
        Self { directory: Directory::new(http.clone(), clock.clone()), http, clock }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }
}

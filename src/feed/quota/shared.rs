//! What clients owe, in Redis: one number each, that goes by itself when nothing is owed. All times are those of Redis' clock.

use std::sync::LazyLock;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{RedisResult, Script};

use crate::feed::bus::Link;
use crate::kernel::rate::{Allowance, Asked, WINDOW};

static TAKE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("take.lua")));

/// The counts of Redis, as one server reaches them now.
pub(super) struct Shared<'a> {
    link: &'a Link,
    connection: MultiplexedConnection,
}

impl<'a> Shared<'a> {
    /// `None` while Redis is away.
    pub(super) fn reach(link: Option<&'a Link>) -> Option<Self> {
        let link = link?;
        Some(Self { link, connection: link.connection()? })
    }

    /// Takes what is asked for in one round trip. What it gets is reckoned here as it was there.
    pub(super) async fn take(mut self, asked: Asked) -> RedisResult<Allowance> {
        let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let mut script = TAKE.key(format!("{}:quota:{}", self.link.prefix(), asked.client));
        script.arg(micros(asked.price())).arg(micros(WINDOW));
        let owed: u64 = script.invoke_async(&mut self.connection).await?;
        Ok(asked.allowance(Duration::from_micros(owed)))
    }
}

//! How often clients ask, counted over servers.

use std::time::{Duration, Instant};

use respyrem::feed::quota::Quota;
use respyrem::kernel::clock::Clock;
use respyrem::kernel::rate::Asked;
use uuid::Uuid;

use crate::support::redis::{self, RedisServer, until};

/// Three in a minute: within a test nothing comes back.
fn asked() -> Asked {
    Asked { client: Uuid::from_u128(7), per_minute: 3, operations: 1 }
}

/// How many of five the client gets.
async fn taken(quota: &Quota) -> usize {
    let mut taken = 0;
    for _ in 0..5 {
        taken += usize::from(quota.take(asked()).await.wait.is_none());
    }
    taken
}

async fn server(url: &str, prefix: &str) -> Quota {
    Quota::new(redis::bus(url, prefix).await, Clock::system())
}

#[tokio::test]
async fn servers_that_share_a_redis_count_together() {
    let (url, prefix) = (redis::shared(), redis::prefix());
    let (one, other) = (server(&url, &prefix).await, server(&url, &prefix).await);
    assert_eq!(one.take(asked()).await.remaining, 2);
    assert_eq!(other.take(asked()).await.remaining, 1);
    assert_eq!((taken(&one).await, taken(&other).await), (1, 0));
    let wait = other.take(asked()).await.wait.expect("it has to wait");
    assert!(wait <= Duration::from_secs(20) && wait > Duration::from_secs(10), "{wait:?}");
}

#[tokio::test]
async fn hubs_under_other_prefixes_count_apart() {
    let url = redis::shared();
    let (one, other) = (server(&url, &redis::prefix()).await, server(&url, &redis::prefix()).await);
    assert_eq!((taken(&one).await, taken(&other).await), (3, 3));
}

#[tokio::test]
async fn while_redis_is_away_each_server_counts_for_itself() {
    let mut redis = RedisServer::start();
    let bus = redis::bus(&redis.url(), "test").await;
    let (one, other) = (Quota::new(bus.clone(), Clock::system()), Quota::new(bus.clone(), Clock::system()));
    redis.stop();
    until("the bus is not shared", async || !bus.is_shared()).await;
    assert_eq!((taken(&one).await, taken(&other).await), (3, 3));
    redis.start_again();
    until("the bus is shared", async || bus.is_shared()).await;
    assert_eq!((taken(&one).await, taken(&other).await), (3, 0));
}

#[tokio::test]
async fn a_redis_that_does_not_answer_holds_no_request_up() {
    let redis = RedisServer::start();
    let quota = server(&redis.url(), "test").await;
    redis.freeze();
    let start = Instant::now();
    assert!(quota.take(asked()).await.wait.is_none());
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    redis.thaw();
}

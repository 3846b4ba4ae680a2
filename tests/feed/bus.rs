//! Hints between servers.

use std::time::Duration;

use respyrem::feed::bus::{Bus, Hint};
use respyrem::feed::presence::Room;
use respyrem::kernel::kind::Kind;
use tokio::sync::broadcast::Receiver;
use tokio::time::timeout;
use uuid::Uuid;

use crate::support::redis::{self, RedisServer, until};

fn room() -> Room {
    Room::new(Kind::Project, Uuid::from_u128(7), "board").expect("a view")
}

/// Waits until this hint is heard, whatever comes before it; ten seconds at most.
async fn hears(hints: &mut Receiver<Hint>, wanted: Hint) {
    let heard = async { while hints.recv().await.expect("the bus goes on") != wanted {} };
    timeout(Duration::from_secs(10), heard).await.unwrap_or_else(|_| panic!("{wanted:?} was not heard"));
}

/// The hints that are there to be heard.
fn rest(hints: &mut Receiver<Hint>) -> Vec<Hint> {
    std::iter::from_fn(|| hints.try_recv().ok()).collect()
}

#[tokio::test]
async fn what_one_server_tells_is_heard_by_the_others_only() {
    let (url, prefix) = (redis::shared(), redis::prefix());
    let (one, other) = (redis::bus(&url, &prefix).await, redis::bus(&url, &prefix).await);
    let (mut to_one, mut to_other) = (one.hints(), other.hints());
    one.tell(Hint::Log);
    hears(&mut to_other, Hint::Log).await;
    other.tell(Hint::Presence(room()));
    hears(&mut to_one, Hint::Presence(room())).await;
    assert_eq!(rest(&mut to_other), []);
}

#[tokio::test]
async fn hubs_under_other_prefixes_do_not_hear_one_another() {
    let (url, prefix) = (redis::shared(), redis::prefix());
    let (one, other) = (redis::bus(&url, &prefix).await, redis::bus(&url, &prefix).await);
    let stranger = redis::bus(&url, &redis::prefix()).await;
    let (mut to_other, mut to_stranger) = (other.hints(), stranger.hints());
    one.tell(Hint::Log);
    hears(&mut to_other, Hint::Log).await;
    assert_eq!(rest(&mut to_stranger), []);
}

#[tokio::test]
async fn a_bus_that_is_alone_tells_nobody() {
    let bus = Bus::alone();
    let mut hints = bus.hints();
    bus.tell(Hint::Log);
    assert!(!bus.is_shared());
    assert_eq!(rest(&mut hints), []);
}

#[tokio::test]
async fn what_is_no_address_is_refused() {
    for wrong in ["", "postgres://127.0.0.1", "redis://127.0.0.1:port"] {
        assert!(Bus::redis(wrong, "respyrem").is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn an_address_with_tls_is_spoken_to_in_tls() {
    // A server that knows no TLS: what counts is that the handshake is tried.
    let client = ::redis::Client::open(redis::shared().replace("redis://", "rediss://")).expect("an address");
    assert!(client.get_multiplexed_async_connection().await.is_err());
}

#[tokio::test]
async fn a_server_starts_without_redis_and_finds_it_when_it_comes() {
    let mut server = RedisServer::start();
    server.stop();
    let bus = Bus::redis(&server.url(), "respyrem").expect("an address");
    let mut hints = bus.hints();
    bus.tell(Hint::Log);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!bus.is_shared());
    rest(&mut hints);
    server.start_again();
    hears(&mut hints, Hint::Everything).await;
    assert!(bus.is_shared());
}

#[tokio::test]
async fn after_an_outage_everybody_is_told_to_look_at_everything() {
    let mut server = RedisServer::start();
    let (one, other) = (redis::bus(&server.url(), "hub").await, redis::bus(&server.url(), "hub").await);
    let (mut to_one, mut to_other) = (one.hints(), other.hints());
    server.stop();
    until("the outage is noticed", async || !one.is_shared() && !other.is_shared()).await;
    assert_eq!((rest(&mut to_one), rest(&mut to_other)), (vec![Hint::Everything], vec![Hint::Everything]));
    server.start_again();
    hears(&mut to_other, Hint::Everything).await;
    hears(&mut to_one, Hint::Everything).await;
    one.tell(Hint::Log);
    hears(&mut to_other, Hint::Log).await;
}

#[tokio::test]
async fn a_redis_that_does_not_answer_is_one_that_is_away() {
    let server = RedisServer::start();
    let bus = redis::bus(&server.url(), "hub").await;
    server.freeze();
    until("the silence is noticed", async || !bus.is_shared()).await;
    server.thaw();
    until("the bus is shared again", async || bus.is_shared()).await;
}

#[tokio::test]
async fn a_bus_that_nobody_holds_leaves_redis() {
    let server = RedisServer::start();
    let bus = redis::bus(&server.url(), "hub").await;
    let client = ::redis::Client::open(server.url()).expect("an address");
    let mut connection = client.get_multiplexed_async_connection().await.expect("the server answers");
    let listeners = async || -> u32 {
        let mut connection = connection.clone();
        let counts: (String, u32) =
            ::redis::cmd("PUBSUB").arg("NUMSUB").arg("hub:hints").query_async(&mut connection).await.unwrap();
        counts.1
    };
    assert_eq!(listeners().await, 1);
    drop(bus);
    until("the connection is closed", async || listeners().await == 0).await;
    let _: () = ::redis::cmd("PING").query_async(&mut connection).await.unwrap();
}

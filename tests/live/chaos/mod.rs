//! Three servers on PostgreSQL and Redis, eight who write, two hundred who listen with different rights; connections are
//! cut, a server is killed, Redis stops for a while, PostgreSQL drops its connections, at random. At the end each listener has
//! every change that it may see, once, in order, and none other.
//!
//! `CHAOS_SECONDS` makes it longer (12 by default), `CHAOS_SEED` another one.

mod disorder;
mod listener;
mod reader;
mod servers;
mod writer;

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use disorder::Disorder;
use futures_util::future::join_all;
use listener::Listener;
use reader::{Keys, Reader};
use servers::Servers;
use tokio::time::{Instant, sleep};
use writer::write;

use crate::support::Backend;
use crate::support::database::TestDatabase;
use crate::support::redis::RedisServer;

/// How many listen.
const LISTENERS: usize = 200;
/// How many write.
const WRITERS: usize = 8;
/// How long what was written may take to reach everyone once nothing is disturbed any more.
const SETTLED: Duration = Duration::from_secs(60);

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_has_every_change_once_and_in_order_whatever_breaks() {
    let database = TestDatabase::create(Backend::Postgres).await;
    let redis = RedisServer::start();
    let servers = Servers::start(&database, &redis).await;
    let keys = Keys::create(&database);
    let owner = servers.any().declare(&keys.writer).await;
    reader::publish(&database).await;
    let start = reader::last(&database).await;
    let stop = Arc::new(AtomicBool::new(false));
    let listeners: Vec<_> = (0..LISTENERS)
        .map(|number| {
            let reader = Reader::ALL[number % Reader::ALL.len()];
            Listener::spawn(number, reader, &keys, Arc::clone(&servers))
        })
        .collect();
    for listener in &listeners {
        listener.is_open().await;
    }
    let writers = (0..WRITERS).map(|number| {
        tokio::spawn(write(
            number,
            keys.writer.clone(),
            owner.clone(),
            Arc::clone(&servers),
            Arc::clone(&stop),
        ))
    });
    let writers: Vec<_> = writers.collect();
    let mut disorder = Disorder::new(setting("CHAOS_SEED", 66), &database, redis, Arc::clone(&servers));
    let end = Instant::now() + Duration::from_secs(setting("CHAOS_SECONDS", 12));
    while Instant::now() < end {
        disorder.strike(&listeners).await;
    }
    disorder.settle().await;
    stop.store(true, Ordering::Relaxed);
    for writer in join_all(writers).await {
        writer.expect("a writer goes on whatever breaks");
    }
    let logged = reader::logged(&database, start).await;
    let deadline = Instant::now() + SETTLED;
    for listener in &listeners {
        let expected = listener.reader.expected(&logged);
        while listener.received().len() < expected.len() && Instant::now() < deadline {
            sleep(Duration::from_millis(20)).await;
        }
    }
    // What comes too often comes now.
    sleep(Duration::from_millis(300)).await;
    let mut told = 0;
    for listener in &listeners {
        let (expected, received) = (listener.reader.expected(&logged), listener.received());
        told += received.len();
        let first = expected.iter().zip(&received).position(|(expected, received)| expected != received);
        assert_eq!(
            (received.len(), first.map(|at| (at, &expected[at], &received[at]))),
            (expected.len(), None),
            "{} {:?} of seed {}",
            listener.number,
            listener.reader,
            setting("CHAOS_SEED", 66)
        );
    }
    let cuts: usize = listeners.iter().map(Listener::openings).sum::<usize>() - LISTENERS;
    let report = format!("{} changes, {told} messages, {cuts} reopenings, {disorder}", logged.len());
    assert!(logged.len() > WRITERS && cuts > 0, "{report}");
    writeln!(std::io::stderr(), "chaos: {report}").expect("a place to write");
}

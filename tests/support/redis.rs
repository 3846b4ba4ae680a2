//! Redis: the server that all tests share, each under a prefix of its own, and servers that a test may stop.
//!
//! The shared one is named by `TEST_REDIS_URL`; `make test` starts it and sets that.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use respyrem::feed::bus::Bus;

/// The address of the server that tests share.
pub(crate) fn shared() -> String {
    std::env::var("TEST_REDIS_URL").expect(
        "TEST_REDIS_URL is not set: run `make test`, or `scripts/with-redis` and the command that runs tests",
    )
}

/// A prefix that no other test has.
pub(crate) fn prefix() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("test-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// A server's bus, once it reaches Redis.
pub(crate) async fn bus(url: &str, prefix: &str) -> Bus {
    let bus = Bus::redis(url, prefix).expect("the address of a Redis");
    until("the bus is shared", async || bus.is_shared()).await;
    bus
}

/// Waits until something holds, ten seconds at most.
pub(crate) async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    for _ in 0..1_000 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("not after ten seconds: {what}");
}

/// A Redis of a test's own, which may be stopped and started again where it was. It keeps nothing from one to the other.
#[derive(Debug)]
pub(crate) struct RedisServer {
    port: u16,
    process: Child,
}

impl RedisServer {
    /// Starts one and waits until it answers.
    pub(crate) fn start() -> Self {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let server = Self { port, process: process(port) };
        server.answers();
        server
    }

    /// Its address, whether it runs or not.
    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Kills it: what it held is lost.
    pub(crate) fn stop(&mut self) {
        self.process.kill().expect("the server was running");
        self.process.wait().expect("the server is gone");
    }

    /// Starts it again on the same port.
    pub(crate) fn start_again(&mut self) {
        self.process = process(self.port);
        self.answers();
    }

    fn answers(&self) {
        for _ in 0..200 {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("Redis does not start on port {}", self.port);
    }

    /// Has it answer nothing, without closing a connection.
    pub(crate) fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Has it go on.
    pub(crate) fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.process.id().to_string()]).status();
        assert!(sent.expect("the command runs").success());
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn process(port: u16) -> Child {
    Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "no"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("redis-server is installed: scripts/install-tools test")
}

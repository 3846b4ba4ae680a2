//! A closed loop: so many connections, each with one request under way at any time, for so long.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// What is sent, in turn, and to whom.
pub(crate) struct Target {
    pub address: SocketAddr,
    /// Bodies of `POST /graphql`: one for each set of variables.
    pub bodies: Vec<Bytes>,
}

/// What came back in one round.
#[derive(Default)]
pub(crate) struct Tally {
    pub requests: usize,
    pub bytes: usize,
    pub seconds: f64,
    /// Of each request, in microseconds, in ascending order.
    latencies: Vec<u32>,
}

impl Tally {
    pub(crate) fn per_second(&self) -> f64 {
        as_float(self.requests) / self.seconds
    }

    /// The time in milliseconds within which `percent` of the requests were answered.
    pub(crate) fn latency(&self, percent: usize) -> f64 {
        let place = (self.latencies.len() * percent / 100).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(place).copied().map_or(0.0, |micros| f64::from(micros) / 1_000.0)
    }
}

/// Drives `target` over `connections` for `time`. An answer other than 200 ends the run: it would be no measure.
pub(crate) async fn drive(target: &Target, connections: usize, time: Duration) -> anyhow::Result<Tally> {
    let turn = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..connections {
        let sender = connect(target.address).await?;
        let worker =
            Worker { sender, address: target.address, bodies: target.bodies.clone(), turn: turn.clone() };
        workers.spawn(worker.run(begun + time));
    }
    let mut tally = Tally::default();
    while let Some(done) = workers.join_next().await {
        let part = done??;
        tally.requests += part.requests;
        tally.bytes += part.bytes;
        tally.latencies.extend(part.latencies);
    }
    tally.seconds = begun.elapsed().as_secs_f64();
    tally.latencies.sort_unstable();
    Ok(tally)
}

/// One request on a connection of its own.
pub(crate) async fn once(address: SocketAddr, body: Bytes) -> anyhow::Result<Bytes> {
    post(address, None, body).await
}

/// The same, with a bearer's token.
pub(crate) async fn post(address: SocketAddr, token: Option<&str>, body: Bytes) -> anyhow::Result<Bytes> {
    let mut sender = connect(address).await?;
    exchange(&mut sender, address, token, body).await
}

struct Worker {
    sender: SendRequest<Full<Bytes>>,
    address: SocketAddr,
    bodies: Vec<Bytes>,
    turn: Arc<AtomicUsize>,
}

impl Worker {
    async fn run(mut self, until: Instant) -> anyhow::Result<Tally> {
        let mut tally = Tally::default();
        while Instant::now() < until {
            let turn = self.turn.fetch_add(1, Ordering::Relaxed) % self.bodies.len();
            let sent = Instant::now();
            let answer = exchange(&mut self.sender, self.address, None, self.bodies[turn].clone()).await?;
            tally.latencies.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
            tally.requests += 1;
            tally.bytes += answer.len();
        }
        Ok(tally)
    }
}

async fn connect(address: SocketAddr) -> anyhow::Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn exchange(
    sender: &mut SendRequest<Full<Bytes>>,
    address: SocketAddr,
    token: Option<&str>,
    body: Bytes,
) -> anyhow::Result<Bytes> {
    let mut request =
        Request::post("/graphql").header(HOST, address.to_string()).header(CONTENT_TYPE, "application/json");
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    let request = request.body(Full::new(body))?;
    sender.ready().await?;
    let response = sender.send_request(request).await.with_context(|| format!("ask {address}"))?;
    let status = response.status();
    let answer = response.into_body().collect().await?.to_bytes();
    ensure!(status.is_success(), "{address} answered {status}: {}", String::from_utf8_lossy(&answer));
    Ok(answer)
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn as_float(count: usize) -> f64 {
    count as f64
}

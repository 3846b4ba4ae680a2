//! The server: accepts connections, bounds how long headers take, and stops without cutting off what runs.
//!
//! HTTP/1.1 only: TLS, and HTTP/2 with it, end at the reverse proxy before the hub.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

use super::metrics;
use super::services::HttpServices;
use super::state::HttpState;
use crate::config::{HttpSettings, HttpTimes};

/// All headers of a request together, in bytes: room for a query in the address.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// The web server, put together.
pub struct Server {
    routes: Router,
    state: HttpState,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").finish_non_exhaustive()
    }
}

impl Server {
    /// Every route of the hub over what the hub gives.
    #[must_use]
    pub fn new(services: HttpServices, settings: &HttpSettings) -> Self {
        metrics::install();
        let state = HttpState::new(services, settings.clone());
        Self { routes: super::router(&state), state }
    }

    /// Serves until `shutdown` ends, then gives what still runs the settings' time of grace.
    pub async fn serve(self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        let Self { routes, state } = self;
        let times = state.settings.times;
        let (stop, stopped) = watch::channel(());
        let mut background = JoinSet::new();
        background.spawn(metrics::upkeep());
        let watched = state.clone();
        background.spawn(async move { watched.streams.watch(&watched.services).await });
        let mut connections = JoinSet::new();
        tokio::pin!(shutdown);
        loop {
            tokio::select! {
                () = &mut shutdown => break,
                accepted = listener.accept() => match accepted {
                    Ok((stream, peer)) => {
                        connections.spawn(connection((stream, peer), routes.clone(), times, stopped.clone()));
                    }
                    Err(fault) => pause_after(fault).await,
                },
                Some(_) = connections.join_next() => {}
            }
        }
        drop(listener);
        tracing::info!("stopping: no new connection is taken");
        stop.send_replace(());
        let requests = async { while connections.join_next().await.is_some() {} };
        // A socket has left its connection: it is waited for by itself.
        let rest = async { tokio::join!(state.streams.drain(times.shutdown_grace), requests) };
        if timeout(times.shutdown_grace, rest).await.is_err() {
            tracing::warn!("stopped with requests still running");
        }
    }
}

/// Cuts a connection off: an answer that its peer does not take has no other end.
#[derive(Clone, Debug, Default)]
pub(super) struct Cut(Arc<Notify>);

impl Cut {
    pub(super) fn cut(&self) {
        self.0.notify_one();
    }
}

/// Ends when the process is told to stop (SIGTERM, or Ctrl-C).
///
/// # Errors
/// When the process cannot listen to signals.
pub fn shutdown_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

async fn connection(
    (stream, peer): (TcpStream, SocketAddr),
    router: Router,
    times: HttpTimes,
    mut stopped: watch::Receiver<()>,
) {
    // Answers are written whole: waiting to fill a packet only delays them.
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let cut = Cut::default();
    let handle = cut.clone();
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(handle.clone());
        router.clone().oneshot(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(times.headers)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(connection);
    let served = async {
        tokio::select! {
            ended = connection.as_mut() => ended,
            _ = stopped.changed() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        }
    };
    let ended = tokio::select! {
        ended = served => ended,
        () = cut.0.notified() => return,
    };
    if let Err(fault) = ended {
        tracing::debug!(%fault, "a connection ended badly");
    }
}

/// A fault of one connection is no reason to wait; having no more file descriptors is.
async fn pause_after(fault: io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(fault.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%fault, "no connection can be taken");
        sleep(Duration::from_secs(1)).await;
    }
}

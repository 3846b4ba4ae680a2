//! The server: accepts connections, bounds how long headers take, and stops without cutting off what runs.
//!
//! HTTP/1.1 only: TLS, and HTTP/2 with it, end at the reverse proxy before the hub.

use std::io;
use std::net::SocketAddr;
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
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

use super::metrics;
use crate::config::{HttpSettings, HttpTimes};

/// All headers of a request together, in bytes: room for a query in the address.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// Serves until `shutdown` ends, then gives what still runs the settings' time of grace.
pub async fn serve(
    router: Router,
    listener: TcpListener,
    settings: &HttpSettings,
    shutdown: impl Future<Output = ()>,
) {
    let (stop, stopped) = watch::channel(());
    let mut background = JoinSet::new();
    background.spawn(metrics::upkeep());
    let mut connections = JoinSet::new();
    tokio::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let routes = router.clone();
                    connections.spawn(connection((stream, peer), routes, settings.times, stopped.clone()));
                }
                Err(fault) => pause_after(fault).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    tracing::info!("stopping: no new connection is taken");
    stop.send_replace(());
    let rest = async { while connections.join_next().await.is_some() {} };
    if timeout(settings.times.shutdown_grace, rest).await.is_err() {
        tracing::warn!("stopped with requests still running");
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
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(times.headers)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
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

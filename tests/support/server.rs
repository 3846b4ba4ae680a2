//! The hub as it is put together for production, on a port of its own.

use futures_util::FutureExt;
use respyrem::app;
use respyrem::config::Config;
use respyrem::feed::quota::Quota;
use respyrem::feed::{Feed, FeedSettings};
use respyrem::store::Store;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::TestHub;
use super::socket::Served;

/// A server of the hub, which stops with the test.
pub(crate) struct Server {
    pub(crate) base: String,
    _stop: oneshot::Sender<()>,
}

impl Served for Server {
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

impl Server {
    /// One over the connections and the feed of the test's own.
    pub(crate) async fn start(hub: &TestHub, settings: &[(&str, &str)]) -> Self {
        Self::over(hub, &hub.store, hub.pipeline.feed(), settings).await
    }

    /// One of several, with connections and a feed of its own.
    pub(crate) async fn beside(hub: &TestHub, settings: &[(&str, &str)]) -> Self {
        let store = hub.beside().await;
        let feed = Feed::new(store.clone(), FeedSettings::default());
        Self::over(hub, &store, &feed, settings).await
    }

    async fn over(hub: &TestHub, store: &Store, feed: &Feed, settings: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let quota = Quota::alone(hub.clock.clone());
        let parts = app::hub(store, &hub.files, feed, quota, &config(settings)).expect("a server");
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(parts.server.serve(listener, stopped.map(|_| ())));
        Self { base, _stop: stop }
    }
}

/// The settings where nothing is set but these; the first of a name counts.
pub(crate) fn config(settings: &[(&str, &str)]) -> Config {
    let lookup =
        |name: &str| settings.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    Config::from_lookup(&lookup).expect("settings")
}

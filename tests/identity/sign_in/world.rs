//! A hub that people sign in to through a provider, and what is known of it.

use std::sync::Arc;

use chrono::TimeDelta;
use entities::{audit_event, identity_provider, session};
use futures_util::FutureExt;
use lying_provider::LyingProvider;
use respyrem::app;
use respyrem::config::Config;
use respyrem::feed::quota::Quota;
use respyrem::http::services::Credentials;
use respyrem::identity::{SignIn, authenticate};
use respyrem::kernel::actor::Actor;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::registered::{Registered, add_provider, partner_with_structure, set};
use super::tab::{Came, Tab};
use crate::support::socket::Served;
use crate::support::{TestHub, server};

/// The key that the hub of the tests seals with.
pub(super) const KEY: [u8; 32] = [7; 32];

/// A server of the hub, which stops with the test.
pub(super) struct Server {
    pub(super) base: String,
    /// What stops it, when it runs in this process.
    _stop: Option<oneshot::Sender<()>>,
}

impl Served for Server {
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

impl Server {
    pub(super) async fn start(hub: &TestHub) -> Self {
        Self::with(hub, &[]).await
    }

    /// One with settings of its own, which go before those that tests share.
    pub(super) async fn with(hub: &TestHub, settings: &[(&str, &str)]) -> Self {
        let (listener, base) = listen().await;
        let config = config(&base, settings);
        let (stop, stopped) = oneshot::channel::<()>();
        let server =
            app::hub(&hub.store, &hub.files, hub.pipeline.feed(), Quota::alone(hub.clock.clone()), &config)
                .expect("a server")
                .server;
        tokio::spawn(async move { server.serve(listener, stopped.map(|_| ())).await });
        Self { base, _stop: Some(stop) }
    }

    /// One of several over one database and one Redis, whole: with connections, a feed and jobs of its own.
    pub(super) async fn of_several(hub: &TestHub, settings: &[(&str, &str)]) -> Self {
        let (listener, base) = listen().await;
        let folder = hub.folder().display().to_string();
        let own = [settings, &[("FILES", folder.as_str())]].concat();
        let (config, store) = (config(&base, &own), hub.beside().await);
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(async move { app::serve(store, &config, listener, stopped.map(|_| ())).await });
        Self { base, _stop: Some(stop) }
    }

    /// One that runs elsewhere.
    pub(super) const fn at(base: String) -> Self {
        Self { base, _stop: None }
    }
}

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    (listener, base)
}

/// What a hub of the tests has set: providers listen on loopback, and it is reached without TLS.
pub(super) const SETTINGS: [(&str, &str); 3] = [
    ("INSECURE_COOKIES", "true"),
    ("LOOPBACK_PARTNERS", "true"),
    ("SECRET_KEYS", "test:0707070707070707070707070707070707070707070707070707070707070707"),
];

fn config(base: &str, own: &[(&str, &str)]) -> Config {
    server::config(&[own, &SETTINGS, &[("PUBLIC_URL", base)]].concat())
}

/// A hub, a partner with a structure of its own, and a provider of the partner's.
pub(super) struct World {
    pub(super) hub: TestHub,
    pub(super) server: Server,
    pub(super) provider: LyingProvider,
    pub(super) partner: Uuid,
    pub(super) structure: Uuid,
    pub(super) id: Uuid,
}

impl World {
    pub(super) async fn start(hub: TestHub) -> Self {
        let server = Server::start(&hub).await;
        Self::on(hub, server).await
    }

    /// The same with a server that runs already.
    pub(super) async fn on(hub: TestHub, server: Server) -> Self {
        let clock = hub.clock.clone();
        let provider = LyingProvider::start(Arc::new(move || clock.now())).await;
        let (partner, structure) = partner_with_structure(&hub, "parc").await;
        let id = add_provider(&hub, partner, &Registered::of("parc", &provider)).await;
        Self { hub, server, provider, partner, structure, id }
    }

    /// Another provider of the same partner, in use.
    pub(super) async fn second(&self, slug: &str) -> (LyingProvider, Uuid) {
        let clock = self.hub.clock.clone();
        let provider = LyingProvider::start(Arc::new(move || clock.now())).await;
        let id = add_provider(&self.hub, self.partner, &Registered::of(slug, &provider)).await;
        (provider, id)
    }

    /// Changes a setting of the provider.
    pub(super) async fn set(&self, column: identity_provider::Column, value: impl Into<sea_orm::Value>) {
        set(&self.hub, self.id, column, value).await;
    }

    /// Somebody signs in whom the provider knows, with a browser that was never here.
    pub(super) async fn sign_in(&self) -> Came {
        Tab::new(self).sign_in().await
    }

    /// Somebody signs in, and it works.
    pub(super) async fn signed_in(&self) -> SecretString {
        let came = self.sign_in().await;
        came.session.unwrap_or_else(|| panic!("a session, not {}: {}", came.status, came.body))
    }

    /// Who a session is.
    pub(super) async fn who(&self, session: &SecretString) -> Actor {
        let credentials = Credentials { session_cookie: Some(session.clone()), ..Credentials::default() };
        authenticate(&self.hub.store, credentials).await.expect("somebody or nobody")
    }

    /// The reasons for which sign-ins were refused, as the audit has them.
    pub(super) async fn refusals(&self) -> Vec<String> {
        let events = audit_event::Entity::find().filter(audit_event::Column::Act.eq("sign_in.refused"));
        let events = events.order_by_asc(audit_event::Column::Id).all(self.hub.store.connection()).await;
        let reason =
            |event: audit_event::Model| event.detail["reason"].as_str().expect("a reason").to_owned();
        events.expect("events").into_iter().map(reason).collect()
    }

    /// What signs people in, as the server has it.
    pub(super) fn sign_in_service(&self) -> SignIn {
        sign_in_service(&self.hub, &self.server)
    }

    /// Time passes.
    pub(super) fn later(&self, span: TimeDelta) {
        self.hub.clock.set(self.hub.clock.now() + span);
    }

    /// How many sessions were ever opened.
    pub(super) async fn sessions(&self) -> u64 {
        session::Entity::find().count(self.hub.store.connection()).await.expect("a number")
    }
}

/// What signs people in at a server.
pub(super) fn sign_in_service(hub: &TestHub, server: &Server) -> SignIn {
    app::sign_in(&hub.store, &config(&server.base, &[])).expect("it")
}

/// A quarter of an hour is over since providers were asked about sessions.
pub(super) async fn all_are_due(hub: &TestHub) {
    session::Entity::update_many()
        .col_expr(session::Column::RefreshedAt, Expr::value(hub.clock.now() - TimeDelta::hours(1)))
        .filter(session::Column::RefreshedAt.is_not_null())
        .exec(hub.store.connection())
        .await
        .expect("sessions");
}

//! A server on a free port.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use reqwest::{Client, RequestBuilder, Response};
use respyrem::config::HttpSettings;
use respyrem::feed::quota::Quota;
use respyrem::http::services::{AuthFault, Credentials, Readiness};
use respyrem::http::{HttpServices, Server};
use respyrem::kernel::actor::{Actor, ClientActor, MemberActor};
use respyrem::kernel::clock::Clock;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use uuid::Uuid;

use super::scripted::Scripted;
use crate::support::server::config;
use crate::support::socket::Served;

/// The origin of the one API client whose pages may call.
pub(super) const PARTNER: &str = "https://partner.example";

/// `good` is a client's token, `few` that of one that may ask three times a minute, `elsewhere` one from another origin, `down` finds no database; `alive` is a session.
async fn authenticate(credentials: Credentials) -> Result<Actor, AuthFault> {
    match (&credentials.bearer, &credentials.session_cookie) {
        (Some(token), _) => match token.expose_secret() {
            "good" => Ok(Actor::Client(client())),
            "few" => Ok(Actor::Client(ClientActor {
                client: Uuid::from_u128(4),
                requests_per_minute: 3,
                ..client()
            })),
            "elsewhere" => Err(AuthFault::Origin),
            "down" => Err(AuthFault::Unavailable),
            _ => Err(AuthFault::Invalid),
        },
        (None, Some(session)) if session.expose_secret() == "alive" => Ok(Actor::Member(MemberActor {
            member: Uuid::from_u128(1),
            memberships: Vec::new(),
            operator: false,
            session: None,
            expires_at: None,
        })),
        _ => Ok(Actor::Anonymous),
    }
}

fn client() -> ClientActor {
    ClientActor {
        client: Uuid::from_u128(2),
        partner: Uuid::from_u128(3),
        structures: Vec::new(),
        scopes: std::collections::BTreeSet::new(),
        requests_per_minute: 100_000,
        expires_at: None,
    }
}

/// What a test's server stands on.
pub(super) fn services() -> HttpServices {
    let quota = Quota::alone(Clock::system());
    HttpServices {
        operations: Arc::new(Scripted::default()),
        for_gateways: Arc::new(Scripted::default()),
        authenticate: Arc::new(|credentials| authenticate(credentials).boxed()),
        reauthenticate: Arc::new(|_| async { None }.boxed()),
        allowance: Arc::new(move |asked| {
            let quota = quota.clone();
            async move { quota.take(asked).await }.boxed()
        }),
        clock: Clock::system(),
        allowed_origin: Arc::new(|origin| async move { origin == PARTNER }.boxed()),
        readiness: Arc::new(|| ready(None)),
        files: None,
        routes: Router::new(),
    }
}

pub(super) fn ready(fault: Option<&'static str>) -> BoxFuture<'static, Vec<Readiness>> {
    async move { vec![Readiness { name: "database", fault: fault.map(str::to_owned), is_vital: true }] }
        .boxed()
}

/// The default settings with some changed.
pub(super) fn settings(pairs: &[(&str, &str)]) -> HttpSettings {
    config(&[pairs, &[("INSECURE_COOKIES", "true")]].concat()).http
}

/// A server that stops with the test.
pub(super) struct TestServer {
    pub(super) address: SocketAddr,
    pub(super) stop: Option<oneshot::Sender<()>>,
    pub(super) task: JoinHandle<()>,
    /// What plays its operations, unless the test brought its own.
    pub(super) scripted: Scripted,
    client: Client,
}

impl TestServer {
    pub(super) async fn start() -> Self {
        Self::set(&[]).await
    }

    pub(super) async fn set(pairs: &[(&str, &str)]) -> Self {
        let scripted = Scripted::default();
        let services = HttpServices { operations: Arc::new(scripted.clone()), ..services() };
        Self { scripted, ..Self::with(services, pairs).await }
    }

    pub(super) async fn with(services: HttpServices, pairs: &[(&str, &str)]) -> Self {
        Self::listening("127.0.0.1:0", services, pairs).await
    }

    /// One in the place of another that has ended.
    pub(super) async fn at(address: SocketAddr) -> Self {
        Self::listening(&address.to_string(), services(), &[]).await
    }

    async fn listening(address: &str, services: HttpServices, pairs: &[(&str, &str)]) -> Self {
        // For the whole process: a subscriber of one thread may miss lines whose place another thread met first.
        let subscriber = tracing_subscriber::fmt().json().with_writer(|| Log).finish();
        tracing::subscriber::set_global_default(subscriber).ok();
        let settings = settings(pairs);
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let hub = Server::new(services, &settings);
        let task = tokio::spawn(hub.serve(listener, stopped.map(|_| ())));
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { address, stop: Some(stop), task, scripted: Scripted::default(), client }
    }

    /// Waits until so many subscriptions are open.
    pub(super) async fn open_subscriptions(&self, expected: usize) {
        let open = || self.scripted.open.load(Ordering::Relaxed);
        for _ in 0..250 {
            if open() == expected {
                return;
            }
            sleep(Duration::from_millis(20)).await;
        }
        panic!("{} subscriptions are open, not {expected}", open());
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(super) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.url(path))
    }

    pub(super) fn request(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.url(path))
    }

    /// A `POST` of a document as JSON.
    pub(super) fn post(&self, document: &str) -> RequestBuilder {
        self.post_json(&json!({ "query": document }))
    }

    pub(super) fn post_json(&self, body: &Value) -> RequestBuilder {
        self.client.post(self.url("/graphql")).json(body)
    }

    /// A `POST` of bytes under a content type.
    pub(super) fn post_raw(&self, content_type: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        self.client.post(self.url("/graphql")).header("content-type", content_type).body(body)
    }
}

impl Served for TestServer {
    fn url(&self, path: &str) -> String {
        Self::url(self, path)
    }
}

/// Sends, and says the status and the body.
pub(super) async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap_or_default())
}

pub(super) async fn status(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}

/// All values of a header, joined as HTTP allows.
pub(super) fn header(response: &Response, name: &str) -> String {
    let values: Vec<&str> =
        response.headers().get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    values.join(", ")
}

/// The `extensions.code` of the first error.
pub(super) fn code(body: &Value) -> &str {
    body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// What all tests' servers log.
struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The lines that hold any of the words.
pub(super) fn log_lines(words: &[&str]) -> Vec<String> {
    let log = String::from_utf8_lossy(&LOG.lock().unwrap()).into_owned();
    log.lines().filter(|line| words.iter().any(|word| line.contains(word))).map(str::to_owned).collect()
}

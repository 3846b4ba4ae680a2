//! The handle that a test holds.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use reqwest::header::LOCATION;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::clients::{CLIENT_ID, CLIENT_SECRET};
use crate::endpoints;
use crate::lie::{Endpoint, Lie};
use crate::offers::Offers;
use crate::state::{Parameters, Shared};
use crate::token::{Draft, object};

/// Where the time comes from; the same as the one whose client it is tests with.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// A provider that runs until it is dropped.
pub struct LyingProvider {
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

impl Drop for LyingProvider {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl LyingProvider {
    /// Starts one on a free port of loopback, honest, with an account `anna`.
    pub async fn start(clock: Clock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let shared = Arc::new(Shared::new(issuer, clock));
        let router = endpoints::router(shared.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.expect("a server") });
        let provider = Self { shared, server };
        provider.sign_in_as(json!({ "sub": "anna", "email": "anna@example.org", "email_verified": true }));
        provider
    }

    /// Its issuer: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.shared.issuer
    }

    /// What it calls its client.
    #[must_use]
    pub const fn client_id(&self) -> &'static str {
        CLIENT_ID
    }

    /// What its client proves itself with, unless by a key (`CLIENT_KEY_RSA`, `CLIENT_KEY_P256`).
    #[must_use]
    pub const fn client_secret(&self) -> &'static str {
        CLIENT_SECRET
    }

    /// Who signs in from now on: an object of claims, `sub` among them.
    pub fn sign_in_as(&self, account: Value) {
        self.shared.state().account = object(account);
    }

    /// Changes what it offers while it is honest.
    pub fn offer(&self, change: impl FnOnce(&mut Offers)) {
        change(&mut self.shared.state().offers);
    }

    /// Tells a lie from now on, beside those that it tells already.
    pub fn tell(&self, lie: Lie) {
        self.shared.state().lies.push(lie);
    }

    /// Tells no lie any more.
    pub fn be_honest(&self) {
        self.shared.state().lies.clear();
    }

    /// Signs with other keys from now on, and publishes those alone.
    pub fn rotate_keys(&self) {
        self.shared.state().generation += 1;
    }

    /// Withdraws every refresh token.
    pub fn forget_everyone(&self) {
        self.shared.state().refresh.clear();
    }

    /// How often an endpoint was called.
    #[must_use]
    pub fn calls(&self, endpoint: Endpoint) -> usize {
        self.shared.state().calls.get(&endpoint).copied().unwrap_or_default()
    }

    /// How many calls brought a cookie.
    #[must_use]
    pub fn cookies(&self) -> usize {
        self.shared.state().cookies
    }

    /// The parameters of the last call of an endpoint.
    #[must_use]
    pub fn asked(&self, endpoint: Endpoint) -> Parameters {
        self.shared.state().asked.get(&endpoint).cloned().unwrap_or_default()
    }

    /// How the client last proved itself: `client_secret_basic`, `client_secret_post` or `private_key_jwt`.
    #[must_use]
    pub fn proof(&self) -> Option<&'static str> {
        self.shared.state().proof
    }

    /// Does what a browser does that is sent to `url`, and answers where it is sent back to.
    pub async fn browse(&self, url: &str) -> String {
        let browser =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build();
        let answer = browser.expect("a client").get(url).send().await.expect("an answer");
        let location = answer.headers().get(LOCATION).expect("a redirect");
        location.to_str().expect("an address").to_owned()
    }

    /// A token that says that a person has signed out, of one session or of all, with the lies about it.
    #[must_use]
    pub fn logout_token(&self, sub: Option<&str>, sid: Option<&str>) -> String {
        let mut state = self.shared.state();
        let now = self.shared.now().timestamp();
        let mut claims = json!({
            "iss": self.shared.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 120,
            "jti": state.make("jti"),
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        for (name, value) in [("sub", sub), ("sid", sid)] {
            if let Some(value) = value {
                claims[name] = json!(value);
            }
        }
        let algorithm = state.offers.algorithm;
        let mut draft = Draft::new(claims, state.key(algorithm), algorithm);
        draft.header.insert("typ".to_owned(), json!("logout+jwt"));
        let lies: Vec<_> = state
            .lies
            .iter()
            .filter_map(|lie| if let Lie::LogoutToken(lie) = lie { Some(lie) } else { None })
            .cloned()
            .collect();
        drop(state);
        let scene = self.shared.scene();
        lies.iter().for_each(|lie| lie.apply(&mut draft, &scene));
        draft.seal()
    }
}

//! A hub that people sign in to through a provider, and what is known of it.

use std::sync::Arc;

use axum::http::StatusCode;
use entities::{audit_event, identity_provider, partner};
use futures_util::FutureExt;
use lying_provider::LyingProvider;
use reqwest::{Client, Response, redirect};
use respyrem::app;
use respyrem::config::Config;
use respyrem::feed::quota::Quota;
use respyrem::http::services::Credentials;
use respyrem::identity::{SealingKey, SignIn, Vault, authenticate};
use respyrem::kernel::actor::Actor;
use respyrem::kernel::id::new_id;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::identity::support;
use crate::support::TestHub;

/// The key that the hub of the tests seals with.
const KEY: [u8; 32] = [7; 32];

/// A server of the hub, which stops with the test.
pub(super) struct Server {
    pub(super) base: String,
    _stop: oneshot::Sender<()>,
}

impl Server {
    pub(super) async fn start(hub: &TestHub) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let config = config(&base);
        let (stop, stopped) = oneshot::channel::<()>();
        let server =
            app::hub(&hub.store, &hub.files, hub.pipeline.feed(), Quota::alone(hub.clock.clone()), &config)
                .expect("a server")
                .server;
        tokio::spawn(async move { server.serve(listener, stopped.map(|_| ())).await });
        Self { base, _stop: stop }
    }
}

fn config(base: &str) -> Config {
    let key = format!("test:{}", "07".repeat(32));
    let settings = [
        ("PUBLIC_URL", base),
        ("INSECURE_COOKIES", "true"),
        ("LOOPBACK_PARTNERS", "true"),
        ("SECRET_KEYS", key.as_str()),
    ];
    let lookup =
        |name: &str| settings.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    Config::from_lookup(&lookup).expect("settings")
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

/// What became of a sign-in.
#[derive(Debug)]
pub(super) struct Came {
    pub(super) status: StatusCode,
    /// Where it leads, when it does.
    pub(super) location: Option<String>,
    pub(super) session: Option<SecretString>,
    pub(super) body: String,
}

impl World {
    pub(super) async fn start(hub: TestHub) -> Self {
        let clock = hub.clock.clone();
        let provider = LyingProvider::start(Arc::new(move || clock.now())).await;
        let server = Server::start(&hub).await;
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
        app::sign_in(&self.hub.store, &config(&self.server.base)).expect("it")
    }

    /// How many sessions were ever opened.
    pub(super) async fn sessions(&self) -> u64 {
        entities::session::Entity::find().count(self.hub.store.connection()).await.expect("a number")
    }
}

/// A browser that goes nowhere by itself.
pub(super) fn browser() -> Client {
    Client::builder().redirect(redirect::Policy::none()).no_proxy().build().expect("a browser")
}

/// A browser with which somebody signs in.
pub(super) struct Tab<'a> {
    world: &'a World,
    web: Client,
    pub(super) cookies: Vec<(String, String)>,
    pub(super) slug: String,
}

impl<'a> Tab<'a> {
    pub(super) fn new(world: &'a World) -> Self {
        Self { world, web: browser(), cookies: Vec::new(), slug: "parc".to_owned() }
    }

    pub(super) async fn get(&mut self, address: &str) -> Response {
        let address = if address.starts_with('/') {
            format!("{}{address}", self.world.server.base)
        } else {
            address.to_owned()
        };
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer =
            self.web.get(address).header("cookie", cookies.join("; ")).send().await.expect("an answer");
        self.keep(&answer);
        answer
    }

    pub(super) async fn post(&mut self, path: &str, accept: &str) -> Response {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = self.web.post(format!("{}{path}", self.world.server.base));
        let request = request.header("accept", accept).header("cookie", cookies.join("; "));
        let answer = request.send().await.expect("an answer");
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Response) {
        for line in answer.headers().get_all("set-cookie") {
            let line = line.to_str().expect("a cookie");
            let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair");
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    /// Goes to the provider; answers the address of the callback with which it comes back.
    pub(super) async fn go_to_provider(&mut self, query: &str) -> String {
        let slug = self.slug.clone();
        let answer = self.get(&format!("/auth/login/{slug}{query}")).await;
        let location =
            header(&answer, "location").unwrap_or_else(|| panic!("a way, not {}", answer.status()));
        self.world.provider.browse(&location).await
    }

    /// Comes back with the address of a callback.
    pub(super) async fn come_back(&mut self, callback: &str) -> Came {
        let answer = self.get(callback).await;
        let (status, location) = (answer.status(), header(&answer, "location"));
        let given = answer.headers().get_all("set-cookie").iter().any(|line| {
            line.to_str().is_ok_and(|line| line.starts_with("respyrem_session=") && !line.contains("=;"))
        });
        let session = self.cookies.iter().find(|(name, _)| name == "respyrem_session").filter(|_| given);
        let session = session.map(|(_, token)| SecretString::from(token.clone()));
        Came { status, location, session, body: answer.text().await.expect("a text") }
    }

    pub(super) async fn sign_in(&mut self) -> Came {
        let callback = self.go_to_provider("").await;
        self.come_back(&callback).await
    }
}

pub(super) fn header(answer: &Response, name: &str) -> Option<String> {
    answer.headers().get(name).map(|value| value.to_str().expect("a text").to_owned())
}

/// What is registered of a provider.
pub(super) struct Registered<'a> {
    pub(super) slug: &'a str,
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) secret: &'a str,
    pub(super) algorithms: Value,
    pub(super) userinfo: &'a str,
    pub(super) pkce: &'a str,
    pub(super) authentication: &'a str,
    pub(super) scopes: Value,
}

impl<'a> Registered<'a> {
    pub(super) fn of(slug: &'a str, provider: &'a LyingProvider) -> Self {
        Self {
            slug,
            issuer: provider.issuer(),
            client_id: provider.client_id(),
            secret: provider.client_secret(),
            algorithms: json!(["RS256"]),
            userinfo: "NONE",
            pkce: "AUTO",
            authentication: "BASIC",
            scopes: json!(["email", "profile"]),
        }
    }
}

/// A partner in use with a structure of its own.
pub(super) async fn partner_with_structure(hub: &TestHub, slug: &str) -> (Uuid, Uuid) {
    let partner = support::partner(hub, slug, "ACTIVE").await;
    let structure = support::structure(hub, Some(partner)).await;
    partner::Entity::update_many()
        .col_expr(partner::Column::StructureId, Expr::value(structure))
        .filter(partner::Column::Id.eq(partner))
        .exec(hub.store.connection())
        .await
        .expect("a partner");
    (partner, structure)
}

/// A provider in use, in which people whom nobody knows get an account.
pub(super) async fn add_provider(hub: &TestHub, partner: Uuid, registered: &Registered<'_>) -> Uuid {
    let (id, now) = (new_id(hub.clock.now()), hub.clock.now());
    let vault = Vault::new(vec![SealingKey { name: "test".to_owned(), bits: KEY }]);
    let secret = vault.seal_provider_secret(id, &registered.secret.to_owned().into()).expect("a seal");
    let text = |text: &str| Set(text.to_owned());
    let row = identity_provider::ActiveModel {
        id: Set(id),
        partner_id: Set(partner),
        slug: text(registered.slug),
        label: text(&format!("Compte {}", registered.slug)),
        issuer: text(registered.issuer),
        client_id: text(registered.client_id),
        client_authentication: text(registered.authentication),
        sealed_secret: Set(secret),
        key_id: Set(None),
        id_token_algorithms: Set(registered.algorithms.clone()),
        userinfo: text(registered.userinfo),
        pkce: text(registered.pkce),
        par: text("NEVER"),
        scopes: Set(registered.scopes.clone()),
        extra_parameters: Set(json!({})),
        required_acr: Set(json!([])),
        email_trust: text("VERIFIED"),
        just_in_time: text("ACTIVE"),
        back_channel_logout: text("END_SESSIONS"),
        siret_claim: Set(None),
        state: text("ACTIVE"),
        tried_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        updated_by: Set(None),
        version: Set(1),
        history: Set(json!({})),
    };
    identity_provider::Entity::insert(row)
        .exec_without_returning(hub.store.connection())
        .await
        .expect("a provider");
    id
}

/// Changes a setting of a provider.
pub(super) async fn set(
    hub: &TestHub,
    provider: Uuid,
    column: identity_provider::Column,
    value: impl Into<sea_orm::Value>,
) {
    identity_provider::Entity::update_many()
        .col_expr(column, Expr::value(value.into()))
        .filter(identity_provider::Column::Id.eq(provider))
        .exec(hub.store.connection())
        .await
        .expect("a provider");
}

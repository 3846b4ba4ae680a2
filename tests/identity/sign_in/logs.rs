//! What the real program writes to its log at its finest level while people sign in, are refused, are asked about and sign out:
//! no code, state, token, secret or session.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use entities::identity_provider::Column;
use lying_provider::{Endpoint, Forgery, Lie, LyingProvider, Misbehaviour};
use reqwest::Url;
use respyrem::identity;
use respyrem::kernel::clock::Clock;
use secrecy::ExposeSecret;
use serde_json::json;
use url::form_urlencoded::byte_serialize;

use super::logout::post_logout_token;
use super::tab::{Tab, browser, header};
use super::world::{SETTINGS, Server, World, all_are_due};
use crate::identity::support::new_client;
use crate::on_both;
use crate::support::process::HubProcess;
use crate::support::redis::until;
use crate::support::socket::Socket;

/// What must not be read in a log, and what it is.
#[derive(Default)]
struct Secrets(BTreeMap<String, &'static str>);

impl Secrets {
    fn add(&mut self, what: &'static str, secret: &str) {
        assert!(!secret.is_empty(), "{what}");
        self.0.insert(secret.to_owned(), what);
    }

    /// What a provider and the hub said to each other last.
    fn of_exchange(&mut self, provider: &LyingProvider) {
        for endpoint in [Endpoint::Authorize, Endpoint::Token, Endpoint::EndSession] {
            let said = provider.asked(endpoint);
            for name in ["state", "nonce", "code", "code_verifier", "refresh_token", "client_secret"] {
                said.get(name).into_iter().for_each(|value| self.add(name, value));
            }
        }
    }

    /// What this provider gives beside, which nobody else sees: `access-3`.
    fn of_provider(&mut self, provider: &LyingProvider) {
        for number in 1..40 {
            for what in ["access", "refresh", "code"] {
                self.add(what, &format!("{what}-{number}"));
            }
        }
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let (id, secret) = (encoded(provider.client_id()), encoded(provider.client_secret()));
        self.add("the secret of the client", provider.client_secret());
        self.add("the secret of the client, encoded", &secret);
        self.add("the secret of the client in a header", &BASE64.encode(format!("{id}:{secret}").as_bytes()));
    }

    /// The parts of a token that say something: its claims and its signature.
    fn of_token(&mut self, what: &'static str, token: &str) {
        token.split('.').skip(1).for_each(|part| self.add(what, part));
    }

    fn of_cookies(&mut self, tab: &Tab<'_>) {
        tab.cookies.iter().for_each(|(_, value)| self.add("a cookie", value));
    }

    fn assert_in_none_of(&self, log: &str) {
        for line in log.lines() {
            for (secret, what) in &self.0 {
                let read = line.match_indices(secret.as_str()).any(|(at, _)| {
                    // A number goes on: `code-1` is not in `code-12`.
                    !line[at + secret.len()..].starts_with(|next: char| next.is_ascii_digit())
                });
                assert!(!read, "the log holds {what}, {secret}: {line:.600}");
            }
        }
    }
}

/// Somebody signs in at a provider that tells each of these lies in turn.
async fn refusals(world: &World, secrets: &mut Secrets) {
    for lie in [
        Lie::IdToken(Forgery::WrongNonce),
        Lie::IdToken(Forgery::BadSignature),
        Lie::Userinfo("sub", Some(json!("eve"))),
        Lie::Callback("state", Some("a-state-of-nobody-that-is-long-enough".to_owned())),
        Lie::Callback("iss", None),
        Lie::Callback("error", Some("server_error".to_owned())),
        Lie::Answer(Endpoint::Token, Misbehaviour::Status(503)),
        Lie::Answer(Endpoint::Userinfo, Misbehaviour::Redirect(307)),
    ] {
        world.provider.tell(lie);
        let mut tab = Tab::new(world);
        assert!(tab.sign_in().await.session.is_none());
        world.provider.be_honest();
        secrets.of_exchange(&world.provider);
        secrets.of_cookies(&tab);
    }
    secrets.add("a forged state", "a-state-of-nobody-that-is-long-enough");
}

/// Links are opened and used, and written down badly.
async fn links(world: &World, secrets: &mut Secrets) {
    let link = identity::issue_link(&world.hub.store, None, None).await.expect("a link").token;
    let link = link.expose_secret();
    secrets.add("a one-time link", link);
    let mut tab = Tab::new(world);
    for path in [format!("/auth/link/{link}"), format!("/auth/link/{link}/"), format!("/auth/lnik/{link}")] {
        tab.get(&path).await;
    }
    for _ in 0..2 {
        tab.post(&format!("/auth/link/{link}"), "text/html").await;
    }
    secrets.of_cookies(&tab);
    let invitation = "1nv1tat10n".repeat(6);
    secrets.add("an invitation", &invitation);
    let mut tab = Tab::new(world);
    tab.get(&format!("/auth/invitation/{invitation}")).await;
    let callback = tab.go_to_provider(&format!("?invitation={invitation}")).await;
    tab.come_back(&callback).await;
    secrets.of_exchange(&world.provider);
    secrets.of_cookies(&tab);
}

/// Programs ask with keys, good and bad; a secret is in what is asked.
async fn programs(world: &World, secrets: &mut Secrets) {
    let key = identity::create(&world.hub.store, new_client()).await.expect("a client").key;
    let key = key.expose_secret();
    let sent = "a-secret-in-a-variable";
    secrets.add("a key", key);
    secrets.add("a secret in a request", sent);
    let url = format!("{}/graphql", world.server.base);
    let create = "mutation($input: CreateIdentityProviderInput!) {
        createIdentityProvider(input: $input) { userErrors { code } } }";
    let input = json!({
        "partner": "x", "slug": "x", "label": "x", "issuer": "https://x.example", "clientId": "x", "secret": sent,
    });
    for bearer in [key, &key[..key.len() - 1]] {
        let request = browser().post(&url).bearer_auth(bearer);
        request
            .json(&json!({ "query": create, "variables": { "input": input } }))
            .send()
            .await
            .expect("an answer");
    }
    let with_text = format!("mutation {{ createIdentityProvider(input: {{ secret: \"{sent}\" }}) {{ x }} }}");
    browser().post(&url).json(&json!({ "query": with_text })).send().await.expect("an answer");
    Socket::ready_as(&world.server, &[], json!({ "authorization": format!("Bearer {key}") })).await;
}

/// The provider says who signed out, and somebody else says so too.
async fn logout_tokens(world: &World, secrets: &mut Secrets) {
    for forgery in [None, Some(Forgery::BadSignature)] {
        forgery.into_iter().for_each(|forgery| world.provider.tell(Lie::LogoutToken(forgery)));
        let token = world.provider.logout_token(Some("berta"), None);
        world.provider.be_honest();
        post_logout_token(world, "parc", &token).await;
        secrets.of_token("a logout token", &token);
    }
}

on_both!(the_log_holds_no_secret_of_those_who_sign_in, |hub| {
    hub.clock.set(Clock::system().now());
    let settings = [&SETTINGS[..], &[("LOG", "trace")]].concat();
    let mut process = HubProcess::start(&hub.database, &settings).await;
    let world = World::on(hub, Server::at(process.url.clone())).await;
    world.set(Column::Userinfo, "JSON").await;
    let mut secrets = Secrets::default();
    secrets.of_provider(&world.provider);
    secrets.add("the key that seals", &"07".repeat(32));
    let mut tab = Tab::new(&world);
    tab.sign_in().await.session.expect("a session");
    secrets.of_exchange(&world.provider);
    refusals(&world, &mut secrets).await;
    links(&world, &mut secrets).await;
    programs(&world, &mut secrets).await;
    logout_tokens(&world, &mut secrets).await;
    all_are_due(&world.hub).await;
    process.kill();
    let before = process.log();
    let calls = world.provider.calls(Endpoint::Token);
    process.restart(&world.hub.database).await;
    until("the provider is asked", async || world.provider.calls(Endpoint::Token) > calls).await;
    secrets.of_exchange(&world.provider);
    secrets.of_cookies(&tab);
    let onwards = header(&tab.post("/auth/logout", "text/html").await, "location").expect("a way");
    tab.get(&onwards).await;
    secrets.of_exchange(&world.provider);
    let onwards = Url::parse(&onwards).unwrap();
    let (_, id_token) = onwards.query_pairs().find(|(name, _)| name == "id_token_hint").expect("an id token");
    secrets.of_token("an id token", &id_token);
    process.kill();
    let log = before + &process.log();
    for said in ["TRACE", "/auth/callback/{slug}", "/auth/link/{token}", "/auth/backchannel-logout/{slug}"] {
        assert!(log.contains(said), "the log says nothing of {said}");
    }
    secrets.assert_in_none_of(&log);
});

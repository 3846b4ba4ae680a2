//! A browser with which somebody signs in.

use axum::http::StatusCode;
use lying_provider::LyingProvider;
use reqwest::{Client, Response, redirect};
use secrecy::SecretString;

use super::world::World;

/// What became of a sign-in.
#[derive(Debug)]
pub(super) struct Came {
    pub(super) status: StatusCode,
    /// Where it leads, when it does.
    pub(super) location: Option<String>,
    pub(super) session: Option<SecretString>,
    pub(super) body: String,
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
    slug: &'a str,
    provider: &'a LyingProvider,
    /// Where the page is from that leads to what it opens, as browsers say it: nowhere, when somebody typed the address.
    pub(super) site: &'static str,
}

impl<'a> Tab<'a> {
    pub(super) fn new(world: &'a World) -> Self {
        Self::at(world, "parc", &world.provider)
    }

    /// One with which somebody signs in through another provider.
    pub(super) fn at(world: &'a World, slug: &'a str, provider: &'a LyingProvider) -> Self {
        Self { world, web: browser(), cookies: Vec::new(), slug, provider, site: "none" }
    }

    /// The cookies as they are sent.
    pub(super) fn cookie(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    pub(super) async fn get(&mut self, address: &str) -> Response {
        let address = if address.starts_with('/') {
            format!("{}{address}", self.world.server.base)
        } else {
            address.to_owned()
        };
        let request =
            self.web.get(address).header("cookie", self.cookie()).header("sec-fetch-site", self.site);
        let answer = request.send().await.expect("an answer");
        self.keep(&answer);
        answer
    }

    pub(super) async fn post(&mut self, path: &str, accept: &str) -> Response {
        let request = self.web.post(format!("{}{path}", self.world.server.base));
        let request = request.header("accept", accept).header("cookie", self.cookie());
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
        let answer = self.get(&format!("/auth/login/{}{query}", self.slug)).await;
        let location =
            header(&answer, "location").unwrap_or_else(|| panic!("a way, not {}", answer.status()));
        self.provider.browse(&location).await
    }

    /// Comes back with the address of a callback.
    pub(super) async fn come_back(&mut self, callback: &str) -> Came {
        let answer = self.get(callback).await;
        self.came(answer).await
    }

    async fn came(&self, answer: Response) -> Came {
        let (status, location) = (answer.status(), header(&answer, "location"));
        let given = answer.headers().get_all("set-cookie").iter().any(|line| {
            line.to_str().is_ok_and(|line| line.starts_with("respyrem_session=") && !line.contains("=;"))
        });
        let session = self.cookies.iter().find(|(name, _)| name == "respyrem_session").filter(|_| given);
        let session = session.map(|(_, token)| SecretString::from(token.clone()));
        Came { status, location, session, body: answer.text().await.expect("a text") }
    }

    /// Signs in; what the hub says when it does not even send the browser to its provider.
    pub(super) async fn sign_in(&mut self) -> Came {
        let answer = self.get(&format!("/auth/login/{}", self.slug)).await;
        let Some(provider) = header(&answer, "location") else { return self.came(answer).await };
        let callback = self.provider.browse(&provider).await;
        self.come_back(&callback).await
    }
}

pub(super) fn header(answer: &Response, name: &str) -> Option<String> {
    answer.headers().get(name).map(|value| value.to_str().expect("a text").to_owned())
}

//! A person with a browser that knows redirects, cookies and forms, and nothing else.

use std::time::Duration;

use reqwest::header::{COOKIE, LOCATION};
use reqwest::{Client, Method, Request, Url, redirect};

use super::cookies::Cookies;
use super::page::Page;

/// Enough for every way through a provider, and an end to one that goes in a circle.
const MOST_REDIRECTS: usize = 20;

/// Somebody who has an account at a provider.
pub(crate) struct Visitor {
    account: String,
    web: Client,
    cookies: Cookies,
}

impl Visitor {
    /// Somebody who has visited nothing yet.
    pub(crate) fn new(account: &str) -> Self {
        let web =
            Client::builder().redirect(redirect::Policy::none()).timeout(Duration::from_secs(30)).no_proxy();
        Self {
            account: account.to_owned(),
            web: web.build().expect("a web client"),
            cookies: Cookies::default(),
        }
    }

    /// Goes where an address leads.
    pub(crate) async fn open(&mut self, address: &str) -> Page {
        let url = Url::parse(address).expect("an address");
        self.follow(Request::new(Method::GET, url)).await
    }

    /// Goes where an address leads, and says who one is where a provider asks.
    pub(crate) async fn sign_in(&mut self, address: &str) -> Page {
        self.answer(address, &["user"]).await
    }

    /// Goes where an address leads, and confirms to a provider that one signs out.
    pub(crate) async fn sign_out(&mut self, address: &str) -> Page {
        self.answer(address, &["confirm", "logout"]).await
    }

    /// Sends the form that has one of these fields, if the address leads to one.
    async fn answer(&mut self, address: &str, asked: &[&str]) -> Page {
        let page = self.open(address).await;
        let Some(mut form) = page.form().filter(|form| form.asks(asked)) else { return page };
        for (name, value) in &mut form.fields {
            // The password of an account is its name, where one is asked for.
            if matches!(name.as_str(), "user" | "password") {
                value.clone_from(&self.account);
            }
        }
        let request = self.web.post(form.action).form(&form.fields).build().expect("a request");
        self.follow(request).await
    }

    async fn follow(&mut self, mut request: Request) -> Page {
        for _ in 0..MOST_REDIRECTS {
            let url = request.url().clone();
            if let Some(cookies) = self.cookies.sent_to(&url) {
                request.headers_mut().insert(COOKIE, cookies.parse().expect("cookies"));
            }
            let answer = self.web.execute(request).await.expect("an answer");
            self.cookies.keep(&url, answer.headers());
            let status = answer.status();
            let Some(next) = answer.headers().get(LOCATION).filter(|_| status.is_redirection()) else {
                return Page { url, status, body: answer.text().await.expect("a text") };
            };
            let next = url.join(next.to_str().expect("an address")).expect("an address");
            request = Request::new(Method::GET, next);
        }
        panic!("more than {MOST_REDIRECTS} redirects");
    }
}

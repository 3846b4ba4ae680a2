//! Signing in and out in a browser, over a real socket, through the hub as it is put together for production.

use reqwest::{Client, RequestBuilder, Response, redirect};
use respyrem::identity::{self, NewClient};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::support::new_client;
use crate::on_both;
use crate::support::TestHub;
use crate::support::server::Server;

/// A hub that listens, and a browser.
struct Served {
    server: Server,
    browser: Client,
}

impl Served {
    async fn start(hub: &TestHub, settings: &[(&str, &str)]) -> Self {
        let browser = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
        Self { server: Server::start(hub, settings).await, browser }
    }

    /// The address of a link, just made.
    async fn link(&self, hub: &TestHub) -> String {
        let link = identity::issue_link(&hub.store, None, None).await.unwrap();
        format!("{}/auth/link/{}", self.server.base, link.token.expose_secret())
    }

    /// A request that the hub's own page makes.
    fn post(&self, url: &str) -> RequestBuilder {
        self.browser.post(url).header("sec-fetch-site", "same-origin")
    }

    /// Whether the hub takes this cookie for somebody.
    async fn knows(&self, cookie: &str) -> bool {
        let ask = self.post(&format!("{}/graphql", self.server.base)).header("cookie", cookie);
        let response = ask.json(&json!({ "query": "{ structures { totalCount } }" })).send().await.unwrap();
        // A session that is over is taken back.
        let forgets = header(&response, "set-cookie").contains("Max-Age=0");
        assert_eq!(
            response.json::<Value>().await.unwrap(),
            json!({ "data": { "structures": { "totalCount": 0 } } })
        );
        !forgets
    }
}

fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

on_both!(a_link_is_looked_at_then_used_then_its_session_is_ended, |hub| {
    let served = Served::start(&hub, &[]).await;
    let link = served.link(&hub).await;
    for _ in 0..2 {
        let page = served.browser.get(&link).header("accept-language", "ca").send().await.unwrap();
        assert_eq!((page.status().as_u16(), header(&page, "cache-control").as_str()), (200, "no-store"));
        assert_eq!(header(&page, "set-cookie"), "");
        assert!(page.text().await.unwrap().contains("Obre la sessió"));
    }
    let opened = served.post(&link).send().await.unwrap();
    assert_eq!((opened.status().as_u16(), header(&opened, "location").as_str()), (303, "/explorer"));
    let cookie = header(&opened, "set-cookie");
    let (pair, attributes) = cookie.split_once(';').unwrap();
    assert!(pair.starts_with("__Host-respyrem_session="), "{cookie}");
    assert_eq!(attributes, " Path=/; Max-Age=43200; Secure; HttpOnly; SameSite=Lax");
    assert!(served.knows(pair).await);
    let ended = served
        .post(&format!("{}/auth/logout", served.server.base))
        .header("cookie", pair)
        .send()
        .await
        .unwrap();
    assert_eq!(ended.status(), 204);
    assert!(header(&ended, "set-cookie").starts_with("__Host-respyrem_session=; Path=/; Max-Age=0"));
    assert!(!served.knows(pair).await);
});

on_both!(a_used_link_is_gone, |hub| {
    let served = Served::start(&hub, &[]).await;
    let link = served.link(&hub).await;
    served.post(&link).send().await.unwrap();
    let again = served.post(&link).header("accept-language", "en").send().await.unwrap();
    assert_eq!((again.status().as_u16(), header(&again, "set-cookie").as_str()), (410, ""));
    assert!(again.text().await.unwrap().contains("no longer valid"));
});

on_both!(another_site_can_neither_sign_in_nor_sign_out, |hub| {
    let served = Served::start(&hub, &[]).await;
    let link = served.link(&hub).await;
    for url in [&link, &format!("{}/auth/logout", served.server.base)] {
        for (name, value) in
            [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("origin", "null")]
        {
            let refused = served.browser.post(url).header(name, value).send().await.unwrap();
            assert_eq!(
                (refused.status().as_u16(), header(&refused, "set-cookie").as_str()),
                (403, ""),
                "{name}"
            );
        }
    }
    assert_eq!(served.post(&link).send().await.unwrap().status(), 303);
});

on_both!(signing_in_replaces_a_planted_session, |hub| {
    let served = Served::start(&hub, &[("INSECURE_COOKIES", "true"), ("EXPLORER", "false")]).await;
    let link = served.link(&hub).await;
    let planted = format!("respyrem_session={}", "0".repeat(64));
    let opened = served.post(&link).header("cookie", &planted).send().await.unwrap();
    // Without the explorer there is no page to go to.
    assert_eq!(opened.status(), 200);
    let cookie = header(&opened, "set-cookie");
    assert!(cookie.starts_with("respyrem_session=") && !cookie.starts_with(&planted), "{cookie}");
    assert!(!cookie.contains("Secure"));
});

on_both!(a_key_that_is_bound_to_a_site_may_be_tried_in_the_explorer, |hub| {
    let served = Served::start(&hub, &[("PUBLIC_URL", "https://hub.example")]).await;
    let bound = NewClient { allowed_origins: vec!["https://parc.example".to_owned()], ..new_client() };
    let key = identity::create(&hub.store, bound).await.unwrap().key;
    let from = async |origin: &str| {
        let ask = served.browser.get(format!("{}/graphql?query={{__typename}}", served.server.base));
        let asked = ask.header("origin", origin).bearer_auth(key.expose_secret()).send().await.unwrap();
        asked.status().as_u16()
    };
    assert_eq!(from("https://hub.example").await, 200);
    assert_eq!(from("https://parc.example").await, 200);
    assert_eq!(from("https://elsewhere.example").await, 403);
});

on_both!(the_pages_allow_no_script_and_no_other_origin, |hub| {
    let served = Served::start(&hub, &[]).await;
    let page = served.browser.get(served.link(&hub).await).send().await.unwrap();
    assert_eq!(
        header(&page, "content-security-policy"),
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    let style = served.browser.get(format!("{}/auth/style.css", served.server.base)).send().await.unwrap();
    assert_eq!(header(&style, "content-type"), "text/css; charset=utf-8");
});

on_both!(a_hub_that_is_put_together_is_ready, |hub| {
    let served = Served::start(&hub, &[]).await;
    let ready = served.browser.get(format!("{}/health/ready", served.server.base)).send().await.unwrap();
    let body: Value = ready.json().await.unwrap();
    let checks = json!({ "database": "ok", "migrations": "ok", "federation": "ok" });
    assert_eq!(body, json!({ "status": "ready", "checks": checks }));
});

//! The providers that tests sign in with, and the person who does: what other tests rely on.

use axum::Router;
use reqwest::{Client, StatusCode, Url};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::provider::{LemonLdap, OidcProvider, Visitor, sign_in_with_chromium};

/// A site that signs people in: it answers everything alike.
async fn site() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let pages = Router::new().fallback(async || "the site");
    tokio::spawn(async move { axum::serve(listener, pages).await });
    address
}

/// A provider with the site as its client, and with one account.
fn config(site: &str) -> Value {
    json!({
        "clients": [{
            "client_id": "site",
            "client_secret": "a secret of the site, which is not used here",
            "redirect_uris": [format!("{site}/callback")],
            "post_logout_redirect_uris": [format!("{site}/bye")],
        }],
        "accounts": { "marie": { "email": "marie@commune.example", "email_verified": true } },
    })
}

async fn discovered(issuer: &str) -> Value {
    let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    Client::builder().no_proxy().build().unwrap().get(url).send().await.unwrap().json().await.unwrap()
}

/// Where the site sends somebody who signs in. The code is never redeemed: any challenge will do.
fn login(metadata: &Value, site: &str) -> String {
    let parameters = [
        ("client_id", "site"),
        ("response_type", "code"),
        ("scope", "openid email"),
        ("redirect_uri", &format!("{site}/callback")),
        ("state", "the-state"),
        ("code_challenge", &"c".repeat(43)),
        ("code_challenge_method", "S256"),
    ];
    Url::parse_with_params(metadata["authorization_endpoint"].as_str().unwrap(), parameters).unwrap().into()
}

fn logout(metadata: &Value, site: &str) -> String {
    let parameters = [("client_id", "site"), ("post_logout_redirect_uri", &format!("{site}/bye"))];
    Url::parse_with_params(metadata["end_session_endpoint"].as_str().unwrap(), parameters).unwrap().into()
}

async fn assert_signs_in_and_out(issuer: &str, site: &str) {
    let metadata = discovered(issuer).await;
    let (login, logout) = (login(&metadata, site), logout(&metadata, site));
    let mut marie = Visitor::new("marie");
    let page = marie.sign_in(&login).await;
    assert!(page.url.as_str().starts_with(&format!("{site}/callback?")), "{}: {}", page.url, page.body);
    assert_eq!((page.status, page.body.as_str()), (StatusCode::OK, "the site"));
    let answer: Vec<_> = page.url.query_pairs().collect();
    assert!(answer.iter().any(|(name, value)| name == "code" && !value.is_empty()), "{}", page.url);
    assert!(answer.iter().any(|(name, value)| name == "state" && value == "the-state"), "{}", page.url);
    assert_eq!(marie.open(&login).await.url.path(), "/callback", "she is signed in until she signs out");
    assert_eq!(marie.sign_out(&logout).await.url.as_str(), format!("{site}/bye"));
    assert!(marie.open(&login).await.body.contains(r#"name="user""#), "she is asked who she is");
}

#[tokio::test]
async fn oidc_provider_names_itself_where_it_is_looked_for() {
    let provider = OidcProvider::start(&config("http://site.example"));
    let metadata = discovered(provider.issuer()).await;
    assert_eq!(metadata["issuer"], provider.issuer());
    assert_eq!(metadata["backchannel_logout_session_supported"], true);
}

#[tokio::test]
async fn lemonldap_names_itself_where_it_is_looked_for() {
    let provider = LemonLdap::start(&config("http://site.example"));
    let metadata = discovered(provider.issuer()).await;
    assert_eq!(metadata["issuer"], provider.issuer());
    assert!(provider.issuer().ends_with('/'));
}

#[tokio::test]
async fn one_signs_in_and_out_at_oidc_provider() {
    let site = site().await;
    let provider = OidcProvider::start(&config(&site));
    assert_signs_in_and_out(provider.issuer(), &site).await;
}

#[tokio::test]
async fn one_signs_in_and_out_at_lemonldap() {
    let site = site().await;
    let provider = LemonLdap::start(&config(&site));
    assert_signs_in_and_out(provider.issuer(), &site).await;
}

#[tokio::test]
async fn an_account_that_was_taken_away_signs_in_no_more() {
    let site = site().await;
    let mut provider = OidcProvider::start(&config(&site));
    let login = login(&discovered(provider.issuer()).await, &site);
    provider.replace_accounts(&json!({ "jordi": {} }));
    let page = Visitor::new("marie").sign_in(&login).await;
    assert!(page.body.contains("There is no such account."), "{}", page.body);
    assert_eq!(Visitor::new("jordi").sign_in(&login).await.url.path(), "/callback");
}

#[tokio::test]
async fn one_signs_in_at_lemonldap_with_a_browser() {
    let site = site().await;
    let provider = LemonLdap::start(&config(&site));
    let page =
        sign_in_with_chromium(&login(&discovered(provider.issuer()).await, &site), "marie", None).await;
    assert!(page.url.starts_with(&format!("{site}/callback?")), "{}", page.url);
    assert_eq!(page.text, "the site");
}

//! Providers that lead elsewhere, answer too much, or not at all.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use lying_provider::{Endpoint, Lie, LyingProvider, Misbehaviour};
use oidc::http::{GuardedHttp, HttpError, Method, Patience, Reach, Request};
use oidc::{Client, Error, Hints};
use serde_json::{Value, json};
use url::Url;

use crate::support::{BACK, Scene, Time, refusal, settings_of, sign_in_refused};

fn misbehaves(endpoint: Endpoint, misbehaviour: Misbehaviour) -> Lie {
    Lie::Answer(endpoint, misbehaviour)
}

fn is_at(field: &'static str, address: &str) -> Lie {
    Lie::Metadata(field, Some(json!(address)))
}

sign_in_refused! {
    an_issuer_that_is_another_s: is_at("issuer", "https://accounts.example.com") => "discovery.issuer",
    an_issuer_with_a_slash_in_what_is_published:
        Lie::Metadata("issuer", Some(json!("http://127.0.0.1/"))) => "discovery.issuer",
    no_issuer: Lie::Metadata("issuer", None) => "discovery.malformed",
    no_token_endpoint: Lie::Metadata("token_endpoint", None) => "discovery.malformed",
    no_keys_to_be_found: Lie::Metadata("jwks_uri", None) => "discovery.malformed",
    an_endpoint_that_is_no_address: is_at("token_endpoint", "/token") => "discovery.malformed",
    an_endpoint_with_a_fragment: is_at("authorization_endpoint", "https://a.example/#b") => "discovery.malformed",

    a_token_endpoint_in_a_private_network: is_at("token_endpoint", "https://10.0.0.1/t") => "discovery.address",
    keys_at_the_metadata_of_a_cloud: is_at("jwks_uri", "https://169.254.169.254/k") => "discovery.address",
    userinfo_between_a_provider_and_its_customers:
        is_at("userinfo_endpoint", "https://100.64.1.1/") => "discovery.address",
    an_address_as_one_number: is_at("jwks_uri", "https://2852039166/") => "discovery.address",
    an_address_in_octal: is_at("jwks_uri", "https://0251.0376.0251.0376/") => "discovery.address",
    an_address_in_hexadecimal: is_at("jwks_uri", "https://0xa9fea9fe/") => "discovery.address",
    an_address_in_two_parts: is_at("jwks_uri", "https://10.1/") => "discovery.address",
    an_address_in_wide_letters: is_at("jwks_uri", "https://\u{ff11}\u{ff10}.0.0.1/") => "discovery.address",
    an_address_in_an_address: is_at("jwks_uri", "https://[::ffff:10.0.0.1]/") => "discovery.address",
    loopback_in_an_address: is_at("jwks_uri", "https://[::ffff:127.0.0.1]/") => "discovery.address",
    a_unique_local_address: is_at("jwks_uri", "https://[fd00::1]/") => "discovery.address",
    a_link_local_address: is_at("jwks_uri", "https://[fe80::1]/") => "discovery.address",
    a_browser_sent_into_a_private_network:
        is_at("authorization_endpoint", "https://192.168.1.1/admin") => "discovery.address",
    a_sign_out_in_a_private_network: is_at("end_session_endpoint", "https://192.168.1.1/") => "discovery.address",

    a_token_endpoint_without_tls: is_at("token_endpoint", "http://accounts.example.com/") => "discovery.scheme",
    a_file: is_at("jwks_uri", "file:///etc/passwd") => "discovery.scheme",
    a_script_for_the_browser: is_at("authorization_endpoint", "javascript:alert(1)") => "discovery.scheme",
    a_name_and_password_in_an_address: is_at("jwks_uri", "https://a:b@accounts.example.com/") => "discovery.scheme",

    discovery_that_redirects: misbehaves(Endpoint::Discovery, Misbehaviour::Redirect(302)) => "discovery.redirect",
    keys_that_redirect: misbehaves(Endpoint::Keys, Misbehaviour::Redirect(301)) => "keys.redirect",
    a_token_endpoint_that_redirects: misbehaves(Endpoint::Token, Misbehaviour::Redirect(307)) => "token.redirect",
    a_token_endpoint_that_has_moved: misbehaves(Endpoint::Token, Misbehaviour::Redirect(308)) => "token.redirect",
    fifty_megabytes_of_keys: misbehaves(Endpoint::Keys, Misbehaviour::Flood) => "keys.too_large",
    fifty_megabytes_of_discovery: misbehaves(Endpoint::Discovery, Misbehaviour::Flood) => "discovery.too_large",
    fifty_megabytes_of_tokens: misbehaves(Endpoint::Token, Misbehaviour::Flood) => "token.too_large",
    discovery_of_html: misbehaves(Endpoint::Discovery, Misbehaviour::MediaType("text/html")) => "discovery.media_type",
    keys_of_html: misbehaves(Endpoint::Keys, Misbehaviour::MediaType("text/html")) => "keys.media_type",
    discovery_that_is_not_there: misbehaves(Endpoint::Discovery, Misbehaviour::Status(404)) => "discovery.status",
    keys_that_are_none:
        misbehaves(Endpoint::Keys, Misbehaviour::Says(200, "application/json", "{}".to_owned())) => "keys.malformed",
    discovery_that_tells_two_issuers:
        misbehaves(
            Endpoint::Discovery,
            Misbehaviour::Says(200, "application/json", r#"{"issuer":"a","issuer":"b"}"#.to_owned()),
        ) => "discovery.malformed",
}

#[tokio::test]
async fn an_issuer_is_its_own_letters_and_no_others() {
    let scene = Scene::start().await;
    let ours = scene.provider.issuer().to_owned();
    for other in [
        format!("{ours}/"),
        format!("{ours}0"),
        format!(" {ours}"),
        format!("{ours}?"),
        format!("{ours}#"),
        format!("{ours}/.well-known/openid-configuration"),
        ours.to_uppercase(),
        ours.replace("127.0.0.1", "localhost"),
        ours.replace("127.0.0.1", "127.0.0.1."),
        ours.replace("127.0.0.1", "2130706433"),
        ours.replace("http:", "https:"),
        ours.replace("://", "://a@"),
        ours.replace("://", ":\\\\"),
    ] {
        scene.provider.be_honest();
        scene.provider.tell(Lie::Metadata("issuer", Some(json!(other))));
        assert_eq!(refusal(scene.sign_in().await), "discovery.issuer", "{other}");
    }
}

#[tokio::test]
async fn nobody_goes_where_a_redirect_leads() {
    for endpoint in [Endpoint::Discovery, Endpoint::Keys, Endpoint::Token] {
        let scene = Scene::telling(misbehaves(endpoint, Misbehaviour::Redirect(307))).await;
        refusal(scene.sign_in().await);
        assert_eq!(scene.provider.calls(Endpoint::Foreign), 0, "{endpoint:?}");
    }
}

#[tokio::test]
async fn a_userinfo_endpoint_that_redirects_gets_no_token_elsewhere() {
    let mut scene = Scene::telling(misbehaves(Endpoint::Userinfo, Misbehaviour::Redirect(307))).await;
    scene.settings.userinfo = oidc::Userinfo::Json;
    assert_eq!(refusal(scene.sign_in().await), "userinfo.redirect");
    assert_eq!(scene.provider.calls(Endpoint::Foreign), 0);
}

/// What a sign-in says of an endpoint that keeps it waiting. The others have ample time, on a busy machine too.
async fn waiting_for(endpoint: Endpoint, misbehaviour: Misbehaviour) -> String {
    let scene = Scene::patient(Duration::from_millis(1500)).await;
    scene.provider.tell(misbehaves(endpoint, misbehaviour));
    let begun = Instant::now();
    let error = scene.sign_in().await.unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(7));
    error.to_string()
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_not_waited_for() {
    let endpoints = [Endpoint::Discovery, Endpoint::Keys, Endpoint::Token];
    let said = join_all(endpoints.map(|endpoint| waiting_for(endpoint, Misbehaviour::Stall))).await;
    let expected = ["discovery.timeout", "keys.timeout", "token.timeout"];
    assert_eq!(said, expected.map(|reason| format!("the identity provider is unavailable: {reason}")));
}

#[tokio::test]
async fn an_answer_that_does_not_end_is_not_waited_for() {
    let said = waiting_for(Endpoint::Keys, Misbehaviour::Trickle).await;
    assert_eq!(said, "the identity provider is unavailable: keys.timeout");
}

#[tokio::test]
async fn an_answer_that_comes_drop_by_drop_is_not_waited_for() {
    let endpoints = [Endpoint::Discovery, Endpoint::Keys, Endpoint::Token];
    let said = join_all(endpoints.map(|endpoint| waiting_for(endpoint, Misbehaviour::Drip))).await;
    let expected = ["discovery.timeout", "keys.timeout", "token.timeout"];
    assert_eq!(said, expected.map(|reason| format!("the identity provider is unavailable: {reason}")));
}

#[test]
fn nobody_waits_longer_than_five_seconds_by_default() {
    let patience = Patience::default();
    assert!(patience.connect <= patience.total && patience.total <= Duration::from_secs(5));
}

#[tokio::test]
async fn a_provider_in_trouble_is_unavailable() {
    for (endpoint, status) in
        [(Endpoint::Discovery, 500), (Endpoint::Keys, 502), (Endpoint::Token, 503), (Endpoint::Token, 429)]
    {
        let scene = Scene::telling(misbehaves(endpoint, Misbehaviour::Status(status))).await;
        assert!(matches!(scene.sign_in().await, Err(Error::Unavailable(_))), "{endpoint:?} {status}");
    }
}

#[tokio::test]
async fn a_provider_that_is_not_there_is_unavailable() {
    let scene = Scene::start().await;
    let Scene { provider, client, settings, .. } = scene;
    drop(provider);
    tokio::task::yield_now().await;
    let answer = client.begin(&settings, BACK, &Hints::default()).await.unwrap_err();
    assert_eq!(answer.to_string(), "the identity provider is unavailable: discovery.unreachable");
}

/// What a client that reaches public addresses only says of a provider on this machine.
async fn from_outside(issuer: impl FnOnce(&LyingProvider) -> String) -> Error {
    let time = Time::default();
    let provider = LyingProvider::start(time.clock()).await;
    let mut settings = settings_of(&provider);
    settings.issuer = issuer(&provider);
    let http = GuardedHttp::new(Reach::Public, Patience::default()).unwrap();
    let client = Client::new(http, time.clock());
    let error = client.begin(&settings, BACK, &Hints::default()).await.unwrap_err();
    assert_eq!(provider.calls(Endpoint::Discovery), 0);
    error
}

fn port(provider: &LyingProvider) -> u16 {
    Url::parse(provider.issuer()).unwrap().port().unwrap()
}

#[tokio::test]
async fn loopback_is_reached_by_an_explicit_setting_only() {
    assert_eq!(
        from_outside(|provider| provider.issuer().to_owned()).await.reason().to_string(),
        "discovery.scheme"
    );
    let with_tls = from_outside(|provider| format!("https://127.0.0.1:{}", port(provider))).await;
    assert_eq!(with_tls.reason().to_string(), "discovery.address");
}

#[tokio::test]
async fn a_name_that_leads_to_this_machine_is_not_followed() {
    let by_name = from_outside(|provider| format!("https://localhost:{}", port(provider))).await;
    assert_eq!(by_name.reason().to_string(), "discovery.address");
}

#[tokio::test]
async fn the_guard_serves_any_other_call() {
    let http = GuardedHttp::new(Reach::Public, Patience::default()).unwrap();
    for (address, expected) in [
        ("https://127.0.0.1/", HttpError::Address),
        ("https://[::1]/", HttpError::Address),
        ("https://0/", HttpError::Address),
        ("https://2130706433/", HttpError::Address),
        ("https://0177.0.0.1/", HttpError::Address),
        ("https://0x7f.1/", HttpError::Address),
        ("https://127.1/", HttpError::Address),
        ("https://[::ffff:7f00:1]/", HttpError::Address),
        ("https://[64:ff9b::7f00:1]/", HttpError::Address),
        ("https://[::]/", HttpError::Address),
        ("https://localhost/", HttpError::Address),
        ("https://LOCALHOST/", HttpError::Address),
        ("https://127.0.0.1./", HttpError::Address),
        ("http://example.org/", HttpError::Scheme),
        ("ftp://example.org/", HttpError::Scheme),
        ("https://user@example.org/", HttpError::Scheme),
        ("data:,x", HttpError::Scheme),
    ] {
        let request = Request::new(Method::GET, Url::parse(address).unwrap());
        assert_eq!(http.send(request, 1024).await.unwrap_err(), expected, "{address}");
    }
}

#[tokio::test]
async fn the_guard_gives_back_an_answer_of_any_status() {
    let scene = Scene::telling(misbehaves(Endpoint::Keys, Misbehaviour::Status(418))).await;
    let http = GuardedHttp::new(Reach::PublicAndLoopback, Patience::default()).unwrap();
    let get = |path: &str| {
        Request::new(Method::GET, Url::parse(scene.provider.issuer()).unwrap().join(path).unwrap())
    };
    assert_eq!(http.send(get("/keys"), 1024).await.unwrap().status, 418);
    let answer = http.send(get("/foreign"), 1024).await.unwrap();
    assert_eq!(answer.media_type(), "application/json");
    assert!(serde_json::from_slice::<Value>(&answer.body).unwrap()["keys"].is_array());
    assert_eq!(http.send(get("/foreign"), 10).await.unwrap_err(), HttpError::TooLarge);
}

//! Settings that cannot work, and settings that do not go with their provider.

use lying_provider::{CLIENT_KEY_P256, CLIENT_KEY_RSA, Lie};
use oidc::{Algorithm, Authentication, Error, Settings, Usage, Userinfo};
use serde_json::json;

use crate::support::Scene;

/// All that is wrong after a change to settings that were right.
async fn faults(change: impl FnOnce(&mut Settings)) -> Vec<String> {
    let mut settings = Scene::start().await.settings;
    assert!(settings.faults().is_empty());
    change(&mut settings);
    settings.faults().iter().map(ToString::to_string).collect()
}

fn key(pem: &str, algorithm: Algorithm) -> Authentication {
    Authentication::PrivateKey { pem: pem.into(), kid: None, algorithm }
}

#[tokio::test]
async fn an_issuer_is_an_address_without_query_or_fragment() {
    for issuer in ["", "partner", "https://a.example/?b", "https://a.example/#b", "mailto:a@example.org"] {
        let found = faults(|settings| settings.issuer = issuer.to_owned()).await;
        assert_eq!(found, ["settings.issuer"], "{issuer}");
    }
}

#[tokio::test]
async fn an_algorithm_has_to_be_pinned() {
    assert_eq!(faults(|settings| settings.id_token_algorithms.clear()).await, ["settings.alg"]);
    let found = faults(|settings| settings.userinfo = Userinfo::Signed(Vec::new())).await;
    assert_eq!(found, ["settings.alg"]);
}

#[tokio::test]
async fn a_client_has_to_prove_something() {
    for nothing in [
        Authentication::Basic("".into()),
        Authentication::Post("".into()),
        key("no key", Algorithm::RS256),
        key(CLIENT_KEY_RSA, Algorithm::ES256),
        key(CLIENT_KEY_P256, Algorithm::RS256),
        key(CLIENT_KEY_P256, Algorithm::ES384),
    ] {
        assert_eq!(faults(|settings| settings.authentication = nothing).await, ["settings.secret"]);
    }
}

#[tokio::test]
async fn a_key_that_fits_its_algorithm_is_usable() {
    for usable in [key(CLIENT_KEY_RSA, Algorithm::PS256), key(CLIENT_KEY_P256, Algorithm::ES256)] {
        assert!(faults(|settings| settings.authentication = usable).await.is_empty());
    }
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once() {
    let found = faults(|settings| {
        settings.client_id.clear();
        settings.scopes = vec!["two words".to_owned()];
        settings.required_acr = vec![String::new()];
        settings.extra_parameters = [("nonce".to_owned(), "mine".to_owned())].into();
    });
    assert_eq!(
        found.await,
        ["settings.client", "settings.scope", "settings.acr", "settings.extra_parameter"]
    );
}

#[tokio::test]
async fn settings_that_are_wrong_call_nobody() {
    let mut scene = Scene::start().await;
    scene.settings.id_token_algorithms.clear();
    assert!(matches!(scene.begin().await, Err(Error::Misconfigured(_))));
    assert_eq!(scene.provider.calls(lying_provider::Endpoint::Discovery), 0);
}

#[tokio::test]
async fn a_pushed_request_that_is_not_offered_is_misconfigured() {
    let mut scene = Scene::start().await;
    scene.settings.par = Usage::Always;
    assert_eq!(scene.begin().await.unwrap_err().reason().to_string(), "settings.pushed");
}

#[tokio::test]
async fn a_pushed_request_that_is_needed_and_forbidden_is_misconfigured() {
    let mut scene = Scene::start().await;
    scene.provider.offer(|offers| offers.par = true);
    scene.provider.tell(Lie::Metadata("require_pushed_authorization_requests", Some(json!(true))));
    scene.settings.par = Usage::Never;
    assert_eq!(scene.begin().await.unwrap_err().reason().to_string(), "settings.pushed");
}

#[tokio::test]
async fn userinfo_that_is_not_offered_is_misconfigured() {
    let mut scene = Scene::start().await;
    scene.provider.tell(Lie::Metadata("userinfo_endpoint", None));
    scene.settings.userinfo = Userinfo::Json;
    let answer = scene.sign_in().await.unwrap_err();
    assert_eq!(answer.to_string(), "the identity provider is misconfigured: userinfo.missing");
}

#[tokio::test]
async fn a_secret_that_the_provider_does_not_know_is_misconfigured() {
    for wrong in [Authentication::Basic("wrong".into()), Authentication::Post("wrong".into())] {
        let mut scene = Scene::start().await;
        scene.settings.authentication = wrong;
        let answer = scene.sign_in().await.unwrap_err();
        assert_eq!(answer.to_string(), "the identity provider is misconfigured: token.client");
    }
}

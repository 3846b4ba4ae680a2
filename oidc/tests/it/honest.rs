//! What an honest provider may do, and all the ways to be its client.

use lying_provider::{CLIENT_KEY_P256, CLIENT_KEY_RSA, Endpoint, Offers};
use oidc::{Algorithm, Authentication, Hints, Settings, Usage, Userinfo};
use secrecy::ExposeSecret;
use serde_json::json;
use url::Url;

use crate::support::{BACK, Scene};

/// Signs in after the provider and the settings were changed.
async fn signs_in(offer: impl FnOnce(&mut Offers), change: impl FnOnce(&mut Settings)) -> Scene {
    let mut scene = Scene::start().await;
    scene.provider.offer(offer);
    change(&mut scene.settings);
    let signed_in = scene.sign_in().await.expect("a sign-in");
    assert_eq!(signed_in.subject, "anna");
    scene
}

#[tokio::test]
async fn a_sign_in_says_who_it_is() {
    let scene = Scene::start().await;
    scene.provider.sign_in_as(json!({
        "sub": "b4e2", "email": "anna@example.org", "email_verified": true, "siret": "13002526500013",
        "groups": ["editors"], "acr": "eidas1",
    }));
    let signed_in = scene.sign_in().await.unwrap();
    assert_eq!(signed_in.subject, "b4e2");
    assert_eq!(signed_in.email.as_deref(), Some("anna@example.org"));
    assert_eq!(signed_in.email_verified, Some(true));
    assert_eq!(signed_in.acr.as_deref(), Some("eidas1"));
    assert_eq!(signed_in.claims["siret"], "13002526500013");
    assert_eq!(signed_in.claims["groups"], json!(["editors"]));
    assert!(signed_in.sid.is_some() && signed_in.refresh_token.is_some());
    assert!(!signed_in.id_token.expose_secret().is_empty());
}

#[tokio::test]
async fn state_and_nonce_are_long_and_new_each_time() {
    let scene = Scene::start().await;
    let (first, second) = (scene.begin().await.unwrap().pending, scene.begin().await.unwrap().pending);
    let secrets =
        [&first.state, &first.nonce, &second.state, &second.nonce].map(|secret| secret.expose_secret());
    for (at, secret) in secrets.iter().enumerate() {
        assert!(secret.len() >= 32);
        assert!(!secrets[..at].contains(secret));
    }
}

#[tokio::test]
async fn id_tokens_are_believed_by_each_pinned_algorithm() {
    for (theirs, ours) in [
        (jsonwebtoken::Algorithm::RS256, Algorithm::RS256),
        (jsonwebtoken::Algorithm::RS512, Algorithm::RS512),
        (jsonwebtoken::Algorithm::PS256, Algorithm::PS256),
        (jsonwebtoken::Algorithm::ES256, Algorithm::ES256),
        (jsonwebtoken::Algorithm::ES384, Algorithm::ES384),
        (jsonwebtoken::Algorithm::EdDSA, Algorithm::EdDSA),
    ] {
        signs_in(|offers| offers.algorithm = theirs, |settings| settings.id_token_algorithms = vec![ours])
            .await;
    }
}

#[tokio::test]
async fn the_secret_goes_into_the_header() {
    let scene = signs_in(|_| {}, |_| {}).await;
    assert_eq!(scene.provider.proof(), Some("client_secret_basic"));
    assert!(!scene.provider.asked(Endpoint::Token).contains_key("client_secret"));
}

#[tokio::test]
async fn the_secret_goes_into_the_form_where_that_is_asked_for() {
    let post = |settings: &mut Settings| {
        if let Authentication::Basic(secret) = settings.authentication.clone() {
            settings.authentication = Authentication::Post(secret);
        }
    };
    let scene = signs_in(|_| {}, post).await;
    assert_eq!(scene.provider.proof(), Some("client_secret_post"));
}

#[tokio::test]
async fn a_key_proves_who_we_are_instead_of_a_secret() {
    for (pem, algorithm) in [(CLIENT_KEY_RSA, Algorithm::RS256), (CLIENT_KEY_P256, Algorithm::ES256)] {
        let by_key = Authentication::PrivateKey { pem: pem.into(), kid: Some("hub-1".to_owned()), algorithm };
        let scene = signs_in(|_| {}, |settings| settings.authentication = by_key).await;
        assert_eq!(scene.provider.proof(), Some("private_key_jwt"));
    }
}

#[tokio::test]
async fn a_proof_key_is_sent_where_the_provider_knows_it() {
    let scene = signs_in(|_| {}, |_| {}).await;
    assert_eq!(scene.provider.asked(Endpoint::Authorize)["code_challenge_method"], "S256");
    assert_eq!(scene.provider.asked(Endpoint::Token)["code_verifier"].len(), 43);
}

#[tokio::test]
async fn a_proof_key_is_not_sent_where_the_provider_does_not_know_it() {
    let scene = signs_in(|offers| offers.pkce = false, |_| {}).await;
    assert!(!scene.provider.asked(Endpoint::Authorize).contains_key("code_challenge"));
}

#[tokio::test]
async fn a_proof_key_is_sent_or_not_as_the_settings_ask() {
    let always = signs_in(|offers| offers.pkce = false, |settings| settings.pkce = Usage::Always).await;
    assert!(always.provider.asked(Endpoint::Authorize).contains_key("code_challenge"));
    let never = signs_in(|_| {}, |settings| settings.pkce = Usage::Never).await;
    assert!(!never.provider.asked(Endpoint::Authorize).contains_key("code_challenge"));
}

#[tokio::test]
async fn a_request_is_pushed_where_the_provider_offers_it() {
    let scene = signs_in(|offers| offers.par = true, |_| {}).await;
    let seen = scene.provider.asked(Endpoint::Authorize);
    let mut names: Vec<_> = seen.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["client_id", "request_uri"], "the browser carries nothing else");
    assert!(scene.provider.asked(Endpoint::PushedRequest).contains_key("nonce"));
}

#[tokio::test]
async fn a_request_is_pushed_by_each_proof() {
    let by_key =
        Authentication::PrivateKey { pem: CLIENT_KEY_P256.into(), kid: None, algorithm: Algorithm::ES256 };
    let secret = Scene::start().await.provider.client_secret();
    for (proof, name) in [
        (Authentication::Basic(secret.into()), "client_secret_basic"),
        (Authentication::Post(secret.into()), "client_secret_post"),
        (by_key, "private_key_jwt"),
    ] {
        let mut scene = Scene::start().await;
        scene.provider.offer(|offers| offers.par = true);
        scene.settings.authentication = proof;
        let begun = scene.begin().await.unwrap();
        assert_eq!(scene.provider.proof(), Some(name));
        assert_eq!(scene.provider.calls(Endpoint::PushedRequest), 1);
        let callback = scene.browse(&begun).await.unwrap();
        scene.finish(&begun, &callback).await.unwrap();
    }
}

#[tokio::test]
async fn a_request_is_not_pushed_where_the_settings_forbid_it() {
    let scene = signs_in(|offers| offers.par = true, |settings| settings.par = Usage::Never).await;
    assert_eq!(scene.provider.calls(Endpoint::PushedRequest), 0);
}

#[tokio::test]
async fn the_request_says_what_the_settings_ask_for() {
    let mut scene = Scene::start().await;
    scene.settings.scopes = vec!["openid".to_owned(), "email".to_owned(), "siret".to_owned()];
    scene.settings.required_acr = vec!["eidas2".to_owned(), "eidas3".to_owned()];
    scene.settings.extra_parameters = [("prompt".to_owned(), "login".to_owned())].into();
    let hints = Hints { login: Some("anna+test@example.org".to_owned()) };
    let begun = scene.client.begin(&scene.settings, BACK, &hints).await.unwrap();
    let url = Url::parse(begun.url.expose_secret()).unwrap();
    let said = |name: &str| {
        let found: Vec<_> =
            url.query_pairs().filter(|(said, _)| said == name).map(|(_, value)| value).collect();
        assert_eq!(found.len(), 1, "{name}");
        found[0].to_string()
    };
    assert_eq!(said("scope"), "openid email siret");
    assert_eq!(said("acr_values"), "eidas2 eidas3");
    assert_eq!(said("prompt"), "login");
    assert_eq!(said("login_hint"), "anna+test@example.org");
    assert_eq!(said("response_type"), "code");
    assert_eq!(said("redirect_uri"), BACK);
}

#[tokio::test]
async fn a_strict_provider_with_signed_userinfo_is_possible() {
    let offer = |offers: &mut Offers| {
        offers.strict = true;
        offers.pkce = false;
        offers.userinfo_only = true;
        offers.userinfo_algorithm = Some(jsonwebtoken::Algorithm::ES256);
    };
    let mut scene = Scene::start().await;
    scene.provider.offer(offer);
    scene.provider.sign_in_as(json!({ "sub": "x", "email": "x@example.org", "siret": "13002526500013" }));
    scene.settings.pkce = Usage::Never;
    scene.settings.userinfo = Userinfo::Signed(vec![Algorithm::ES256]);
    let signed_in = scene.sign_in().await.unwrap();
    assert_eq!(signed_in.claims["siret"], "13002526500013");
    assert_eq!(signed_in.email.as_deref(), Some("x@example.org"));
    assert_eq!(signed_in.email_verified, None);
}

#[tokio::test]
async fn a_provider_that_says_less_is_enough() {
    let less = |offers: &mut Offers| {
        offers.issuer_in_callback = false;
        offers.refresh = false;
        offers.sid = false;
        offers.at_hash = false;
        offers.end_session = false;
    };
    signs_in(less, |_| {}).await;
}

#[tokio::test]
async fn an_authentication_that_is_strong_enough_is_accepted() {
    let mut scene = Scene::start().await;
    scene.provider.sign_in_as(json!({ "sub": "anna", "acr": "eidas2" }));
    scene.settings.required_acr = vec!["eidas2".to_owned(), "eidas3".to_owned()];
    assert_eq!(scene.sign_in().await.unwrap().acr.as_deref(), Some("eidas2"));
}

#[tokio::test]
async fn two_sign_ins_at_once_both_end() {
    let scene = Scene::start().await;
    let (first, second) = (scene.begin().await.unwrap(), scene.begin().await.unwrap());
    let second_back = scene.browse(&second).await.unwrap();
    let first_back = scene.browse(&first).await.unwrap();
    scene.finish(&first, &first_back).await.unwrap();
    scene.finish(&second, &second_back).await.unwrap();
}

#[tokio::test]
async fn signing_out_there_too_is_asked_for_with_the_id_token() {
    let scene = Scene::start().await;
    let signed_in = scene.sign_in().await.unwrap();
    let back = "https://hub.example.org/signed-out";
    let url =
        scene.client.end_session_url(&scene.settings, &signed_in.id_token, back, "a state").await.unwrap();
    let came_back = scene.provider.browse(url.unwrap().expose_secret()).await;
    assert_eq!(came_back, "https://hub.example.org/signed-out?state=a+state");
    let asked = scene.provider.asked(Endpoint::EndSession);
    assert_eq!(asked["id_token_hint"], signed_in.id_token.expose_secret());
}

#[tokio::test]
async fn signing_out_there_too_is_not_possible_everywhere() {
    let scene = Scene::start().await;
    scene.provider.offer(|offers| offers.end_session = false);
    let url = scene.client.end_session_url(&scene.settings, &"token".into(), BACK, "state").await.unwrap();
    assert!(url.is_none());
}

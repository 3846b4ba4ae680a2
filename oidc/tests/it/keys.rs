//! Keys that change, and those who pretend that they did.

use chrono::TimeDelta;
use futures_util::future::join_all;
use lying_provider::{Endpoint, Forgery, Lie, Misbehaviour};
use oidc::Error;

use crate::support::{Scene, refusal};

#[tokio::test]
async fn what_a_provider_publishes_is_asked_for_once() {
    let scene = Scene::start().await;
    for _ in 0..3 {
        scene.sign_in().await.unwrap();
    }
    assert_eq!(scene.provider.calls(Endpoint::Discovery), 1);
    assert_eq!(scene.provider.calls(Endpoint::Keys), 1);
}

#[tokio::test]
async fn what_a_provider_publishes_is_asked_for_again_after_an_hour() {
    let scene = Scene::start().await;
    scene.sign_in().await.unwrap();
    scene.time.pass(TimeDelta::minutes(61));
    scene.sign_in().await.unwrap();
    assert_eq!(scene.provider.calls(Endpoint::Keys), 2);
}

#[tokio::test]
async fn new_keys_are_followed_at_once() {
    let scene = Scene::start().await;
    scene.sign_in().await.unwrap();
    scene.provider.rotate_keys();
    scene.sign_in().await.unwrap();
    assert_eq!(scene.provider.calls(Endpoint::Keys), 2);
}

#[tokio::test]
async fn a_new_key_under_the_old_id_is_followed_too() {
    let scene = Scene::start().await;
    scene.sign_in().await.unwrap();
    scene.provider.rotate_keys();
    scene.provider.tell(Lie::Keys(lying_provider::Edit::new(|keys: &mut Vec<serde_json::Value>| {
        keys[0]["kid"] = "rsa-a".into();
    })));
    scene.provider.tell(Lie::IdToken(Forgery::Kid("rsa-a")));
    scene.sign_in().await.unwrap();
}

#[tokio::test]
async fn a_key_that_is_withdrawn_is_no_longer_believed() {
    let scene = Scene::start().await;
    scene.sign_in().await.unwrap();
    scene.provider.rotate_keys();
    scene.sign_in().await.unwrap();
    let old = Forgery::SignedBy(lying_provider::KeyPair::RSA_A, jsonwebtoken::Algorithm::RS256);
    scene.provider.tell(Lie::IdToken(old));
    assert_eq!(refusal(scene.sign_in().await), "id_token.key");
}

#[tokio::test]
async fn ten_unknown_keys_ask_for_the_keys_once() {
    let scene = Scene::start().await;
    scene.sign_in().await.unwrap();
    scene.provider.tell(Lie::IdToken(Forgery::UnknownKey));
    for _ in 0..10 {
        assert_eq!(refusal(scene.sign_in().await), "id_token.key");
    }
    assert_eq!(scene.provider.calls(Endpoint::Keys), 2);
}

#[tokio::test]
async fn ten_bad_signatures_ask_for_the_keys_once() {
    let scene = Scene::start().await;
    scene.sign_in().await.unwrap();
    scene.provider.tell(Lie::IdToken(Forgery::BadSignature));
    for _ in 0..10 {
        assert_eq!(refusal(scene.sign_in().await), "id_token.signature");
    }
    assert_eq!(scene.provider.calls(Endpoint::Keys), 2);
}

#[tokio::test]
async fn ten_bad_logout_tokens_at_once_ask_for_the_keys_once() {
    let scene = Scene::start().await;
    scene.sign_in().await.unwrap();
    scene.provider.tell(Lie::LogoutToken(Forgery::UnknownKey));
    let tokens: Vec<_> = (0..10).map(|_| scene.provider.logout_token(Some("anna"), None)).collect();
    let checks = tokens.iter().map(|token| scene.client.check_logout_token(&scene.settings, token));
    for answer in join_all(checks).await {
        assert_eq!(refusal(answer), "logout_token.key");
    }
    assert_eq!(scene.provider.calls(Endpoint::Keys), 2);
}

#[tokio::test]
async fn a_bad_key_asks_again_in_the_next_period() {
    let scene = Scene::start().await;
    scene.sign_in().await.unwrap();
    scene.provider.tell(Lie::IdToken(Forgery::UnknownKey));
    for calls in 2..5 {
        refusal(scene.sign_in().await);
        assert_eq!(scene.provider.calls(Endpoint::Keys), calls);
        scene.time.pass(TimeDelta::seconds(31));
    }
}

#[tokio::test]
async fn those_who_ask_at_once_share_the_answer() {
    let scene = Scene::start().await;
    let begun = join_all((0..10).map(|_| scene.begin())).await;
    assert!(begun.iter().all(Result::is_ok));
    assert_eq!(scene.provider.calls(Endpoint::Discovery), 1);
}

#[tokio::test]
async fn those_who_ask_at_once_share_the_failure() {
    let scene = Scene::telling(Lie::Answer(Endpoint::Discovery, Misbehaviour::Status(503))).await;
    let begun = join_all((0..10).map(|_| scene.begin())).await;
    assert!(begun.iter().all(|answer| matches!(answer, Err(Error::Unavailable(_)))));
    assert_eq!(scene.provider.calls(Endpoint::Discovery), 1);
}

#[tokio::test]
async fn a_failure_is_not_kept() {
    let scene = Scene::telling(Lie::Answer(Endpoint::Discovery, Misbehaviour::Status(503))).await;
    scene.begin().await.unwrap_err();
    scene.provider.be_honest();
    scene.sign_in().await.unwrap();
}

#[tokio::test]
async fn somebody_who_gives_up_does_not_stop_those_who_wait() {
    let scene = Scene::start().await;
    let gave_up = futures_util::poll!(Box::pin(scene.begin()));
    assert!(gave_up.is_pending());
    scene.sign_in().await.unwrap();
}

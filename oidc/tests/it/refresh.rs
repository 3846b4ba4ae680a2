//! Asking the provider again whether it knows someone.

use chrono::TimeDelta;
use lying_provider::{Endpoint, Forgery, Lie, Misbehaviour};
use oidc::{Error, Refresh, SignedIn};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use crate::support::{Scene, refusal};

async fn signed_in() -> (Scene, SignedIn) {
    let scene = Scene::start().await;
    let signed_in = scene.sign_in().await.unwrap();
    (scene, signed_in)
}

async fn refresh(scene: &Scene, signed_in: &SignedIn) -> Result<Refresh, Error> {
    let token = signed_in.refresh_token.as_ref().unwrap();
    scene.client.refresh(&scene.settings, token, &signed_in.subject).await
}

fn next(answer: Result<Refresh, Error>) -> SecretString {
    match answer {
        Ok(Refresh::Refreshed { refresh_token: Some(token), .. }) => token,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn someone_who_is_still_known_goes_on_with_the_next_token() {
    let (scene, mut signed_in) = signed_in().await;
    for _ in 0..3 {
        let token = next(refresh(&scene, &signed_in).await);
        assert_ne!(token.expose_secret(), signed_in.refresh_token.as_ref().unwrap().expose_secret());
        signed_in.refresh_token = Some(token);
    }
}

#[tokio::test]
async fn a_refresh_token_that_was_withdrawn_ends_it() {
    let (scene, signed_in) = signed_in().await;
    scene.provider.forget_everyone();
    assert!(matches!(refresh(&scene, &signed_in).await, Ok(Refresh::Ended)));
}

#[tokio::test]
async fn a_refresh_token_is_worth_one_use() {
    let (scene, signed_in) = signed_in().await;
    next(refresh(&scene, &signed_in).await);
    assert!(matches!(refresh(&scene, &signed_in).await, Ok(Refresh::Ended)));
}

#[tokio::test]
async fn a_provider_in_trouble_ends_nothing() {
    for misbehaviour in [
        Misbehaviour::Status(500),
        Misbehaviour::Status(503),
        Misbehaviour::Status(429),
        Misbehaviour::Says(503, "application/json", r#"{"error":"invalid_grant"}"#.to_owned()),
        Misbehaviour::Says(400, "application/json", r#"{"error":"temporarily_unavailable"}"#.to_owned()),
    ] {
        let (scene, signed_in) = signed_in().await;
        scene.provider.tell(Lie::Answer(Endpoint::Token, misbehaviour.clone()));
        assert!(matches!(refresh(&scene, &signed_in).await, Err(Error::Unavailable(_))), "{misbehaviour:?}");
        scene.provider.be_honest();
        next(refresh(&scene, &signed_in).await);
    }
}

#[tokio::test]
async fn a_client_that_is_no_longer_known_is_misconfigured() {
    let (mut scene, signed_in) = signed_in().await;
    scene.settings.authentication = oidc::Authentication::Basic("an older secret".into());
    let answer = refresh(&scene, &signed_in).await;
    assert!(matches!(answer, Err(Error::Misconfigured(reason)) if reason.to_string() == "token.client"));
}

#[tokio::test]
async fn somebody_else_is_not_taken_for_the_one_who_signed_in() {
    let (scene, signed_in) = signed_in().await;
    scene.provider.tell(Lie::IdToken(Forgery::Claim("sub", Some(json!("eve")))));
    assert_eq!(refusal(refresh(&scene, &signed_in).await), "id_token.sub");
}

#[tokio::test]
async fn a_refreshed_id_token_is_checked_like_the_first() {
    for (forgery, reason) in [
        (Forgery::BadSignature, "id_token.signature"),
        (Forgery::NotSigned("none"), "id_token.alg"),
        (Forgery::ExtraAudience, "id_token.audience"),
        (Forgery::IssuerWithSlash, "id_token.issuer"),
    ] {
        let (scene, signed_in) = signed_in().await;
        scene.provider.tell(Lie::IdToken(forgery));
        assert_eq!(refusal(refresh(&scene, &signed_in).await), reason);
    }
}

#[tokio::test]
async fn a_refreshed_id_token_is_of_now() {
    for (forgery, reason) in [
        (Forgery::Issued(TimeDelta::hours(1)), "id_token.iat"),
        (Forgery::Expired(TimeDelta::hours(1)), "id_token.expired"),
        (Forgery::Claim("auth_time", Some(json!(4_000_000_000_u64))), "id_token.auth_time"),
        (Forgery::Claim("iss", Some(json!("https://accounts.example.com"))), "id_token.issuer"),
        (Forgery::Claim("aud", Some(json!("somebody-else"))), "id_token.audience"),
        (Forgery::Claim("azp", Some(json!("somebody-else"))), "id_token.azp"),
        (Forgery::Claim("sub", None), "id_token.sub"),
    ] {
        let (scene, signed_in) = signed_in().await;
        scene.provider.tell(Lie::IdToken(forgery));
        assert_eq!(refusal(refresh(&scene, &signed_in).await), reason);
    }
}

#[tokio::test]
async fn an_authentication_that_has_become_weaker_ends_it() {
    let (mut scene, signed_in) = signed_in().await;
    scene.settings.required_acr = vec!["eidas2".to_owned()];
    scene.provider.tell(Lie::IdToken(Forgery::Claim("acr", Some(json!("eidas1")))));
    assert_eq!(refusal(refresh(&scene, &signed_in).await), "id_token.acr");
}

#[tokio::test]
async fn an_authentication_need_not_be_told_again() {
    let (mut scene, signed_in) = signed_in().await;
    scene.settings.required_acr = vec!["eidas2".to_owned()];
    next(refresh(&scene, &signed_in).await);
}

#[tokio::test]
async fn an_answer_that_is_not_of_the_standard_s_form_is_refused() {
    for (field, value, reason) in [
        ("id_token", json!(["a.b.c"]), "token.malformed"),
        ("refresh_token", json!([]), "token.malformed"),
        ("refresh_token", json!(""), "token.malformed"),
        ("token_type", json!("mac"), "token.token_type"),
        ("error", json!("invalid_grant"), "token.refused"),
    ] {
        let (scene, signed_in) = signed_in().await;
        scene.provider.tell(Lie::TokenAnswer(field, Some(value)));
        assert_eq!(refusal(refresh(&scene, &signed_in).await), reason, "{field}");
    }
}

#[tokio::test]
async fn an_answer_without_an_id_token_is_enough() {
    let (scene, signed_in) = signed_in().await;
    scene.provider.tell(Lie::TokenAnswer("id_token", None));
    next(refresh(&scene, &signed_in).await);
}

#[tokio::test]
async fn an_answer_without_another_refresh_token_keeps_the_one_that_there_is() {
    let (scene, signed_in) = signed_in().await;
    scene.provider.tell(Lie::TokenAnswer("refresh_token", None));
    let answer = refresh(&scene, &signed_in).await;
    assert!(matches!(answer, Ok(Refresh::Refreshed { refresh_token: None, .. })));
}

//! What is given for a code, where it is not of the form that the standard gives it.

use lying_provider::{Endpoint, Lie};
use oidc::Userinfo;
use serde_json::{Value, json};

use crate::support::{Scene, refusal, says, sign_in_refused};

fn gives(field: &'static str, value: impl Into<Value>) -> Lie {
    Lie::TokenAnswer(field, Some(value.into()))
}

fn answers(body: &str) -> Lie {
    says(Endpoint::Token, body)
}

sign_in_refused! {
    an_id_token_in_a_list: gives("id_token", json!(["a.b.c"])) => "token.malformed",
    an_id_token_that_is_a_number: gives("id_token", 7) => "token.malformed",
    an_id_token_that_is_true: gives("id_token", true) => "token.malformed",
    an_access_token_of_null: gives("access_token", Value::Null) => "token.missing",
    an_access_token_that_is_a_number: gives("access_token", 7) => "token.malformed",
    an_access_token_in_a_list: gives("access_token", json!(["a"])) => "token.malformed",
    an_empty_access_token: gives("access_token", "") => "token.malformed",
    an_access_token_of_two_words: gives("access_token", "a b") => "token.malformed",
    an_access_token_in_other_letters_than_those_of_headers: gives("access_token", "\u{e9}") => "token.malformed",
    a_refresh_token_in_a_list: gives("refresh_token", json!(["a"])) => "token.malformed",
    an_empty_refresh_token: gives("refresh_token", "") => "token.malformed",
    an_access_token_of_a_hundred_thousand_letters: gives("access_token", "a".repeat(100_000)) => "token.too_large",
    a_refresh_token_of_a_hundred_thousand_letters: gives("refresh_token", "a".repeat(100_000)) => "token.too_large",
    a_token_type_of_null: gives("token_type", Value::Null) => "token.token_type",
    a_token_type_in_a_list: gives("token_type", json!(["Bearer"])) => "token.malformed",
    a_token_type_with_a_space: gives("token_type", "Bearer ") => "token.token_type",
    a_token_type_in_letters_that_look_alike: gives("token_type", "B\u{435}arer") => "token.token_type",
    tokens_that_prove_their_sender: gives("token_type", "mac") => "token.token_type",
    tokens_beside_an_error: gives("error", "invalid_grant") => "token.refused",
    a_lifetime_beyond_all_numbers:
        answers(r#"{"access_token":"a","token_type":"Bearer","id_token":"a.b.c","expires_in":1e400}"#)
            => "token.malformed",
    two_answers_in_one:
        answers(r#"{"access_token":"a","token_type":"Bearer","id_token":"a.b.c"}{}"#) => "token.malformed",
    an_answer_of_nothing: answers("") => "token.malformed",
    an_answer_of_null: answers("null") => "token.malformed",
    an_answer_in_a_text: answers(r#""{\"access_token\":\"a\",\"token_type\":\"Bearer\"}""#) => "token.malformed",
    an_answer_behind_a_mark: answers("\u{feff}{}") => "token.malformed",
    an_answer_behind_a_script: answers(")]}',\n{}") => "token.malformed",
    an_error_that_says_that_all_is_well: answers(r#"{"error":"invalid_grant"}"#) => "token.refused",
    a_key_of_an_answer_written_in_two_ways:
        answers(r#"{"token_type":"Bearer","access_token":"a","acce\u0073s_token":"b","id_token":"a.b.c"}"#)
            => "token.malformed",
}

#[tokio::test]
async fn what_is_said_of_a_lifetime_is_not_asked() {
    for lifetime in
        [None, Some(json!("300")), Some(json!(-1)), Some(json!(1e300)), Some(json!([])), Some(Value::Null)]
    {
        let scene = Scene::telling(Lie::TokenAnswer("expires_in", lifetime.clone())).await;
        assert!(scene.sign_in().await.is_ok(), "{lifetime:?}");
    }
}

#[tokio::test]
async fn scopes_that_nobody_asked_for_give_nothing() {
    for scope in [json!("openid email admin"), json!(["openid", "admin"]), json!(""), json!(7)] {
        let scene = Scene::telling(gives("scope", scope.clone())).await;
        let signed_in = scene.sign_in().await.unwrap();
        assert!(!signed_in.claims.contains_key("scope"), "{scope}");
    }
}

#[tokio::test]
async fn what_is_told_beside_the_tokens_is_nobody_s_claim() {
    let mut scene = Scene::telling(gives("email", "eve@evil.example")).await;
    scene.settings.userinfo = Userinfo::Json;
    scene.provider.tell(gives("userinfo", json!({ "email": "eve@evil.example" })));
    assert_eq!(scene.sign_in().await.unwrap().email.as_deref(), Some("anna@example.org"));
}

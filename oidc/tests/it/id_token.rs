//! Lies about who signed in, each refused for its own reason.

use chrono::TimeDelta;
use lying_provider::Forgery::{self, *};
use lying_provider::{Endpoint, Lie};
use serde_json::json;

use crate::support::{Scene, refusal, sign_in_refused};

fn lie(forgery: Forgery) -> Lie {
    Lie::IdToken(forgery)
}

sign_in_refused! {
    a_token_that_is_not_signed: lie(NotSigned("none")) => "id_token.alg",
    a_token_that_is_not_signed_in_other_letters: lie(NotSigned("nOnE")) => "id_token.alg",
    a_token_signed_with_the_public_key_as_a_secret: lie(PublicKeyAsSecret) => "id_token.alg",
    a_token_signed_with_the_client_s_secret: lie(ClientSecretAsKey) => "id_token.alg",
    a_bad_signature: lie(BadSignature) => "id_token.signature",
    no_signature: lie(NoSignature) => "id_token.signature",
    an_unknown_key: lie(UnknownKey) => "id_token.key",
    somebody_else_s_key_under_the_id_of_a_published_one: lie(StolenKid) => "id_token.signature",
    an_algorithm_that_is_not_pinned:
        lie(SignedBy(lying_provider::KeyPair::P256_A, jsonwebtoken::Algorithm::ES256)) => "id_token.alg",
    another_digest_than_the_pinned_one:
        lie(SignedBy(lying_provider::KeyPair::RSA_A, jsonwebtoken::Algorithm::RS512)) => "id_token.alg",
    an_extension_that_must_be_understood: lie(Header("crit", Some(json!(["exp"])))) => "id_token.crit",
    an_empty_list_of_extensions: lie(Header("crit", Some(json!([])))) => "id_token.crit",
    a_logout_token: lie(Header("typ", Some(json!("logout+jwt")))) => "id_token.typ",
    an_access_token: lie(Header("typ", Some(json!("at+jwt")))) => "id_token.typ",

    the_issuer_of_another: lie(Claim("iss", Some(json!("https://accounts.example.com")))) => "id_token.issuer",
    the_issuer_with_a_slash: lie(IssuerWithSlash) => "id_token.issuer",
    no_issuer: lie(Claim("iss", None)) => "id_token.issuer",
    the_audience_of_another: lie(Claim("aud", Some(json!("somebody-else")))) => "id_token.audience",
    no_audience: lie(Claim("aud", None)) => "id_token.audience",
    an_extra_audience: lie(ExtraAudience) => "id_token.audience",
    an_audience_of_nobody: lie(Claim("aud", Some(json!([])))) => "id_token.audience",
    a_foreign_authorised_party: lie(Claim("azp", Some(json!("somebody-else")))) => "id_token.azp",

    a_token_that_is_over: lie(Expired(TimeDelta::minutes(1))) => "id_token.expired",
    a_token_without_an_end: lie(Claim("exp", None)) => "id_token.expired",
    a_token_made_long_ago: lie(Issued(TimeDelta::hours(1))) => "id_token.iat",
    a_token_of_the_future: lie(Issued(TimeDelta::minutes(-5))) => "id_token.iat",
    a_token_that_does_not_say_when_it_was_made: lie(Claim("iat", None)) => "id_token.iat",
    a_token_that_is_not_valid_yet: lie(NotBefore(TimeDelta::minutes(5))) => "id_token.nbf",

    the_nonce_of_another_sign_in: lie(WrongNonce) => "id_token.nonce",
    no_nonce: lie(Claim("nonce", None)) => "id_token.nonce",
    no_subject: lie(Claim("sub", None)) => "id_token.sub",
    an_empty_subject: lie(Claim("sub", Some(json!("")))) => "id_token.sub",
    a_subject_of_five_thousand_characters: lie(Claim("sub", Some(json!("a".repeat(5000))))) => "id_token.sub",
    a_subject_of_256_characters: lie(Claim("sub", Some(json!("a".repeat(256))))) => "id_token.sub",
    a_subject_that_is_a_number: lie(Claim("sub", Some(json!(42)))) => "id_token.sub",
    a_subject_with_a_control_character: lie(Claim("sub", Some(json!("anna\u{0}")))) => "id_token.sub",
    the_hash_of_another_access_token:
        lie(Claim("at_hash", Some(json!("77QmUPtjPfzWtF2AnpK9RQ")))) => "id_token.at_hash",
    the_hash_of_another_code: lie(Claim("c_hash", Some(json!("77QmUPtjPfzWtF2AnpK9RQ")))) => "id_token.c_hash",
}

#[tokio::test]
async fn a_subject_of_255_characters_is_accepted() {
    let scene = Scene::start().await;
    scene.provider.sign_in_as(json!({ "sub": "a".repeat(255) }));
    assert_eq!(scene.sign_in().await.unwrap().subject.len(), 255);
}

/// Lies that bring a key or an address are refused without anybody going there.
async fn is_refused_without_a_call(forgery: Forgery) {
    let scene = Scene::telling(lie(forgery)).await;
    assert_eq!(refusal(scene.sign_in().await), "id_token.foreign_key");
    assert_eq!(scene.provider.calls(Endpoint::Foreign), 0);
    scene.assert_honest_again().await;
}

#[tokio::test]
async fn a_key_in_the_header_is_not_used() {
    is_refused_without_a_call(KeyInHeader).await;
}

#[tokio::test]
async fn the_address_of_a_key_is_not_fetched() {
    is_refused_without_a_call(KeyByAddress).await;
}

#[tokio::test]
async fn the_address_of_a_certificate_is_not_fetched() {
    is_refused_without_a_call(CertificateByAddress).await;
}

#[tokio::test]
async fn a_certificate_in_the_header_is_not_used() {
    is_refused_without_a_call(Header("x5c", Some(json!(["MIIB"])))).await;
}

/// What is refused when the settings ask for `eidas2`, and the account says this.
async fn with_acr(said: serde_json::Value) -> String {
    let mut scene = Scene::start().await;
    scene.settings.required_acr = vec!["eidas2".to_owned()];
    scene.provider.sign_in_as(said);
    refusal(scene.sign_in().await)
}

#[tokio::test]
async fn a_lower_authentication_is_refused() {
    assert_eq!(with_acr(json!({ "sub": "anna", "acr": "eidas1" })).await, "id_token.acr");
}

#[tokio::test]
async fn a_missing_authentication_context_is_refused() {
    assert_eq!(with_acr(json!({ "sub": "anna" })).await, "id_token.acr");
}

#[tokio::test]
async fn several_authentication_contexts_in_one_text_are_not_one_of_them() {
    assert_eq!(with_acr(json!({ "sub": "anna", "acr": "eidas1 eidas2" })).await, "id_token.acr");
}

#[tokio::test]
async fn userinfo_cannot_make_an_authentication_stronger() {
    let mut scene = Scene::telling(Lie::Userinfo("acr", Some(json!("eidas2")))).await;
    scene.settings.required_acr = vec!["eidas2".to_owned()];
    scene.settings.userinfo = oidc::Userinfo::Json;
    assert_eq!(refusal(scene.sign_in().await), "id_token.acr");
}

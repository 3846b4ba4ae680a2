//! What the provider says of the person when it is asked.

use chrono::TimeDelta;
use lying_provider::Forgery::{self, *};
use lying_provider::{Edit, Endpoint, Lie, Misbehaviour};
use oidc::{Algorithm, Error, SignedIn, Userinfo};
use serde_json::{Value, json};

use crate::support::{Scene, refusal, sign_in_refused};

/// A provider that tells of the person in userinfo only, in JSON.
async fn plain() -> Scene {
    let mut scene = Scene::start().await;
    scene.provider.offer(|offers| offers.userinfo_only = true);
    scene.settings.userinfo = Userinfo::Json;
    scene
}

/// The same, signed with ES256.
async fn signed() -> Scene {
    let mut scene = plain().await;
    scene.provider.offer(|offers| offers.userinfo_algorithm = Some(jsonwebtoken::Algorithm::ES256));
    scene.settings.userinfo = Userinfo::Signed(vec![Algorithm::ES256]);
    scene
}

fn lie(forgery: Forgery) -> Lie {
    Lie::SignedUserinfo(forgery)
}

fn says(media_type: &'static str, body: &str) -> Lie {
    Lie::Answer(Endpoint::Userinfo, Misbehaviour::Says(200, media_type, body.to_owned()))
}

sign_in_refused! { by plain:
    the_subject_of_another: Lie::Userinfo("sub", Some(json!("eve"))) => "userinfo.sub",
    no_subject: Lie::Userinfo("sub", None) => "userinfo.sub",
    a_subject_that_is_a_list: Lie::Userinfo("sub", Some(json!(["anna"]))) => "userinfo.sub",
    userinfo_of_html: Lie::Answer(Endpoint::Userinfo, Misbehaviour::MediaType("text/html")) => "userinfo.media_type",
    userinfo_that_is_no_json: says("application/json", "anna") => "userinfo.malformed",
    userinfo_that_tells_two_subjects:
        says("application/json", r#"{"sub":"anna","sub":"anna","email":"a@b.c"}"#) => "userinfo.malformed",
    a_token_where_json_is_expected: says("application/jwt", "a.b.c") => "userinfo.media_type",
    fifty_megabytes_of_userinfo: Lie::Answer(Endpoint::Userinfo, Misbehaviour::Flood) => "userinfo.too_large",
    userinfo_that_is_denied: Lie::Answer(Endpoint::Userinfo, Misbehaviour::Status(401)) => "userinfo.status",
    the_subject_in_other_letters: Lie::Userinfo("sub", Some(json!("Anna"))) => "userinfo.sub",
    the_subject_with_a_space: Lie::Userinfo("sub", Some(json!("anna "))) => "userinfo.sub",
    a_subject_that_looks_like_ours: Lie::Userinfo("sub", Some(json!("\u{430}nna"))) => "userinfo.sub",
    an_error_that_says_that_all_is_well: says("application/json", r#"{"error":"invalid_token"}"#) => "userinfo.sub",
    half_of_userinfo: Lie::Answer(Endpoint::Userinfo, Misbehaviour::Under(206)) => "userinfo.status",
    userinfo_and_more:
        says("application/json", r#"{"sub":"anna"}{"email_verified":true}"#) => "userinfo.malformed",
    userinfo_of_a_script:
        Lie::Answer(Endpoint::Userinfo, Misbehaviour::MediaType("application/jsonp")) => "userinfo.media_type",
}

sign_in_refused! { by signed:
    the_signed_subject_of_another: lie(Claim("sub", Some(json!("eve")))) => "userinfo.sub",
    no_signed_subject: lie(Claim("sub", None)) => "userinfo.sub",
    a_bad_signature: lie(BadSignature) => "userinfo.signature",
    no_signature: lie(NoSignature) => "userinfo.signature",
    userinfo_that_says_that_it_is_not_signed: lie(NotSigned("none")) => "userinfo.alg",
    userinfo_signed_by_somebody_else: lie(UnknownKey) => "userinfo.alg",
    userinfo_signed_with_an_algorithm_that_is_not_pinned:
        lie(SignedBy(lying_provider::KeyPair::RSA_A, jsonwebtoken::Algorithm::RS256)) => "userinfo.alg",
    userinfo_signed_with_a_key_that_is_not_published:
        lie(SignedBy(lying_provider::KeyPair::P256_B, jsonwebtoken::Algorithm::ES256)) => "userinfo.key",
    userinfo_signed_with_the_client_s_secret: lie(ClientSecretAsKey) => "userinfo.alg",
    the_audience_of_another: lie(Claim("aud", Some(json!("somebody-else")))) => "userinfo.audience",
    an_extra_audience: lie(ExtraAudience) => "userinfo.audience",
    the_issuer_of_another: lie(Claim("iss", Some(json!("https://accounts.example.com")))) => "userinfo.issuer",
    userinfo_that_is_over: lie(Expired(TimeDelta::hours(1))) => "userinfo.expired",
    userinfo_that_brings_its_key: lie(Header("jwk", Some(json!({})))) => "userinfo.foreign_key",
    userinfo_with_an_extension: lie(Header("crit", Some(json!(["x"])))) => "userinfo.crit",
    a_logout_token_as_userinfo: lie(Header("typ", Some(json!("logout+jwt")))) => "userinfo.typ",
    two_emails_in_a_token:
        lie(ClaimsText(Edit::new(|json: &mut String| json.insert_str(1, r#""email":"eve@evil.example","#))))
            => "userinfo.malformed",
    userinfo_that_is_not_a_token_at_all: says("application/jwt", "anna") => "userinfo.malformed",
    signed_userinfo_of_nobody: lie(Claim("iss", Some(Value::Null))) => "userinfo.issuer",
    signed_userinfo_for_another_party: lie(Claim("azp", Some(json!("somebody-else")))) => "userinfo.azp",
    userinfo_that_is_not_valid_yet: lie(NotBefore(TimeDelta::hours(1))) => "userinfo.nbf",
    userinfo_of_long_ago: lie(Forgery::Issued(TimeDelta::hours(1))) => "userinfo.iat",
    userinfo_of_the_future: lie(Forgery::Issued(TimeDelta::hours(-1))) => "userinfo.iat",
    userinfo_that_is_not_encoded: lie(Header("b64", Some(json!(false)))) => "userinfo.crit",
    userinfo_within_userinfo: lie(Header("cty", Some(json!("JWT")))) => "userinfo.typ",
    json_that_says_that_it_is_signed: says("application/jwt", r#"{"sub":"anna"}"#) => "userinfo.malformed",
    userinfo_that_is_not_text: says("application/jwt", "\u{fffd}.\u{fffd}.\u{fffd}") => "userinfo.malformed",
}

#[tokio::test]
async fn json_where_a_signature_is_expected_is_refused() {
    let scene = signed().await;
    scene.provider.offer(|offers| offers.userinfo_algorithm = None);
    assert_eq!(refusal(scene.sign_in().await), "userinfo.media_type");
}

#[tokio::test]
async fn userinfo_is_signed_by_any_pinned_algorithm() {
    for (theirs, ours) in [
        (jsonwebtoken::Algorithm::RS256, Algorithm::RS256),
        (jsonwebtoken::Algorithm::ES256, Algorithm::ES256),
        (jsonwebtoken::Algorithm::EdDSA, Algorithm::EdDSA),
    ] {
        let mut scene = signed().await;
        scene.provider.offer(|offers| offers.userinfo_algorithm = Some(theirs));
        scene.settings.userinfo = Userinfo::Signed(vec![ours]);
        assert_eq!(scene.sign_in().await.unwrap().email.as_deref(), Some("anna@example.org"));
    }
}

#[tokio::test]
async fn signed_userinfo_need_not_say_for_whom_it_is() {
    let scene = signed().await;
    scene.provider.offer(|offers| offers.userinfo_says_for_whom = false);
    scene.sign_in().await.unwrap();
}

#[tokio::test]
async fn userinfo_is_not_asked_for_where_the_settings_say_so() {
    let scene = Scene::start().await;
    scene.sign_in().await.unwrap();
    assert_eq!(scene.provider.calls(Endpoint::Userinfo), 0);
}

#[tokio::test]
async fn a_provider_whose_userinfo_is_in_trouble_is_unavailable() {
    let scene = plain().await;
    scene.provider.tell(Lie::Answer(Endpoint::Userinfo, Misbehaviour::Status(503)));
    assert!(matches!(scene.sign_in().await, Err(Error::Unavailable(_))));
}

/// Someone of whom the id token says one thing and userinfo another.
async fn told(id_token: Value, userinfo: &[(&'static str, Value)]) -> SignedIn {
    let mut scene = Scene::start().await;
    scene.settings.userinfo = Userinfo::Json;
    scene.provider.sign_in_as(id_token);
    for name in ["email", "email_verified"] {
        scene.provider.tell(Lie::Userinfo(name, None));
    }
    for (name, value) in userinfo {
        scene.provider.tell(Lie::Userinfo(name, Some(value.clone())));
    }
    scene.sign_in().await.unwrap()
}

#[tokio::test]
async fn what_the_id_token_says_is_not_replaced() {
    let signed_in = told(
        json!({ "sub": "anna", "email": "anna@example.org" }),
        &[("email", json!("eve@evil.example")), ("iss", json!("eve")), ("groups", json!(["a"]))],
    )
    .await;
    assert_eq!(signed_in.email.as_deref(), Some("anna@example.org"));
    assert_ne!(signed_in.claims["iss"], "eve");
    assert_eq!(signed_in.claims["groups"], json!(["a"]));
}

#[tokio::test]
async fn userinfo_cannot_vouch_for_the_address_of_the_id_token() {
    let signed_in = told(
        json!({ "sub": "anna", "email": "anna@example.org" }),
        &[("email", json!("eve@evil.example")), ("email_verified", json!(true))],
    )
    .await;
    assert_eq!(signed_in.email_verified, None);
}

#[tokio::test]
async fn the_id_token_cannot_vouch_for_the_address_of_userinfo() {
    let signed_in =
        told(json!({ "sub": "anna", "email_verified": true }), &[("email", json!("eve@evil.example"))]).await;
    assert_eq!(signed_in.email.as_deref(), Some("eve@evil.example"));
    assert_eq!(signed_in.email_verified, None);
}

#[tokio::test]
async fn an_address_is_verified_by_true_and_by_nothing_else() {
    for almost in [json!("true"), json!(1), json!([true]), Value::Null] {
        let scene = Scene::start().await;
        let account = json!({ "sub": "anna", "email": "anna@example.org", "email_verified": almost });
        scene.provider.sign_in_as(account);
        assert_eq!(scene.sign_in().await.unwrap().email_verified, None, "{almost}");
    }
}

#[tokio::test]
async fn an_address_with_what_ends_a_text_is_none() {
    for end in ["\u{0}", "\r\n", "\u{85}"] {
        let scene = Scene::start().await;
        scene.provider.sign_in_as(json!({ "sub": "anna", "email": format!("anna@example.org{end}") }));
        assert_eq!(scene.sign_in().await.unwrap().email, None);
    }
}

#[tokio::test]
async fn the_error_of_userinfo_is_not_the_person_s() {
    let scene = plain().await;
    scene.provider.tell(Lie::Answer(Endpoint::Userinfo, Misbehaviour::Redirect(302)));
    let answer = scene.sign_in().await;
    assert!(matches!(answer, Err(Error::Refused(reason)) if reason.to_string() == "userinfo.redirect"));
}

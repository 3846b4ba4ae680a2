//! Lies that no list names: forms that one reader takes one way and another reader another way.

use jsonwebtoken::Algorithm;
use lying_provider::Forgery::{self, *};
use lying_provider::{Edit, Endpoint, KeyPair, Lie, Misbehaviour};
use serde_json::{Value, json};

use crate::support::{Scene, refusal, sign_in_refused};

fn lie(forgery: Forgery) -> Lie {
    Lie::IdToken(forgery)
}

fn claims_text(edit: impl Fn(&mut String) + Send + Sync + 'static) -> Lie {
    lie(ClaimsText(Edit::new(edit)))
}

fn header_text(edit: impl Fn(&mut String) + Send + Sync + 'static) -> Lie {
    lie(HeaderText(Edit::new(edit)))
}

fn text(edit: impl Fn(&mut String) + Send + Sync + 'static) -> Lie {
    lie(Text(Edit::new(edit)))
}

/// Puts a field before all others of a JSON object.
fn first(field: &'static str) -> impl Fn(&mut String) {
    move |json| json.insert_str(1, field)
}

fn says(status: u16, body: &str) -> Lie {
    Lie::Answer(Endpoint::Token, Misbehaviour::Says(status, "application/json", body.to_owned()))
}

/// The published RSA key, changed.
fn rsa_key(edit: impl Fn(&mut Value) + Send + Sync + 'static) -> Lie {
    Lie::Keys(Edit::new(move |keys: &mut Vec<Value>| {
        keys.iter_mut().filter(|key| key["kty"] == "RSA").for_each(&edit);
    }))
}

sign_in_refused! {
    an_audience_that_is_an_object: lie(AudienceIsAnObject) => "id_token.audience",
    an_audience_that_is_told_twice_in_its_list:
        lie(Forgery::Draft(Edit::new(|draft: &mut lying_provider::Draft| {
            let ours = draft.claims["aud"].clone();
            draft.claims["aud"] = json!([ours, ours]);
        }))) => "id_token.audience",
    an_audience_in_a_list_in_a_list:
        lie(Forgery::Draft(Edit::new(|draft: &mut lying_provider::Draft| {
            let ours = draft.claims["aud"].clone();
            draft.claims["aud"] = json!([[ours]]);
        }))) => "id_token.audience",
    an_audience_of_null: lie(Claim("aud", Some(Value::Null))) => "id_token.audience",
    an_authorised_party_of_null: lie(Claim("azp", Some(Value::Null))) => "id_token.azp",
    an_issuer_in_a_list: lie(Claim("iss", Some(json!(["https://a.example"])))) => "id_token.issuer",
    an_end_that_is_a_text: lie(ExpiryIsAText) => "id_token.malformed",
    an_end_of_null: lie(Claim("exp", Some(Value::Null))) => "id_token.malformed",
    a_beginning_that_is_a_text: lie(Claim("nbf", Some(json!("now")))) => "id_token.malformed",
    a_nonce_that_is_a_list: lie(Claim("nonce", Some(json!(["a"])))) => "id_token.malformed",
    a_nonce_that_is_empty: lie(Claim("nonce", Some(json!("")))) => "id_token.nonce",
    a_hash_of_null: lie(Claim("at_hash", Some(Value::Null))) => "id_token.at_hash",
    a_session_that_is_no_text: lie(Claim("sid", Some(json!(7)))) => "id_token.malformed",
    an_authentication_context_that_is_no_text: lie(Claim("acr", Some(json!(2)))) => "id_token.malformed",

    two_algorithms: header_text(first(r#""alg":"none","#)) => "id_token.malformed",
    two_algorithms_of_which_one_is_written_otherwise:
        header_text(first(r#""\u0061lg":"none","#)) => "id_token.malformed",
    two_subjects: claims_text(first(r#""sub":"admin","#)) => "id_token.malformed",
    two_keys_in_an_object_within: claims_text(first(r#""address":{"a":1,"a":2},"#)) => "id_token.malformed",
    an_algorithm_that_is_a_list: lie(Header("alg", Some(json!(["RS256"])))) => "id_token.alg",
    an_algorithm_in_small_letters: lie(Header("alg", Some(json!("rs256")))) => "id_token.alg",
    no_algorithm: lie(Header("alg", None)) => "id_token.alg",
    a_key_id_that_is_a_number: lie(Header("kid", Some(json!(1)))) => "id_token.malformed",
    a_type_that_is_a_list: lie(Header("typ", Some(json!(["JWT"])))) => "id_token.typ",
    claims_that_are_a_list: claims_text(|json| *json = "[]".to_owned()) => "id_token.malformed",
    claims_that_are_not_json: claims_text(|json| json.push('}')) => "id_token.malformed",
    claims_too_deep_to_read:
        claims_text(|json| *json = format!(r#"{{"a":{}1{}}}"#, "[".repeat(5000), "]".repeat(5000)))
            => "id_token.malformed",
    a_huge_token:
        claims_text(|json| json.insert_str(1, &format!(r#""a":"{}","#, "a".repeat(40_000)))) => "id_token.too_large",
    a_token_with_padding: text(|token| token.push('=')) => "id_token.signature",
    a_token_in_two_parts: text(|token| token.truncate(token.rfind('.').unwrap())) => "id_token.malformed",
    a_token_in_four_parts: text(|token| token.push_str(".AAAA")) => "id_token.malformed",
    a_token_in_five_parts: text(|token| token.push_str(".AAAA.AAAA")) => "id_token.malformed",
    a_token_with_a_space_before: text(|token| token.insert(0, ' ')) => "id_token.malformed",
    a_token_with_a_line_after: text(|token| token.push('\n')) => "id_token.signature",
    an_empty_token: text(String::clear) => "token.malformed",

    a_key_of_another_kind_than_the_algorithm:
        lie(Kid(KeyPair::P256_A.kid)) => "id_token.key",
    another_key_id_than_the_one_that_signed: lie(Kid("rsa-z")) => "id_token.key",
    no_key_id_among_several_keys_that_fit:
        Lie::Keys(Edit::new(|keys: &mut Vec<Value>| {
            keys.iter_mut().for_each(|key| { key.as_object_mut().unwrap().remove("kid"); });
            keys.push(KeyPair::RSA_B.jwk(Algorithm::RS256));
        })) => "id_token.key",
    a_key_for_encryption: rsa_key(|key| key["use"] = json!("enc")) => "id_token.key",
    a_key_for_other_operations: rsa_key(|key| key["key_ops"] = json!(["encrypt"])) => "id_token.key",
    a_key_for_another_algorithm: rsa_key(|key| key["alg"] = json!("PS256")) => "id_token.key",
    a_short_key:
        rsa_key(|key| {
            let kid = key["kid"].clone();
            *key = KeyPair::SHORT.jwk(Algorithm::RS256);
            key["kid"] = kid;
        }) => "id_token.key",
    a_key_by_which_anything_is_signed: rsa_key(|key| key["e"] = json!("AQ")) => "id_token.key",
    an_even_exponent: rsa_key(|key| key["e"] = json!("AQAA")) => "id_token.key",
    a_modulus_of_nothing: rsa_key(|key| key["n"] = json!("AAAA")) => "id_token.key",
    a_shared_secret_among_the_keys:
        rsa_key(|key| *key = json!({ "kty": "oct", "k": "c2VjcmV0", "kid": "rsa-a", "alg": "RS256" }))
            => "id_token.key",
    no_keys: Lie::Keys(Edit::new(Vec::clear)) => "id_token.key",
    a_thousand_keys:
        Lie::Keys(Edit::new(|keys: &mut Vec<Value>| *keys = vec![json!({ "kty": "x" }); 1000])) => "keys.malformed",

    no_id_token: Lie::TokenAnswer("id_token", None) => "token.missing",
    an_id_token_of_null: Lie::TokenAnswer("id_token", Some(Value::Null)) => "token.missing",
    an_id_token_that_is_an_object: Lie::TokenAnswer("id_token", Some(json!({}))) => "token.malformed",
    no_token_type: Lie::TokenAnswer("token_type", None) => "token.token_type",
    another_token_type: Lie::TokenAnswer("token_type", Some(json!("DPoP"))) => "token.token_type",
    no_access_token: Lie::TokenAnswer("access_token", None) => "token.missing",
    an_access_token_that_ends_a_header:
        Lie::TokenAnswer("access_token", Some(json!("a\r\nHost: evil.example"))) => "token.malformed",
    another_access_token_than_the_one_meant:
        Lie::TokenAnswer("access_token", Some(json!("access-of-another"))) => "id_token.at_hash",
    an_answer_of_html: Lie::Answer(Endpoint::Token, Misbehaviour::MediaType("text/html")) => "token.media_type",
    an_answer_of_no_type: Lie::Answer(Endpoint::Token, Misbehaviour::MediaType("")) => "token.media_type",
    an_answer_that_is_no_json: says(200, "access_token=a&token_type=bearer") => "token.malformed",
    an_answer_that_is_a_list: says(200, "[]") => "token.malformed",
    an_answer_that_tells_two_id_tokens:
        says(200, r#"{"access_token":"a","token_type":"Bearer","id_token":"a.b.c","id_token":"d.e.f"}"#)
            => "token.malformed",
    a_code_that_is_refused: says(400, r#"{"error":"invalid_grant"}"#) => "token.grant",
    an_error_of_no_known_name: says(400, r#"{"error":"<script>"}"#) => "token.refused",
    an_error_without_words: Lie::Answer(Endpoint::Token, Misbehaviour::Status(404)) => "token.status",
}

#[tokio::test]
async fn a_token_need_not_name_the_only_key_that_fits() {
    let scene = Scene::telling(lie(Header("kid", None))).await;
    scene.sign_in().await.unwrap();
}

#[tokio::test]
async fn keys_that_nobody_understands_do_not_spoil_the_others() {
    let scene = Scene::telling(Lie::Keys(Edit::new(|keys: &mut Vec<Value>| {
        let strange =
            [json!(7), json!({}), json!({ "kty": "AKP", "alg": "ML-DSA-44" }), json!({ "kty": "RSA" })];
        keys.splice(0..0, strange);
    })))
    .await;
    scene.sign_in().await.unwrap();
}

#[tokio::test]
async fn no_claim_of_the_protocol_may_be_of_another_kind() {
    let scene = Scene::start().await;
    for claim in [
        "iss", "aud", "azp", "exp", "iat", "nbf", "nonce", "sub", "sid", "acr", "at_hash", "c_hash", "s_hash",
    ] {
        for value in [json!(null), json!(true), json!([]), json!(["a"]), json!({}), json!({ "a": 1 })] {
            scene.provider.be_honest();
            scene.provider.tell(lie(Claim(claim, Some(value.clone()))));
            let reason = refusal(scene.sign_in().await);
            assert!(reason.starts_with("id_token."), "{claim}: {value}: {reason}");
        }
    }
}

#[tokio::test]
async fn no_character_of_a_token_may_be_another() {
    let scene = Scene::start().await;
    let token = scene.provider.logout_token(Some("anna"), None);
    scene.client.check_logout_token(&scene.settings, &token).await.unwrap();
    for at in 0..token.len() {
        let other = if &token[at..=at] == "A" { "B" } else { "A" };
        let changed = format!("{}{other}{}", &token[..at], &token[at + 1..]);
        refusal(scene.client.check_logout_token(&scene.settings, &changed).await);
    }
    assert_eq!(scene.provider.calls(Endpoint::Keys), 2);
}

#[tokio::test]
async fn an_id_token_of_an_earlier_sign_in_is_refused() {
    let scene = Scene::start().await;
    let earlier = scene.sign_in().await.unwrap().id_token;
    let earlier = secrecy::ExposeSecret::expose_secret(&earlier).to_owned();
    scene.provider.tell(Lie::TokenAnswer("id_token", Some(json!(earlier))));
    // Its access token is another too; without that claim the nonce would tell.
    assert_eq!(refusal(scene.sign_in().await), "id_token.at_hash");
}

#[tokio::test]
async fn no_error_repeats_what_the_provider_said() {
    let scene =
        Scene::telling(says(400, r#"{"error":"secret-word","error_description":"secret-word"}"#)).await;
    let error = scene.sign_in().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret-word"));
}

#[tokio::test]
async fn nothing_that_is_printed_holds_a_secret() {
    let scene = Scene::start().await;
    let begun = scene.begin().await.unwrap();
    let callback = scene.browse(&begun).await.unwrap();
    let signed_in = scene.finish(&begun, &callback).await.unwrap();
    let code = scene.provider.asked(Endpoint::Token)["code"].clone();
    let printed = format!("{:?} {begun:?} {callback:?} {signed_in:?}", scene.settings);
    let reveal = secrecy::ExposeSecret::expose_secret;
    let secrets: [&str; 6] = [
        scene.provider.client_secret(),
        reveal(&begun.pending.state),
        reveal(begun.pending.code_verifier.as_ref().unwrap()),
        reveal(&signed_in.id_token),
        reveal(signed_in.refresh_token.as_ref().unwrap()),
        &code,
    ];
    for secret in secrets {
        assert!(!printed.contains(secret), "{secret} is in {printed}");
    }
}

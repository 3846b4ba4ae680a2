//! Keys that prove nothing: those that are not what they say, and those that anybody has.

use lying_provider::Forgery;
use lying_provider::{Edit, Endpoint, KeyPair, Lie, Misbehaviour};
use oidc::Algorithm;
use serde_json::{Value, json};

use crate::support::{Scene, refusal, says, sign_in_refused, signs};

/// A provider that signs on the curve P-256.
async fn on_a_curve() -> Scene {
    let mut scene = Scene::start().await;
    scene.provider.offer(|offers| offers.algorithm = jsonwebtoken::Algorithm::ES256);
    scene.settings.id_token_algorithms = vec![Algorithm::ES256];
    scene
}

/// A provider that signs on Edwards' curve.
async fn on_edwards_curve() -> Scene {
    let mut scene = Scene::start().await;
    scene.provider.offer(|offers| offers.algorithm = jsonwebtoken::Algorithm::EdDSA);
    scene.settings.id_token_algorithms = vec![Algorithm::EdDSA];
    scene
}

/// The point from which the sums of Edwards' curve begin, and a signature that holds under it for any text.
const WEAK_POINT: &str = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const HOLDS_FOR_ALL: &str =
    "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The published key of a kind, changed.
fn key(kind: &'static str, edit: impl Fn(&mut Value) + Send + Sync + 'static) -> Lie {
    Lie::Keys(Edit::new(move |keys: &mut Vec<Value>| {
        keys.iter_mut().filter(|key| key["kty"] == kind).for_each(&edit);
    }))
}

fn field(name: &'static str, value: impl Into<Value>) -> Lie {
    let value = value.into();
    key("RSA", move |key| key[name] = value.clone())
}

/// A number of the key, written otherwise.
fn rewrites(name: &'static str, edit: impl Fn(&str) -> String + Send + Sync + 'static) -> Lie {
    key("RSA", move |key| key[name] = edit(key[name].as_str().unwrap()).into())
}

fn point(edit: impl Fn(&mut Value) + Send + Sync + 'static) -> Lie {
    key("EC", edit)
}

fn published(body: &str) -> Lie {
    says(Endpoint::Keys, body)
}

sign_in_refused! {
    a_key_whose_secret_is_published: field("d", "AQAB") => "id_token.key",
    a_key_whose_prime_is_published: field("p", "AQAB") => "id_token.key",
    a_key_whose_secret_is_null: field("d", Value::Null) => "id_token.key",
    two_keys_of_one_id:
        Lie::Keys(Edit::new(|keys: &mut Vec<Value>| {
            let mut other = KeyPair::RSA_B.jwk(jsonwebtoken::Algorithm::RS256);
            other["kid"] = KeyPair::RSA_A.kid.into();
            keys.insert(0, other);
        })) => "id_token.key",
    one_key_told_twice:
        Lie::Keys(Edit::new(|keys: &mut Vec<Value>| {
            let rsa = keys.iter().find(|key| key["kty"] == "RSA").unwrap().clone();
            keys.push(rsa);
        })) => "id_token.key",
    a_key_of_eight_thousand_bits: field("n", "_".repeat(1364)) => "id_token.key",
    a_modulus_with_padding: rewrites("n", |n| format!("{n}==")) => "id_token.key",
    a_modulus_with_a_space: rewrites("n", |n| format!("{n} ")) => "id_token.key",
    a_modulus_in_a_list: key("RSA", |key| key["n"] = json!([key["n"]])) => "id_token.key",
    a_modulus_that_is_a_number: field("n", 15) => "id_token.key",
    no_exponent: field("e", Value::Null) => "id_token.key",
    an_empty_exponent: field("e", "") => "id_token.key",
    an_exponent_of_nought: field("e", "AA") => "id_token.key",
    an_exponent_longer_than_its_modulus: field("e", "AQAB".repeat(200)) => "id_token.signature",
    an_exponent_with_padding: field("e", "AQAB==") => "id_token.key",
    a_use_in_a_list: field("use", json!(["sig"])) => "id_token.key",
    a_use_of_null: field("use", Value::Null) => "id_token.key",
    operations_in_one_text: field("key_ops", "verify") => "id_token.key",
    no_operations: field("key_ops", json!([])) => "id_token.key",
    a_key_for_algorithms_in_a_list: field("alg", json!(["RS256"])) => "id_token.key",
    a_key_for_no_signature: field("alg", "none") => "id_token.key",
    a_key_of_a_kind_in_other_letters: key("RSA", |key| key["kty"] = json!("rsa")) => "id_token.key",
    keys_in_a_list: published("[]") => "keys.malformed",
    keys_in_an_object: published(r#"{"keys":{}}"#) => "keys.malformed",
    keys_in_a_text: published(r#"{"keys":"[]"}"#) => "keys.malformed",
    keys_that_are_told_twice: published(r#"{"keys":[],"keys":[]}"#) => "keys.malformed",
    a_key_that_tells_two_moduli:
        published(r#"{"keys":[{"kty":"RSA","kid":"rsa-a","e":"AQAB","n":"a","n":"b"}]}"#) => "keys.malformed",
    keys_and_more: published(r#"{"keys":[]} {"keys":[]}"#) => "keys.malformed",
    keys_that_are_packed:
        Lie::Answer(Endpoint::Keys, Misbehaviour::Header("content-encoding", "gzip")) => "keys.media_type",
}

sign_in_refused! { by on_a_curve:
    a_point_that_is_not_on_its_curve: point(|key| key["y"] = key["x"].clone()) => "id_token.signature",
    a_point_of_nothing:
        point(|key| { key["x"] = json!("A".repeat(43)); key["y"] = json!("A".repeat(43)); }) => "id_token.signature",
    a_point_of_another_curve: point(|key| key["crv"] = json!("P-384")) => "id_token.key",
    a_curve_that_nobody_pinned: point(|key| key["crv"] = json!("secp256k1")) => "id_token.key",
    a_curve_in_other_letters: point(|key| key["crv"] = json!("p-256")) => "id_token.key",
    no_curve: point(|key| key["crv"] = Value::Null) => "id_token.key",
    half_a_point: point(|key| key["y"] = Value::Null) => "id_token.key",
    a_point_that_is_too_long:
        point(|key| key["x"] = json!("AAAA".to_owned() + key["x"].as_str().unwrap())) => "id_token.key",
    a_point_of_a_twisted_curve: point(|key| key["kty"] = json!("OKP")) => "id_token.key",
    a_point_whose_secret_is_published: point(|key| key["d"] = key["x"].clone()) => "id_token.key",
    a_signature_of_noughts: signs(|_| "A".repeat(86)) => "id_token.signature",
    a_signature_whose_halves_are_exchanged:
        signs(|said| format!("{}{}A", &said[43..], &said[..42])) => "id_token.signature",
    a_signature_in_another_form: signs(|said| format!("MEUCIQ{}AiA", said)) => "id_token.signature",
    a_longer_curve_s_token_for_a_shorter_curve_s_key:
        Lie::IdToken(Forgery::Draft(Edit::new(|draft: &mut lying_provider::Draft| {
            draft.header.insert("alg".to_owned(), json!("ES384"));
        }))) => "id_token.alg",
}

sign_in_refused! { by on_edwards_curve:
    a_point_of_another_of_edwards_curves: key("OKP", |key| key["crv"] = json!("Ed448")) => "id_token.key",
    a_point_for_agreeing_on_keys: key("OKP", |key| key["crv"] = json!("X25519")) => "id_token.key",
    a_point_that_is_too_short: key("OKP", |key| key["x"] = json!("AAAA")) => "id_token.key",
    a_point_whose_seed_is_published: key("OKP", |key| key["d"] = key["x"].clone()) => "id_token.key",
    a_signature_of_nothing: signs(|_| "A".repeat(86)) => "id_token.signature",
}

#[tokio::test]
async fn a_point_under_which_anything_is_signed_is_no_key() {
    let scene = on_edwards_curve().await;
    scene.provider.tell(key("OKP", |key| key["x"] = json!(WEAK_POINT)));
    scene.provider.tell(signs(|_| HOLDS_FOR_ALL.to_owned()));
    assert_eq!(refusal(scene.sign_in().await), "id_token.key");
    scene.assert_honest_again().await;
}

#[tokio::test]
async fn what_a_key_says_of_certificates_is_neither_used_nor_fetched() {
    let scene = Scene::start().await;
    let address = format!("{}/foreign", scene.provider.issuer());
    scene.provider.tell(key("RSA", move |key| {
        key["x5u"] = json!(address);
        key["x5c"] = json!(["MIIB"]);
    }));
    scene.sign_in().await.unwrap();
    assert_eq!(scene.provider.calls(Endpoint::Foreign), 0);
}

//! Id tokens that one reader takes and another does not.

use chrono::TimeDelta;
use lying_provider::Forgery::{self, *};
use lying_provider::{Draft, Edit, Endpoint, Lie};
use serde_json::{Value, json};

use crate::support::{Scene, becomes, refusal, sign_in_refused, signs, swapped};

fn lie(forgery: Forgery) -> Lie {
    Lie::IdToken(forgery)
}

fn says(claim: &'static str, value: impl Into<Value>) -> Lie {
    lie(Claim(claim, Some(value.into())))
}

fn heads(field: &'static str, value: impl Into<Value>) -> Lie {
    lie(Header(field, Some(value.into())))
}

/// A claim that is a text, written otherwise.
fn rewrites(claim: &'static str, edit: impl Fn(&str) -> String + Send + Sync + 'static) -> Lie {
    lie(Forgery::Draft(Edit::new(move |draft: &mut Draft| {
        let honest = draft.claims[claim].as_str().unwrap().to_owned();
        draft.claims.insert(claim.to_owned(), edit(&honest).into());
    })))
}

/// The claims with a piece of JSON before them.
fn begins(json: &'static str) -> Lie {
    lie(ClaimsText(Edit::new(|claims: &mut String| claims.insert_str(1, json))))
}

/// The last letter stands for fewer bits than it could; the others are set.
fn with_its_last_bit_set(text: &str) -> String {
    let (last, before) = text.as_bytes().split_last().unwrap();
    format!("{}{}", std::str::from_utf8(before).unwrap(), char::from(last + 1))
}

sign_in_refused! {
    claims_that_are_not_encoded: heads("b64", false) => "id_token.crit",
    claims_that_are_encoded_and_say_so: heads("b64", true) => "id_token.crit",
    a_packed_token: heads("zip", "DEF") => "id_token.crit",
    an_encrypted_token_that_is_not: heads("enc", "A256GCM") => "id_token.crit",
    a_token_within_a_token: heads("cty", "JWT") => "id_token.typ",
    a_token_within_a_token_in_other_letters: heads("cty", "application/jwt") => "id_token.typ",
    content_of_a_type_that_is_a_list: heads("cty", json!(["JWT"])) => "id_token.typ",
    a_type_with_more_after_it: heads("typ", "JWT; charset=utf-8") => "id_token.typ",
    a_type_of_a_type: heads("typ", "application/application/jwt") => "id_token.typ",
    an_event_that_calls_itself_a_token: heads("typ", "secevent+jwt") => "id_token.typ",
    an_algorithm_with_a_space: heads("alg", "RS256 ") => "id_token.alg",
    an_algorithm_without_a_name: heads("alg", "") => "id_token.alg",
    an_algorithm_of_null: heads("alg", Value::Null) => "id_token.alg",
    an_algorithm_of_another_family: heads("alg", "ES256K") => "id_token.alg",
    an_algorithm_for_encryption: heads("alg", "RSA-OAEP") => "id_token.alg",
    a_key_id_that_is_a_path: lie(Kid("../keys/rsa-a")) => "id_token.key",
    a_key_id_that_is_a_question_to_a_database: lie(Kid("' or '1'='1")) => "id_token.key",
    a_key_id_in_other_letters: lie(Kid("RSA-A")) => "id_token.key",
    an_empty_key_id: lie(Kid("")) => "id_token.key",
    a_key_id_of_null: heads("kid", Value::Null) => "id_token.malformed",

    a_token_with_a_space_within: becomes(|token| token.replacen('.', ". ", 1)) => "id_token.malformed",
    a_token_with_a_line_within: becomes(|token| token.replacen('.', "\r\n.", 1)) => "id_token.malformed",
    a_token_without_its_claims:
        becomes(|token| {
            let (header, rest) = token.split_once('.').unwrap();
            format!("{header}..{}", rest.split_once('.').unwrap().1)
        }) => "id_token.malformed",
    a_token_without_its_header: becomes(|token| token[token.find('.').unwrap()..].to_owned()) => "id_token.malformed",
    a_token_after_the_word_bearer: becomes(|token| format!("Bearer {token}")) => "id_token.malformed",
    a_token_within_quotes: becomes(|token| format!("\"{token}\"")) => "id_token.malformed",
    a_token_written_as_json:
        becomes(|token| format!(r#"{{"payload":"{}"}}"#, token.replace('.', ""))) => "id_token.malformed",
    two_tokens_in_one_text: becomes(|token| format!("{token} {token}")) => "id_token.malformed",
    a_signature_in_the_other_alphabet:
        signs(|signature| signature.replace('-', "+").replace('_', "/") + "+") => "id_token.signature",
    a_signature_whose_last_bits_are_set: signs(with_its_last_bit_set) => "id_token.signature",
    a_signature_told_twice: signs(|signature| signature.repeat(2)) => "id_token.signature",
    half_a_signature: signs(|signature| signature[..signature.len() / 2].to_owned()) => "id_token.signature",
    half_a_character: begins(r#""name":"\ud800","#) => "id_token.malformed",
    a_number_beyond_all_numbers: begins(r#""level":1e400,"#) => "id_token.malformed",
    a_number_that_is_none: begins(r#""level":NaN,"#) => "id_token.malformed",
    a_remark_among_the_claims: begins("/* honest */") => "id_token.malformed",
    a_mark_before_the_claims:
        lie(ClaimsText(Edit::new(|claims: &mut String| claims.insert(0, '\u{feff}')))) => "id_token.malformed",

    a_time_before_all_times: says("iat", -1) => "id_token.iat",
    a_time_in_thousandths_of_seconds: says("iat", 1_795_392_000_000_u64) => "id_token.iat",
    a_time_beyond_all_times: says("iat", 1e300) => "id_token.iat",
    a_time_that_is_a_text: says("iat", "1795392000") => "id_token.malformed",
    an_end_before_all_times: says("exp", -1) => "id_token.expired",
    an_end_of_nought: says("exp", 0) => "id_token.expired",
    an_end_that_is_a_word: says("exp", "Infinity") => "id_token.malformed",
    a_beginning_beyond_all_times: says("nbf", 1e300) => "id_token.nbf",
    a_token_that_was_over_before_it_was_made: lie(Expired(TimeDelta::seconds(10))) => "id_token.expired",
    someone_who_has_yet_to_be_authenticated: says("auth_time", 4_000_000_000_u64) => "id_token.auth_time",

    the_audience_in_other_letters: rewrites("aud", swapped) => "id_token.audience",
    the_audience_with_a_space: rewrites("aud", |ours| format!("{ours} ")) => "id_token.audience",
    several_audiences_in_one_text: rewrites("aud", |ours| format!("{ours},somebody-else")) => "id_token.audience",
    an_authorised_party_in_other_letters: says("azp", "HUB OF THE NETWORK") => "id_token.azp",
    the_issuer_in_other_letters: rewrites("iss", swapped) => "id_token.issuer",
    the_issuer_by_another_name:
        rewrites("iss", |ours| ours.replace("127.0.0.1", "localhost")) => "id_token.issuer",
    the_issuer_with_a_dot_after_its_host:
        rewrites("iss", |ours| ours.replace("0.0.1:", "0.0.1.:")) => "id_token.issuer",
    the_issuer_with_another_port: rewrites("iss", |ours| format!("{ours}0")) => "id_token.issuer",
    the_issuer_with_a_question: rewrites("iss", |ours| format!("{ours}?")) => "id_token.issuer",
    the_issuer_with_a_name_before_it:
        rewrites("iss", |ours| ours.replace("://", "://a@")) => "id_token.issuer",
    the_issuer_with_a_space: rewrites("iss", |ours| format!(" {ours}")) => "id_token.issuer",
    the_nonce_in_other_letters: rewrites("nonce", swapped) => "id_token.nonce",
    the_nonce_with_more_after_it: rewrites("nonce", |ours| format!("{ours}a")) => "id_token.nonce",
    the_beginning_of_the_nonce: rewrites("nonce", |ours| ours[..42].to_owned()) => "id_token.nonce",
    the_nonce_with_what_ends_a_text: rewrites("nonce", |ours| format!("{ours}\0")) => "id_token.malformed",

    half_a_hash: rewrites("at_hash", |hash| hash[..11].to_owned()) => "id_token.at_hash",
    a_hash_that_is_longer: rewrites("at_hash", |hash| format!("{hash}AAAA")) => "id_token.at_hash",
    a_hash_with_padding: rewrites("at_hash", |hash| format!("{hash}==")) => "id_token.at_hash",
    a_hash_in_other_letters: rewrites("at_hash", swapped) => "id_token.at_hash",
    a_hash_whose_last_bits_are_set: rewrites("at_hash", with_its_last_bit_set) => "id_token.at_hash",
    an_empty_hash: says("at_hash", "") => "id_token.at_hash",
    an_empty_hash_of_the_code: says("c_hash", "") => "id_token.c_hash",
    the_hash_of_another_state: says("s_hash", "77QmUPtjPfzWtF2AnpK9RQ") => "id_token.s_hash",
    a_hash_of_the_state_that_is_none: says("s_hash", Value::Null) => "id_token.s_hash",

    a_subject_that_can_be_written_in_two_ways: says("sub", "ren\u{e9}") => "id_token.sub",
    a_subject_written_in_the_other_way: says("sub", "rene\u{301}") => "id_token.sub",
    a_subject_that_looks_like_another: says("sub", "\u{430}nna") => "id_token.sub",
    a_subject_with_a_letter_that_is_not_seen: says("sub", "anna\u{200b}") => "id_token.sub",
    a_subject_that_is_read_from_its_end: says("sub", "\u{202e}anna") => "id_token.sub",
    a_subject_in_wide_letters: says("sub", "\u{ff41}nna") => "id_token.sub",
    a_subject_of_two_lines: says("sub", "anna\neve") => "id_token.sub",
    a_session_with_what_ends_a_text: says("sid", "session\0") => "id_token.malformed",
    an_authentication_context_of_two_lines: says("acr", "eidas1\neidas2") => "id_token.malformed",
}

#[tokio::test]
async fn claims_that_are_told_elsewhere_are_not_fetched() {
    let scene = Scene::start().await;
    let elsewhere = json!({ "a": { "endpoint": format!("{}/foreign", scene.provider.issuer()) } });
    scene.provider.sign_in_as(json!({
        "sub": "anna", "_claim_names": { "email": "a" }, "_claim_sources": elsewhere,
    }));
    assert_eq!(scene.sign_in().await.unwrap().email, None);
    assert_eq!(scene.provider.calls(Endpoint::Foreign), 0);
}

#[tokio::test]
async fn headers_that_change_nothing_are_passed_over() {
    for (field, value) in [("zip", "NONE"), ("cty", "application/json"), ("x5t", "abc"), ("iss", "eve")] {
        let scene = Scene::telling(heads(field, value)).await;
        scene.sign_in().await.unwrap();
    }
}

#[tokio::test]
async fn a_moment_may_have_a_fraction() {
    let scene = Scene::telling(lie(Forgery::Draft(Edit::new(|draft: &mut Draft| {
        let whole = draft.claims["iat"].as_f64().unwrap();
        draft.claims.insert("iat".to_owned(), json!(whole + 0.5));
    }))))
    .await;
    scene.sign_in().await.unwrap();
}

#[tokio::test]
async fn a_logout_token_is_no_id_token() {
    let scene = Scene::start().await;
    scene.provider.tell(Lie::LogoutToken(Header("typ", Some(json!("JWT")))));
    let token = scene.provider.logout_token(Some("anna"), None);
    scene.provider.tell(Lie::TokenAnswer("id_token", Some(json!(token))));
    assert_eq!(refusal(scene.sign_in().await), "id_token.nonce");
}

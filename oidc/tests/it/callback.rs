//! What the browser comes back with, and who sent it.

use lying_provider::{Endpoint, Lie};
use oidc::{Callback, Error};
use secrecy::ExposeSecret;
use serde_json::json;
use url::Url;

use crate::support::{Scene, refusal, sign_in_refused, swapped};

fn lie(name: &'static str, value: &str) -> Lie {
    Lie::Callback(name, Some(value.to_owned()))
}

sign_in_refused! {
    the_issuer_of_another_in_the_callback: lie("iss", "https://accounts.example.com") => "callback.issuer",
    no_issuer_though_it_is_announced: Lie::Callback("iss", None) => "callback.issuer",
    an_empty_issuer: lie("iss", "") => "callback.issuer",
    another_state: lie("state", "a-state-that-was-never-given-to-anybody-here") => "callback.state",
    no_state: Lie::Callback("state", None) => "callback.state",
    two_codes: Lie::CallbackTwice("code", "another".to_owned()) => "callback.duplicate",
    two_states: Lie::CallbackTwice("state", "another".to_owned()) => "callback.duplicate",
    two_issuers: Lie::CallbackTwice("iss", "https://accounts.example.com".to_owned()) => "callback.duplicate",
    no_code: Lie::Callback("code", None) => "callback.code",
    an_empty_code: lie("code", "") => "callback.code",
    a_code_of_nobody: lie("code", "a-code-that-was-never-given") => "token.grant",
    a_person_who_says_no: lie("error", "access_denied") => "callback.denied",
    an_error_beside_a_code: lie("error", "interaction_required") => "callback.refused",
    an_error_without_a_name: lie("error", "") => "callback.refused",
    the_issuer_in_the_callback_with_a_slash: lie("iss", "http://127.0.0.1/") => "callback.issuer",
    the_issuer_in_the_callback_in_other_letters: lie("iss", "HTTP://127.0.0.1") => "callback.issuer",
    a_code_of_twenty_thousand_letters: lie("code", &"a".repeat(20_000)) => "callback.too_large",
    an_error_of_html: lie("error", "<script>alert(1)</script>") => "callback.refused",
}

#[tokio::test]
async fn a_code_of_five_million_letters_is_not_even_read() {
    let query = format!("state=a&code={}", "a".repeat(5_000_000));
    assert_eq!(refusal(Callback::parse(&query)), "callback.too_large");
}

/// The reason for which a sign-in does not end with what the browser brings, made of its state and of a code.
async fn coming_back_with(query: impl FnOnce(&str, &str) -> String) -> String {
    let scene = Scene::start().await;
    let begun = scene.begin().await.unwrap();
    let back = scene.provider.browse(begun.url.expose_secret()).await;
    let code =
        Url::parse(&back).unwrap().query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let callback = Callback::parse(&query(begun.pending.state.expose_secret(), &code)).unwrap();
    let reason = refusal(scene.finish(&begun, &callback).await);
    assert_eq!(scene.provider.calls(Endpoint::Token), 0, "the code goes nowhere");
    reason
}

#[tokio::test]
async fn a_state_in_other_letters_is_another() {
    let reason = coming_back_with(|state, code| format!("state={}&code={code}", swapped(state))).await;
    assert_eq!(reason, "callback.state");
}

#[tokio::test]
async fn a_state_with_more_after_it_is_another() {
    for more in ["%00", "%20", "=", "a"] {
        let reason = coming_back_with(|state, code| format!("state={state}{more}&code={code}")).await;
        assert_eq!(reason, "callback.state", "{more}");
    }
}

#[tokio::test]
async fn the_beginning_of_the_state_is_not_the_state() {
    let reason = coming_back_with(|state, code| format!("state={}&code={code}", &state[..42])).await;
    assert_eq!(reason, "callback.state");
}

#[tokio::test]
async fn parameters_after_another_sign_than_the_standard_s_are_not_read() {
    assert_eq!(coming_back_with(|state, code| format!("state={state};code={code}")).await, "callback.state");
}

#[tokio::test]
async fn parameters_in_other_letters_are_not_those_of_the_standard() {
    let reason = coming_back_with(|state, code| format!("state={state}&Code={code}&code[]={code}")).await;
    assert_eq!(reason, "callback.issuer");
}

#[tokio::test]
async fn an_answer_that_stays_in_the_browser_is_none() {
    // With `response_mode=fragment` nothing of it reaches a server, and in a form or a token all has other names.
    assert_eq!(coming_back_with(|_, _| String::new()).await, "callback.state");
    assert_eq!(coming_back_with(|_, _| "response=a.b.c".to_owned()).await, "callback.state");
}

#[tokio::test]
async fn an_issuer_that_is_wrong_is_refused_where_none_is_announced() {
    let scene = Scene::telling(lie("iss", "https://accounts.example.com")).await;
    scene.provider.offer(|offers| offers.issuer_in_callback = false);
    assert_eq!(refusal(scene.sign_in().await), "callback.issuer");
    assert_eq!(scene.provider.calls(Endpoint::Token), 0, "the code goes nowhere");
}

#[tokio::test]
async fn an_error_has_to_say_who_it_is_from() {
    let scene = Scene::telling(lie("error", "access_denied")).await;
    scene.provider.tell(Lie::Callback("iss", None));
    assert_eq!(refusal(scene.sign_in().await), "callback.issuer");
}

#[tokio::test]
async fn an_error_for_another_sign_in_is_not_believed() {
    let scene = Scene::start().await;
    let begun = scene.begin().await.unwrap();
    let callback = Callback::parse("error=access_denied&state=somebody").unwrap();
    assert_eq!(refusal(scene.finish(&begun, &callback).await), "callback.state");
}

#[tokio::test]
async fn the_callback_of_one_sign_in_does_not_end_another() {
    let scene = Scene::start().await;
    let (first, second) = (scene.begin().await.unwrap(), scene.begin().await.unwrap());
    let back = scene.browse(&first).await.unwrap();
    assert_eq!(refusal(scene.finish(&second, &back).await), "callback.state");
}

#[tokio::test]
async fn a_sign_in_that_began_with_another_provider_does_not_end_here() {
    let (here, there) = (Scene::start().await, Scene::start().await);
    let begun = there.begin().await.unwrap();
    let state = begun.pending.state.expose_secret();
    let callback = Callback::parse(&format!("code=a&state={state}")).unwrap();
    assert_eq!(refusal(here.finish(&begun, &callback).await), "callback.provider");
    assert_eq!(here.provider.calls(Endpoint::Token), 0, "the code goes nowhere");
}

#[tokio::test]
async fn a_code_is_worth_one_sign_in() {
    let scene = Scene::start().await;
    let begun = scene.begin().await.unwrap();
    let callback = scene.browse(&begun).await.unwrap();
    scene.finish(&begun, &callback).await.unwrap();
    assert_eq!(refusal(scene.finish(&begun, &callback).await), "token.grant");
}

#[tokio::test]
async fn a_code_of_another_sign_in_does_not_get_in() {
    let scene = Scene::start().await;
    let (ours, theirs) = (scene.begin().await.unwrap(), scene.begin().await.unwrap());
    scene.provider.browse(theirs.url.expose_secret()).await;
    let stolen = scene.browse(&theirs).await.unwrap();
    let mixed = format!("{stolen:?}");
    assert!(!mixed.contains("code-"), "it is not printed");
    // An attacker plants their own code under the victim's state.
    scene.provider.tell(lie("code", "code-3"));
    let planted = scene.browse(&ours).await.unwrap();
    assert_eq!(refusal(scene.finish(&ours, &planted).await), "token.grant");
}

#[tokio::test]
async fn a_provider_that_cannot_now_is_unavailable() {
    for error in ["temporarily_unavailable", "server_error"] {
        let scene = Scene::telling(lie("error", error)).await;
        assert!(matches!(scene.sign_in().await, Err(Error::Unavailable(_))), "{error}");
    }
}

#[tokio::test]
async fn a_client_that_the_provider_does_not_want_is_misconfigured() {
    for (error, reason) in [("unauthorized_client", "callback.client"), ("invalid_scope", "callback.scope")] {
        let scene = Scene::telling(lie("error", error)).await;
        match scene.sign_in().await {
            Err(Error::Misconfigured(said)) => assert_eq!(said.to_string(), reason),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn the_state_of_a_callback_is_read_to_find_its_sign_in() {
    let callback = Callback::parse("state=a%20b&code=c").unwrap();
    assert_eq!(callback.state(), Some("a b"));
    assert_eq!(Callback::parse("").unwrap().state(), None);
}

#[tokio::test]
async fn a_parameter_that_comes_twice_in_other_letters_is_seen() {
    assert_eq!(refusal(Callback::parse("code=a&c%6Fde=b&state=c")), "callback.duplicate");
}

#[tokio::test]
async fn a_provider_that_does_not_check_the_proof_key_gains_nothing() {
    let scene = Scene::start().await;
    let begun = scene.begin().await.unwrap();
    let callback = scene.browse(&begun).await.unwrap();
    let mut pending = begun.pending.clone();
    pending.code_verifier = Some("another-verifier-than-the-one-of-this-sign-in".into());
    let answer = scene.client.finish(&scene.settings, &pending, &callback).await;
    assert_eq!(refusal(answer), "token.grant");
}

#[tokio::test]
async fn the_parameters_of_the_protocol_cannot_be_replaced() {
    for name in
        ["state", "nonce", "redirect_uri", "response_type", "response_mode", "request", "max_age", "scope"]
    {
        let mut scene = Scene::start().await;
        scene.settings.extra_parameters = [(name.to_owned(), json!("x").to_string())].into();
        let error = scene.begin().await.unwrap_err();
        assert_eq!(error.reason().to_string(), "settings.extra_parameter", "{name}");
    }
}

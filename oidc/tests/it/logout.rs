//! Tokens that say that somebody has signed out.

use chrono::TimeDelta;
use lying_provider::Forgery::{self, *};
use lying_provider::{Edit, Lie};
use oidc::{Error, LogoutToken};
use secrecy::ExposeSecret;
use serde_json::json;

use crate::support::{Scene, refusal};

async fn check(scene: &Scene) -> Result<LogoutToken, Error> {
    let token = scene.provider.logout_token(Some("anna"), Some("session-1"));
    scene.client.check_logout_token(&scene.settings, &token).await
}

/// One test for each lie about a logout token.
macro_rules! logout_refused {
    ($($name:ident: $forgery:expr => $reason:literal,)*) => { $(
        #[tokio::test]
        async fn $name() {
            let scene = Scene::telling(Lie::LogoutToken($forgery)).await;
            assert_eq!(refusal(check(&scene).await), $reason);
            scene.provider.be_honest();
            check(&scene).await.expect("an honest token");
        }
    )* };
}

logout_refused! {
    a_nonce: Claim("nonce", Some(json!("a"))) => "logout_token.nonce",
    a_nonce_of_null: Claim("nonce", Some(json!(null))) => "logout_token.nonce",
    no_events: Claim("events", None) => "logout_token.events",
    events_that_are_none: Claim("events", Some(json!({}))) => "logout_token.events",
    another_event:
        Claim("events", Some(json!({ "http://schemas.openid.net/event/other": {} }))) => "logout_token.events",
    an_event_that_is_no_object:
        Claim("events", Some(json!({ "http://schemas.openid.net/event/backchannel-logout": true })))
            => "logout_token.events",
    events_in_a_list:
        Claim("events", Some(json!(["http://schemas.openid.net/event/backchannel-logout"])))
            => "logout_token.events",
    a_token_that_is_not_signed: NotSigned("none") => "logout_token.alg",
    a_token_signed_with_the_public_key_as_a_secret: PublicKeyAsSecret => "logout_token.alg",
    a_token_signed_with_the_client_s_secret: ClientSecretAsKey => "logout_token.alg",
    a_bad_signature: BadSignature => "logout_token.signature",
    no_signature: NoSignature => "logout_token.signature",
    an_unknown_key: UnknownKey => "logout_token.key",
    a_stolen_key_id: StolenKid => "logout_token.signature",
    a_key_in_the_header: KeyInHeader => "logout_token.foreign_key",
    the_address_of_a_key: KeyByAddress => "logout_token.foreign_key",
    an_extension: Header("crit", Some(json!(["x"]))) => "logout_token.crit",
    another_type: Header("typ", Some(json!("at+jwt"))) => "logout_token.typ",
    the_audience_of_another: Claim("aud", Some(json!("somebody-else"))) => "logout_token.audience",
    an_extra_audience: ExtraAudience => "logout_token.audience",
    no_audience: Claim("aud", None) => "logout_token.audience",
    the_issuer_of_another: Claim("iss", Some(json!("https://accounts.example.com"))) => "logout_token.issuer",
    the_issuer_with_a_slash: IssuerWithSlash => "logout_token.issuer",
    neither_person_nor_session:
        Forgery::Draft(Edit::new(|draft: &mut lying_provider::Draft| {
            draft.claims.retain(|name, _| name != "sub" && name != "sid");
        })) => "logout_token.sub",
    an_empty_person: Claim("sub", Some(json!(""))) => "logout_token.sub",
    a_person_of_null: Claim("sub", Some(json!(null))) => "logout_token.sub",
    an_empty_session: Claim("sid", Some(json!(""))) => "logout_token.sub",
    a_session_that_is_a_number: Claim("sid", Some(json!(1))) => "logout_token.malformed",
    a_token_made_long_ago: Issued(TimeDelta::hours(1)) => "logout_token.iat",
    a_token_of_the_future: Issued(TimeDelta::hours(-1)) => "logout_token.iat",
    no_time: Claim("iat", None) => "logout_token.iat",
    a_token_that_is_over: Expired(TimeDelta::minutes(1)) => "logout_token.expired",
    no_id: Claim("jti", None) => "logout_token.jti",
    an_empty_id: Claim("jti", Some(json!(""))) => "logout_token.jti",
    a_huge_id: Claim("jti", Some(json!("a".repeat(5000)))) => "logout_token.jti",
    events_that_are_a_text:
        Claim("events", Some(json!("http://schemas.openid.net/event/backchannel-logout"))) => "logout_token.events",
    an_event_of_null:
        Claim("events", Some(json!({ "http://schemas.openid.net/event/backchannel-logout": null })))
            => "logout_token.events",
    an_event_in_other_letters:
        Claim("events", Some(json!({ "HTTP://schemas.openid.net/event/backchannel-logout": {} })))
            => "logout_token.events",
    a_person_with_a_control_character: Claim("sub", Some(json!("anna\u{0}"))) => "logout_token.sub",
    a_person_of_five_thousand_letters: Claim("sub", Some(json!("a".repeat(5000)))) => "logout_token.sub",
    a_session_with_a_control_character: Claim("sid", Some(json!("a\u{0}"))) => "logout_token.malformed",
    a_session_in_a_list: Claim("sid", Some(json!(["session-1"]))) => "logout_token.malformed",
    an_id_with_a_control_character: Claim("jti", Some(json!("a\n"))) => "logout_token.malformed",
    an_id_that_is_a_number: Claim("jti", Some(json!(7))) => "logout_token.malformed",
    a_time_that_is_a_text: Claim("iat", Some(json!("now"))) => "logout_token.malformed",
    a_token_that_was_over_before_it_was_made: Expired(TimeDelta::seconds(10)) => "logout_token.expired",
    a_token_that_is_not_valid_yet: NotBefore(TimeDelta::hours(1)) => "logout_token.nbf",
    a_foreign_authorised_party: Claim("azp", Some(json!("somebody-else"))) => "logout_token.azp",
    claims_that_are_not_encoded: Header("b64", Some(json!(false))) => "logout_token.crit",
    a_token_within_a_token: Header("cty", Some(json!("JWT"))) => "logout_token.typ",
    a_token_with_a_line_after: Text(Edit::new(|token: &mut String| token.push('\n'))) => "logout_token.signature",
    events_told_twice: ClaimsText(Edit::new(|json: &mut String| json.insert_str(1, r#""events":{},"#)))
        => "logout_token.malformed",
}

#[tokio::test]
async fn a_logout_token_says_who_and_which_session() {
    let scene = Scene::start().await;
    let checked = check(&scene).await.unwrap();
    assert_eq!((checked.sub.as_deref(), checked.sid.as_deref()), (Some("anna"), Some("session-1")));
    assert!(!checked.jti.is_empty());
}

#[tokio::test]
async fn a_person_or_a_session_alone_is_enough() {
    let scene = Scene::start().await;
    for (sub, sid) in [(Some("anna"), None), (None, Some("session-1"))] {
        let token = scene.provider.logout_token(sub, sid);
        let checked = scene.client.check_logout_token(&scene.settings, &token).await.unwrap();
        assert_eq!((checked.sub.as_deref(), checked.sid.as_deref()), (sub, sid));
    }
}

#[tokio::test]
async fn a_logout_token_need_not_say_its_type_or_its_end() {
    for (forgery, value) in [(Header("typ", Some(json!("JWT"))), "JWT"), (Header("typ", None), "no type")] {
        let scene = Scene::telling(Lie::LogoutToken(forgery)).await;
        scene.provider.tell(Lie::LogoutToken(Claim("exp", None)));
        check(&scene).await.expect(value);
    }
}

#[tokio::test]
async fn an_id_token_is_no_logout_token() {
    let scene = Scene::start().await;
    let id_token = scene.sign_in().await.unwrap().id_token;
    let answer = scene.client.check_logout_token(&scene.settings, id_token.expose_secret()).await;
    assert_eq!(refusal(answer), "logout_token.nonce");
}

#[tokio::test]
async fn the_token_of_another_provider_ends_nothing_here() {
    let (here, there) = (Scene::start().await, Scene::start().await);
    let token = there.provider.logout_token(Some("anna"), None);
    // Both sign with the same keys: only what the token says tells them apart.
    let answer = here.client.check_logout_token(&here.settings, &token).await;
    assert_eq!(refusal(answer), "logout_token.issuer");
}

#[tokio::test]
async fn a_token_is_refused_from_the_moment_at_which_it_may_be_forgotten() {
    let scene = Scene::telling(Lie::LogoutToken(Claim("exp", None))).await;
    let token = scene.provider.logout_token(Some("anna"), None);
    let first = scene.client.check_logout_token(&scene.settings, &token).await.unwrap();
    scene.time.pass(first.forget_at - scene.time.clock()());
    let again = scene.client.check_logout_token(&scene.settings, &token).await;
    assert_eq!(refusal(again), "logout_token.iat");
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let scene = Scene::start().await;
    for token in ["", ".", "..", "a.b.c", "{}", "\u{e9}.\u{e9}.\u{e9}"] {
        let answer = scene.client.check_logout_token(&scene.settings, token).await;
        assert_eq!(refusal(answer), "logout_token.malformed", "{token}");
    }
    assert_eq!(
        refusal(scene.client.check_logout_token(&scene.settings, &"a".repeat(40_000)).await),
        "logout_token.too_large"
    );
}

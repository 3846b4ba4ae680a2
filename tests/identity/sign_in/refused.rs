//! What a sign-in is refused for, through the whole hub: no session, a status of the 4xx, an audit event with the reason.
//! Each lie about tokens and the network is one of the library's own tests (`oidc/REFUSALS.md`); here is that the hub asks the
//! library, with what it should, and does nothing when it says no.

use chrono::TimeDelta;
use entities::identity_provider::Column;
use lying_provider::{Endpoint, Forgery, Lie, LyingProvider, Misbehaviour};
use serde_json::json;

use super::world::{Tab, World, header};
use crate::on_both;

/// Each lie that a provider tells, the status and the reason.
fn lies() -> Vec<(Lie, u16, &'static str)> {
    let token = |forgery, reason| (Lie::IdToken(forgery), 400, reason);
    vec![
        token(Forgery::NotSigned("none"), "id_token.alg"),
        token(Forgery::PublicKeyAsSecret, "id_token.alg"),
        token(Forgery::ClientSecretAsKey, "id_token.alg"),
        token(Forgery::BadSignature, "id_token.signature"),
        token(Forgery::UnknownKey, "id_token.key"),
        token(Forgery::KeyInHeader, "id_token.foreign_key"),
        token(Forgery::KeyByAddress, "id_token.foreign_key"),
        token(Forgery::Header("crit", Some(json!(["x"]))), "id_token.crit"),
        token(Forgery::Header("typ", Some(json!("logout+jwt"))), "id_token.typ"),
        token(Forgery::IssuerWithSlash, "id_token.issuer"),
        token(Forgery::Claim("aud", Some(json!("somebody-else"))), "id_token.audience"),
        token(Forgery::Claim("aud", None), "id_token.audience"),
        token(Forgery::ExtraAudience, "id_token.audience"),
        token(Forgery::Claim("azp", Some(json!("somebody-else"))), "id_token.azp"),
        token(Forgery::Expired(TimeDelta::hours(1)), "id_token.expired"),
        token(Forgery::Issued(TimeDelta::hours(2)), "id_token.iat"),
        token(Forgery::Issued(TimeDelta::hours(-1)), "id_token.iat"),
        token(Forgery::NotBefore(TimeDelta::hours(1)), "id_token.nbf"),
        token(Forgery::WrongNonce, "id_token.nonce"),
        token(Forgery::Claim("nonce", None), "id_token.nonce"),
        token(Forgery::Claim("sub", None), "id_token.sub"),
        token(Forgery::Claim("sub", Some(json!(""))), "id_token.sub"),
        token(Forgery::Claim("sub", Some(json!("x".repeat(5_000)))), "id_token.sub"),
        token(Forgery::Claim("at_hash", Some(json!("wrong"))), "id_token.at_hash"),
        (Lie::Callback("state", Some("wrong".to_owned())), 400, "callback.state"),
        (Lie::Callback("state", None), 400, "callback.state"),
        (Lie::Callback("iss", Some("https://evil.example".to_owned())), 400, "callback.issuer"),
        (Lie::CallbackTwice("code", "another".to_owned()), 400, "callback.duplicate"),
        (Lie::Callback("error", Some("<script>alert(1)</script>".to_owned())), 400, "callback.refused"),
        (Lie::Answer(Endpoint::Token, Misbehaviour::Redirect(307)), 400, "token.redirect"),
    ]
}

on_both!(each_lie_of_a_provider_is_refused_with_its_reason_and_opens_no_session, |hub| {
    let world = World::start(hub).await;
    for (lie, status, reason) in lies() {
        let before = world.refusals().await.len();
        world.provider.tell(lie.clone());
        let came = world.sign_in().await;
        world.provider.be_honest();
        assert!(came.session.is_none(), "{lie:?}");
        assert!(!came.body.contains("<script"), "{lie:?}");
        let refusals = world.refusals().await.split_off(before);
        assert_eq!(
            (came.status.as_u16(), refusals),
            (status, vec![reason.to_owned()]),
            "{lie:?}: {}",
            came.body
        );
    }
    assert_eq!(world.sessions().await, 0);
    assert!(world.sign_in().await.session.is_some(), "an honest provider signs people in");
});

on_both!(a_weaker_authentication_than_is_asked_for_is_refused, |hub| {
    let world = World::start(hub).await;
    world.set(Column::RequiredAcr, json!(["eidas2"])).await;
    assert_eq!(world.sign_in().await.status.as_u16(), 400);
    assert_eq!(world.refusals().await, ["id_token.acr"]);
});

on_both!(a_callback_in_another_browser_is_refused, |hub| {
    let world = World::start(hub).await;
    let callback = Tab::new(&world).go_to_provider("").await;
    let mut thief = Tab::new(&world);
    assert_eq!(thief.come_back(&callback).await.status.as_u16(), 400);
    thief.go_to_provider("").await;
    assert_eq!(thief.come_back(&callback).await.status.as_u16(), 400, "it has a sign-in of its own");
    assert_eq!(world.refusals().await, ["callback.state", "callback.state"]);
});

on_both!(a_callback_is_good_once_and_for_a_quarter_of_an_hour, |hub| {
    let world = World::start(hub).await;
    let mut tab = Tab::new(&world);
    let callback = tab.go_to_provider("").await;
    assert!(tab.come_back(&callback).await.session.is_some());
    assert_eq!(tab.come_back(&callback).await.status.as_u16(), 400);
    let late = tab.go_to_provider("").await;
    world.hub.clock.set(world.hub.clock.now() + TimeDelta::minutes(16));
    assert_eq!(tab.come_back(&late).await.status.as_u16(), 400);
    assert_eq!(world.refusals().await, ["callback.state", "callback.state"]);
});

on_both!(the_state_of_one_provider_is_of_no_use_at_another, |hub| {
    let world = World::start(hub).await;
    world.second("commune").await;
    let mut tab = Tab::new(&world);
    let callback = tab.go_to_provider("").await;
    let elsewhere = callback.replace("/callback/parc", "/callback/commune");
    assert_eq!(tab.come_back(&elsewhere).await.status.as_u16(), 400);
    assert_eq!(world.refusals().await, ["callback.state"]);
    assert!(tab.come_back(&callback).await.session.is_some(), "where it belongs it is good still");
});

on_both!(a_provider_that_says_it_is_another_one_is_not_asked, |hub| {
    let world = World::start(hub).await;
    let clock = world.hub.clock.clone();
    let other = LyingProvider::start(std::sync::Arc::new(move || clock.now())).await;
    world.provider.tell(Lie::Metadata("issuer", Some(json!(other.issuer()))));
    let answer = Tab::new(&world).get("/auth/login/parc").await;
    assert!(answer.status().as_u16() >= 400 && header(&answer, "location").is_none());
    assert_eq!(world.refusals().await, ["discovery.issuer"]);
});

//! Signing out, from here and from the provider.

use entities::identity_provider::Column;
use lying_provider::{Endpoint, Forgery, Lie, Misbehaviour};
use reqwest::StatusCode;
use respyrem::identity::SESSION_LIFE;
use respyrem::kernel::actor::Actor;
use serde_json::json;

use super::world::{Tab, World, browser, header};
use crate::on_both;

async fn post_logout_token(world: &World, slug: &str, token: &str) -> StatusCode {
    let request = browser().post(format!("{}/auth/backchannel-logout/{slug}", world.server.base));
    request.form(&[("logout_token", token)]).send().await.unwrap().status()
}

on_both!(who_signs_out_here_is_sent_to_sign_out_there, |hub| {
    let world = World::start(hub).await;
    let mut tab = Tab::new(&world);
    let session = tab.sign_in().await.session.expect("a session");
    let answer = tab.post("/auth/logout", "text/html").await;
    assert_eq!(answer.status().as_u16(), 303);
    let onwards = reqwest::Url::parse(&header(&answer, "location").unwrap()).unwrap();
    assert!(onwards.as_str().starts_with(world.provider.issuer()), "{onwards}");
    let asked =
        |name: &str| onwards.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    assert_eq!(asked("post_logout_redirect_uri"), Some(format!("{}/auth/signed-out", world.server.base)));
    assert!(asked("id_token_hint").is_some_and(|hint| hint.split('.').count() == 3));
    assert_eq!(world.who(&session).await, Actor::Anonymous);
    assert_eq!(tab.get("/auth/signed-out").await.status().as_u16(), 200);
});

on_both!(a_provider_that_is_down_keeps_nobody_signed_in_here, |hub| {
    let world = World::start(hub).await;
    let mut tab = Tab::new(&world);
    let session = tab.sign_in().await.session.expect("a session");
    world.provider.tell(Lie::Answer(Endpoint::Discovery, Misbehaviour::Status(503)));
    assert!(tab.post("/auth/logout", "application/json").await.status().is_success());
    assert_eq!(world.who(&session).await, Actor::Anonymous);
});

on_both!(a_page_of_another_site_signs_nobody_out, |hub| {
    let world = World::start(hub).await;
    let mut tab = Tab::new(&world);
    let session = tab.sign_in().await.session.expect("a session");
    let (name, token) = tab.cookies.iter().find(|(name, _)| name == "respyrem_session").unwrap();
    let request = browser().post(format!("{}/auth/logout", world.server.base));
    let request =
        request.header("cookie", format!("{name}={token}")).header("origin", "https://evil.example");
    assert_eq!(request.send().await.unwrap().status().as_u16(), 403);
    assert!(matches!(world.who(&session).await, Actor::Member(_)));
});

on_both!(a_logout_token_ends_the_sessions_of_its_person_at_its_provider, |hub| {
    let world = World::start(hub).await;
    let (here, there) = (world.signed_in().await, world.signed_in().await);
    world.provider.sign_in_as(json!({ "sub": "berta" }));
    let other = world.signed_in().await;
    let token = world.provider.logout_token(Some("anna"), None);
    assert_eq!(post_logout_token(&world, "parc", &token).await, StatusCode::OK);
    assert_eq!(world.who(&here).await, Actor::Anonymous);
    assert_eq!(world.who(&there).await, Actor::Anonymous);
    assert!(matches!(world.who(&other).await, Actor::Member(_)));
});

on_both!(a_logout_token_of_another_provider_ends_nothing, |hub| {
    let world = World::start(hub).await;
    let session = world.signed_in().await;
    let (other, _) = world.second("commune").await;
    assert_eq!(
        post_logout_token(&world, "commune", &other.logout_token(Some("anna"), None)).await,
        StatusCode::OK
    );
    let foreign = other.logout_token(Some("anna"), None);
    assert_eq!(post_logout_token(&world, "parc", &foreign).await, StatusCode::BAD_REQUEST);
    assert!(matches!(world.who(&session).await, Actor::Member(_)));
});

on_both!(a_logout_token_is_believed_once, |hub| {
    let world = World::start(hub).await;
    let token = world.provider.logout_token(Some("anna"), None);
    assert_eq!(post_logout_token(&world, "parc", &token).await, StatusCode::OK);
    let session = world.signed_in().await;
    assert_eq!(post_logout_token(&world, "parc", &token).await, StatusCode::BAD_REQUEST);
    assert!(matches!(world.who(&session).await, Actor::Member(_)));
    assert_eq!(world.refusals().await, ["logout_token.replayed"]);
});

on_both!(a_forged_logout_token_ends_nothing, |hub| {
    let world = World::start(hub).await;
    let session = world.signed_in().await;
    for (forgery, reason) in [
        (Forgery::Claim("nonce", Some(json!("n"))), "logout_token.nonce"),
        (Forgery::Claim("events", None), "logout_token.events"),
        (Forgery::NotSigned("none"), "logout_token.alg"),
        (Forgery::ClientSecretAsKey, "logout_token.alg"),
        (Forgery::UnknownKey, "logout_token.key"),
        (Forgery::StolenKid, "logout_token.signature"),
        (Forgery::Claim("aud", Some(json!("somebody-else"))), "logout_token.audience"),
        (Forgery::Claim("iss", Some(json!("https://evil.example"))), "logout_token.issuer"),
        (Forgery::Issued(chrono::TimeDelta::hours(2)), "logout_token.iat"),
        (Forgery::Header("typ", Some(json!("at+jwt"))), "logout_token.typ"),
    ] {
        let before = world.refusals().await.len();
        world.provider.tell(Lie::LogoutToken(forgery.clone()));
        let token = world.provider.logout_token(Some("anna"), None);
        world.provider.be_honest();
        assert_eq!(post_logout_token(&world, "parc", &token).await, StatusCode::BAD_REQUEST, "{forgery:?}");
        assert_eq!(world.refusals().await.split_off(before), [reason], "{forgery:?}");
    }
    let neither = world.provider.logout_token(None, None);
    assert_eq!(post_logout_token(&world, "parc", &neither).await, StatusCode::BAD_REQUEST);
    assert_eq!(post_logout_token(&world, "parc", "no.token.at.all").await, StatusCode::BAD_REQUEST);
    assert!(matches!(world.who(&session).await, Actor::Member(_)));
});

on_both!(where_it_is_set_so_sessions_outlive_the_providers, |hub| {
    let world = World::start(hub).await;
    world.set(Column::BackChannelLogout, "IGNORE").await;
    let session = world.signed_in().await;
    let token = world.provider.logout_token(Some("anna"), None);
    assert_eq!(post_logout_token(&world, "parc", &token).await, StatusCode::OK);
    assert!(matches!(world.who(&session).await, Actor::Member(_)));
});

on_both!(a_session_ends_when_its_provider_knows_the_person_no_more, |hub| {
    let world = World::start(hub).await;
    let session = world.signed_in().await;
    let sign_in = world.sign_in_service();
    assert_eq!(sign_in.refresh_sessions().await.unwrap(), 0);
    assert_eq!(world.provider.calls(Endpoint::Token), 1, "it was only just opened");
    world.hub.clock.set(world.hub.clock.now() + chrono::TimeDelta::minutes(16));
    assert_eq!(sign_in.refresh_sessions().await.unwrap(), 0);
    assert_eq!(world.provider.calls(Endpoint::Token), 2);
    world.hub.clock.set(world.hub.clock.now() + chrono::TimeDelta::minutes(16));
    world.provider.tell(Lie::Answer(Endpoint::Token, Misbehaviour::Status(503)));
    assert_eq!(sign_in.refresh_sessions().await.unwrap(), 0);
    assert!(matches!(world.who(&session).await, Actor::Member(_)), "a provider that is down ends nothing");
    world.provider.be_honest();
    world.provider.forget_everyone();
    world.hub.clock.set(world.hub.clock.now() + chrono::TimeDelta::minutes(16));
    assert_eq!(sign_in.refresh_sessions().await.unwrap(), 1);
    assert_eq!(world.who(&session).await, Actor::Anonymous);
});

on_both!(a_session_of_a_provider_lives_twelve_hours_at_most, |hub| {
    let world = World::start(hub).await;
    let session = world.signed_in().await;
    world.hub.clock.set(world.hub.clock.now() + SESSION_LIFE);
    assert_eq!(world.who(&session).await, Actor::Anonymous);
});

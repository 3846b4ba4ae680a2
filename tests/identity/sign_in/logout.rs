//! Signing out, from here and from the provider.

use std::time::{Duration, Instant};

use entities::identity_provider::Column;
use lying_provider::{Endpoint, Lie, Misbehaviour};
use reqwest::StatusCode;
use respyrem::identity::SESSION_LIFE;
use respyrem::kernel::actor::Actor;
use serde_json::json;

use super::tab::{Tab, browser, header};
use super::world::{Server, World};
use crate::on_both;
use crate::support::redis;
use crate::support::socket::Socket;

pub(super) async fn post_logout_token(world: &World, slug: &str, token: &str) -> StatusCode {
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

on_both!(a_logout_token_that_comes_to_one_server_closes_the_sockets_of_its_session_on_another, |hub| {
    let (redis, prefix) = (redis::shared(), redis::prefix());
    let together = [("REDIS_URL", redis.as_str()), ("REDIS_PREFIX", prefix.as_str())];
    let here = Server::of_several(&hub, &together).await;
    let base = here.base.clone();
    let there = Server::of_several(&hub, &[&together[..], &[("PUBLIC_URL", base.as_str())]].concat()).await;
    let world = World::on(hub, here).await;
    let [mut ended, mut stays] =
        [socket_of(&world, &there, "anna").await, socket_of(&world, &there, "berta").await];
    let token = world.provider.logout_token(Some("anna"), None);
    let told = Instant::now();
    assert_eq!(post_logout_token(&world, "parc", &token).await, StatusCode::OK);
    assert_eq!(ended.closed().await.0, 4401);
    assert!(told.elapsed() < Duration::from_secs(5), "{:?}", told.elapsed());
    stays.is_alive().await;
});

/// Somebody signs in at one server of the world, and opens a socket on another.
async fn socket_of(world: &World, server: &Server, subject: &str) -> Socket {
    world.provider.sign_in_as(json!({ "sub": subject }));
    let mut tab = Tab::new(world);
    tab.sign_in().await.session.expect("a session");
    let (cookie, origin) = (tab.cookie(), world.server.base.as_str());
    let mut socket = Socket::ready_as(server, &[("cookie", &cookie), ("origin", origin)], json!({})).await;
    socket.subscribe("1", "{ session { person { id } } }").await;
    let answers = socket.until_ended(1).await;
    let person = &answers[0]["payload"]["data"]["session"]["person"]["id"];
    assert!(person.is_string(), "the session works there: {answers:?}");
    socket
}

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
    world.later(chrono::TimeDelta::minutes(16));
    assert_eq!(sign_in.refresh_sessions().await.unwrap(), 0);
    assert_eq!(world.provider.calls(Endpoint::Token), 2);
    world.later(chrono::TimeDelta::minutes(16));
    world.provider.tell(Lie::Answer(Endpoint::Token, Misbehaviour::Status(503)));
    assert_eq!(sign_in.refresh_sessions().await.unwrap(), 0);
    assert!(matches!(world.who(&session).await, Actor::Member(_)), "a provider that is down ends nothing");
    world.provider.be_honest();
    world.provider.forget_everyone();
    world.later(chrono::TimeDelta::minutes(16));
    assert_eq!(sign_in.refresh_sessions().await.unwrap(), 1);
    assert_eq!(world.who(&session).await, Actor::Anonymous);
});

on_both!(a_session_of_a_provider_lives_twelve_hours_at_most, |hub| {
    let world = World::start(hub).await;
    let session = world.signed_in().await;
    world.later(SESSION_LIFE);
    assert_eq!(world.who(&session).await, Actor::Anonymous);
});

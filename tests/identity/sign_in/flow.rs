//! The way to a provider and back.

use lying_provider::{Endpoint, Lie, Misbehaviour};
use respyrem::kernel::actor::Actor;
use serde_json::{Value, json};

use super::accounts::prove_domain;
use super::registered::set;
use super::tab::{Tab, browser, header};
use super::world::{Server, World};
use crate::on_both;

on_both!(one_signs_in_through_a_provider_and_is_who_it_says, |hub| {
    let world = World::start(hub).await;
    world.provider.sign_in_as(
        json!({ "sub": "1", "name": "Jordi Puig", "email": "jordi@parc.example", "email_verified": true }),
    );
    let came = world.sign_in().await;
    assert_eq!((came.status.as_u16(), came.location.as_deref()), (303, Some("/explorer")));
    let actor = world.who(&came.session.expect("a session")).await;
    let answer = world.hub.ask_as(&actor, "{ session { person { displayName email } } }", json!({})).await;
    assert_eq!(
        answer["data"]["session"]["person"],
        json!({ "displayName": "Jordi Puig", "email": "jordi@parc.example" })
    );
    assert_eq!(world.refusals().await, Vec::<String>::new());
});

on_both!(one_comes_back_to_where_one_wanted_to_go, |hub| {
    let world = World::start(hub).await;
    let mut tab = Tab::new(&world);
    let callback = tab.go_to_provider("?return_to=/explorer%3Fa%3D1").await;
    assert_eq!(tab.come_back(&callback).await.location.as_deref(), Some("/explorer?a=1"));
});

on_both!(two_tabs_of_one_browser_both_work, |hub| {
    let world = World::start(hub).await;
    let mut browser = Tab::new(&world);
    let first = browser.go_to_provider("").await;
    let second = browser.go_to_provider("").await;
    assert!(browser.come_back(&first).await.session.is_some());
    assert!(browser.come_back(&second).await.session.is_some());
});

on_both!(a_session_opened_on_one_server_works_on_another, |hub| {
    let world = World::start(hub).await;
    let mut tab = Tab::new(&world);
    tab.sign_in().await.session.expect("a session");
    let other = Server::start(&world.hub).await;
    let body = json!({ "query": "{ session { person { displayName } } }" });
    let (name, token) = tab.cookies.iter().find(|(name, _)| name == "respyrem_session").unwrap();
    let request = browser().post(format!("{}/graphql", other.base)).json(&body);
    let answer: Value =
        request.header("cookie", format!("{name}={token}")).send().await.unwrap().json().await.unwrap();
    assert!(answer["data"]["session"]["person"]["displayName"].is_string(), "{answer}");
});

on_both!(with_a_provider_down_its_people_get_a_page_and_others_sign_in, |hub| {
    let world = World::start(hub).await;
    let before = world.signed_in().await;
    let (down, _) = world.second("commune").await;
    down.tell(Lie::Answer(Endpoint::Discovery, Misbehaviour::Status(503)));
    let answer = Tab::new(&world).get("/auth/login/commune").await;
    assert_eq!(answer.status().as_u16(), 503);
    assert!(answer.text().await.unwrap().contains("ne répond pas"));
    assert!(world.sign_in().await.session.is_some());
    assert!(matches!(world.who(&before).await, Actor::Member(_)));
    assert_eq!(world.refusals().await, ["discovery.status"]);
});

on_both!(an_address_leads_to_the_provider_of_its_domain_and_to_no_other, |hub| {
    let world = World::start(hub).await;
    prove_domain(&world.hub, world.id, "parc.example").await;
    let ask = async |email: &str| -> Value {
        let request = browser().post(format!("{}/auth/discover", world.server.base));
        request.json(&json!({ "email": email })).send().await.unwrap().json().await.unwrap()
    };
    let login = ask("Pau@Parc.example").await["login"].as_str().unwrap().to_owned();
    assert!(login.starts_with("/auth/login/parc?login_hint=Pau%40Parc.example"), "{login}");
    for email in [
        "pau@other.example",
        "pau@sub.parc.example",
        "pau@parc.example.evil",
        "pau@evil@parc.example",
        "pau",
        "",
    ] {
        assert_eq!(ask(email).await, json!({ "login": null }), "{email}");
    }
});

on_both!(the_page_of_choices_shows_those_in_use, |hub| {
    let world = World::start(hub).await;
    let (_other, id) = world.second("commune").await;
    set(&world.hub, id, entities::identity_provider::Column::State, "PAUSED").await;
    let answer = Tab::new(&world).get("/auth/sign-in?return_to=/a").await;
    assert_eq!(header(&answer, "cache-control").as_deref(), Some("no-store"));
    let page = answer.text().await.unwrap();
    assert!(page.contains("href=\"/auth/login/parc?return_to=%2Fa\">Compte parc</a>"), "{page}");
    assert!(!page.contains("commune"), "{page}");
    assert_eq!(Tab::new(&world).get("/auth/login/commune").await.status().as_u16(), 404);
});

//! What the browser comes back with, and where it is sent afterwards.

use chrono::TimeDelta;
use lying_provider::Lie;
use reqwest::Url;
use respyrem::kernel::actor::Actor;
use secrecy::ExposeSecret;

use crate::identity::sign_in::tab::Tab;
use crate::identity::sign_in::world::World;
use crate::on_both;

sign_in_refused! {
    the_state_of_nobody: Lie::Callback("state", Some("wrong".to_owned())) => "callback.state",
    no_state: Lie::Callback("state", None) => "callback.state",
    no_code: Lie::Callback("code", None) => "callback.code",
    an_answer_of_another_issuer:
        Lie::Callback("iss", Some("https://evil.example".to_owned())) => "callback.issuer",
    an_answer_that_does_not_say_whose_it_is_though_it_is_promised: Lie::Callback("iss", None) => "callback.issuer",
    two_codes: Lie::CallbackTwice("code", "another".to_owned()) => "callback.duplicate",
    two_states: Lie::CallbackTwice("state", "another".to_owned()) => "callback.duplicate",
    an_error_of_the_provider: Lie::Callback("error", Some("invalid_request".to_owned())) => "callback.refused",
    somebody_who_does_not_agree: Lie::Callback("error", Some("access_denied".to_owned())) => "callback.denied",
}

on_both!(what_the_provider_says_of_an_error_is_no_part_of_the_page, |hub| {
    let world = World::start(hub).await;
    let markup = "<script>alert(1)</script>";
    for name in ["error", "error_description", "error_uri"] {
        world.provider.tell(Lie::Callback(name, Some(markup.to_owned())));
    }
    let came = world.sign_in().await;
    assert_eq!(came.status.as_u16(), 400);
    assert!(!came.body.contains("alert(1)"), "{}", came.body);
    assert_eq!(world.refusals().await, ["callback.refused"]);
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

on_both!(a_callback_that_comes_again_is_refused, |hub| {
    let world = World::start(hub).await;
    let mut tab = Tab::new(&world);
    let callback = tab.go_to_provider("").await;
    assert!(tab.come_back(&callback).await.session.is_some());
    assert_eq!(tab.come_back(&callback).await.status.as_u16(), 400);
    assert_eq!(world.refusals().await, ["callback.state"]);
});

on_both!(a_callback_after_a_quarter_of_an_hour_is_refused, |hub| {
    let world = World::start(hub).await;
    let mut tab = Tab::new(&world);
    let late = tab.go_to_provider("").await;
    world.later(TimeDelta::minutes(16));
    assert_eq!(tab.come_back(&late).await.status.as_u16(), 400);
    assert_eq!(world.refusals().await, ["callback.state"]);
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

on_both!(a_planted_session_is_replaced, |hub| {
    let world = World::start(hub).await;
    let planted = world.signed_in().await;
    let mut victim = Tab::new(&world);
    victim.cookies.push(("respyrem_session".to_owned(), planted.expose_secret().to_owned()));
    let session = victim.sign_in().await.session.expect("a session");
    assert_ne!(session.expose_secret(), planted.expose_secret());
    assert_eq!(world.who(&planted).await, Actor::Anonymous);
    assert!(matches!(world.who(&session).await, Actor::Member(_)));
});

/// Ways to write another site so that some reader takes it for a path.
const ELSEWHERE: [&str; 24] = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "/./\\evil.example",
    "https://evil.example",
    "HTTPS:evil.example",
    "https:/evil.example",
    "http:\\\\evil.example",
    "%2F%2Fevil.example",
    "/%2e%2e//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "\u{2f}\u{2f}evil.example",
    "/\u{ff0f}evil.example",
    "@evil.example",
    "javascript:alert(document.domain)",
    "data:text/html,<script>alert(1)</script>",
];

on_both!(no_return_to_leads_out_of_the_hub, |hub| {
    let world = World::start(hub).await;
    let home = Url::parse(&world.server.base).unwrap();
    let evil = ELSEWHERE.map(str::to_owned).into_iter();
    let with_name = [format!("{home}@evil.example"), format!("http://{}@evil.example", home.authority())];
    for wanted in evil.chain(with_name) {
        let asked: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
        let mut tab = Tab::new(&world);
        let callback = tab.go_to_provider(&format!("?return_to={asked}")).await;
        let came = tab.come_back(&callback).await;
        let location = came.location.expect("a way");
        let leads = home.join(&location).unwrap();
        assert_eq!((came.status.as_u16(), leads.origin()), (303, home.origin()), "{wanted:?}: {location}");
        assert!(location.starts_with('/') && !location.starts_with("//"), "{wanted:?}: {location}");
    }
});

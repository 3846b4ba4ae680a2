//! The token that says who signed out, and who may sign somebody out.

use chrono::TimeDelta;
use lying_provider::Forgery::{self, *};
use lying_provider::{Draft, Edit, Lie};
use reqwest::StatusCode;
use respyrem::kernel::actor::Actor;
use serde_json::json;

use crate::identity::sign_in::logout::post_logout_token;
use crate::identity::sign_in::tab::{Tab, browser, header};
use crate::identity::sign_in::world::World;
use crate::on_both;

/// One test for each forged token: `name: forgery => reason`. It is answered with 400 and the session stays; an honest token
/// ends it.
macro_rules! logout_refused {
    ($($name:ident: $forgery:expr => $reason:literal,)*) => { $(
        on_both!($name, |hub| World::start(hub).await.keeps_signed_in($forgery, $reason).await);
    )* };
}

impl World {
    async fn keeps_signed_in(&self, forgery: Forgery, reason: &str) {
        let session = self.signed_in().await;
        self.provider.tell(Lie::LogoutToken(forgery));
        let forged = self.provider.logout_token(Some("anna"), None);
        assert_eq!(post_logout_token(self, "parc", &forged).await, StatusCode::BAD_REQUEST);
        assert_eq!(self.refusals().await, [reason]);
        assert!(matches!(self.who(&session).await, Actor::Member(_)), "the session stays");
        self.provider.be_honest();
        let honest = self.provider.logout_token(Some("anna"), None);
        assert_eq!(post_logout_token(self, "parc", &honest).await, StatusCode::OK);
        assert_eq!(self.who(&session).await, Actor::Anonymous);
    }
}

logout_refused! {
    a_logout_token_with_a_nonce: Claim("nonce", Some(json!("n"))) => "logout_token.nonce",
    a_logout_token_without_events: Claim("events", None) => "logout_token.events",
    a_logout_token_of_another_event:
        Claim("events", Some(json!({ "http://schemas.openid.net/event/other": {} }))) => "logout_token.events",
    a_logout_token_that_is_not_signed: NotSigned("none") => "logout_token.alg",
    a_logout_token_signed_with_the_secret_of_the_client: ClientSecretAsKey => "logout_token.alg",
    a_logout_token_signed_with_the_public_key_as_a_secret: PublicKeyAsSecret => "logout_token.alg",
    a_logout_token_with_an_unknown_key: UnknownKey => "logout_token.key",
    a_logout_token_that_somebody_else_signed: StolenKid => "logout_token.signature",
    a_logout_token_for_another: Claim("aud", Some(json!("somebody-else"))) => "logout_token.audience",
    a_logout_token_of_another: Claim("iss", Some(json!("https://accounts.example.com"))) => "logout_token.issuer",
    a_logout_token_of_nobody: Draft(Edit::new(|draft: &mut Draft| {
        draft.claims.retain(|name, _| name != "sub" && name != "sid");
    })) => "logout_token.sub",
    a_logout_token_made_long_ago: Issued(TimeDelta::hours(2)) => "logout_token.iat",
    a_logout_token_that_is_over: Expired(TimeDelta::hours(1)) => "logout_token.expired",
    a_logout_token_without_an_id: Claim("jti", None) => "logout_token.jti",
    an_access_token_as_a_logout_token: Header("typ", Some(json!("at+jwt"))) => "logout_token.typ",
}

on_both!(a_logout_token_is_believed_once, |hub| {
    let world = World::start(hub).await;
    let token = world.provider.logout_token(Some("anna"), None);
    assert_eq!(post_logout_token(&world, "parc", &token).await, StatusCode::OK);
    let session = world.signed_in().await;
    assert_eq!(post_logout_token(&world, "parc", &token).await, StatusCode::BAD_REQUEST);
    assert!(matches!(world.who(&session).await, Actor::Member(_)));
    assert_eq!(world.refusals().await, ["logout_token.replayed"]);
});

on_both!(an_id_token_is_no_logout_token, |hub| {
    let world = World::start(hub).await;
    let mut tab = Tab::new(&world);
    tab.sign_in().await.session.expect("a session");
    let onwards = header(&tab.post("/auth/logout", "text/html").await, "location").expect("a way");
    let onwards = reqwest::Url::parse(&onwards).unwrap();
    let (_, id_token) = onwards.query_pairs().find(|(name, _)| name == "id_token_hint").expect("an id token");
    let session = world.signed_in().await;
    assert_eq!(post_logout_token(&world, "parc", &id_token).await, StatusCode::BAD_REQUEST);
    assert!(matches!(world.who(&session).await, Actor::Member(_)));
    assert_eq!(world.refusals().await, ["logout_token.nonce"]);
});

on_both!(a_logout_token_of_another_provider_ends_nothing, |hub| {
    let world = World::start(hub).await;
    let session = world.signed_in().await;
    let (other, _) = world.second("commune").await;
    let own = other.logout_token(Some("anna"), None);
    assert_eq!(post_logout_token(&world, "commune", &own).await, StatusCode::OK);
    let foreign = other.logout_token(Some("anna"), None);
    assert_eq!(post_logout_token(&world, "parc", &foreign).await, StatusCode::BAD_REQUEST);
    assert!(matches!(world.who(&session).await, Actor::Member(_)));
});

on_both!(what_is_no_token_or_two_of_them_ends_nothing, |hub| {
    let world = World::start(hub).await;
    let session = world.signed_in().await;
    let url = format!("{}/auth/backchannel-logout/parc", world.server.base);
    let token = world.provider.logout_token(Some("anna"), None);
    let twice = [("logout_token", token.as_str()), ("logout_token", token.as_str())];
    for form in [&twice[..], &[("logout_token", "no.token.at.all")], &[("token", token.as_str())], &[]] {
        let answer = browser().post(&url).form(form).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{form:?}");
    }
    assert!(matches!(world.who(&session).await, Actor::Member(_)));
});

/// One test for each site whose page cannot sign anybody out: `name: (header, value) => status`.
macro_rules! sign_out_refused {
    ($($name:ident: ($header:literal, $value:literal) => $status:literal,)*) => { $(
        on_sqlite!($name, |hub| {
            let world = World::start(hub).await;
            let mut tab = Tab::new(&world);
            let session = tab.sign_in().await.session.expect("a session");
            let request = browser().post(format!("{}/auth/logout", world.server.base));
            let request = request.header("cookie", tab.cookie()).header($header, $value);
            assert_eq!(request.send().await.unwrap().status().as_u16(), $status);
            assert!(matches!(world.who(&session).await, Actor::Member(_)));
        });
    )* };
}

sign_out_refused! {
    signing_out_from_another_site: ("origin", "https://evil.example") => 403,
    signing_out_from_a_page_that_hides_its_origin: ("origin", "null") => 403,
    signing_out_across_sites: ("sec-fetch-site", "cross-site") => 403,
    signing_out_from_a_sibling_of_the_site: ("sec-fetch-site", "same-site") => 403,
}

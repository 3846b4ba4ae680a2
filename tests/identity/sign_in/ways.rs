//! The other ways through a provider, as a browser goes them: invited, to add an identity, on trial.

use chrono::TimeDelta;
use entities::identity_provider::Column;
use entities::{external_identity, identity_provider, member};
use respyrem::kernel::actor::Role;
use sea_orm::{EntityTrait, PaginatorTrait};
use secrecy::ExposeSecret;
use serde_json::json;
use uuid::Uuid;

use super::accounts::rule;
use super::registered::partner_with_structure;
use super::tab::{Came, Tab};
use super::world::World;
use crate::identity::support;
use crate::on_both;
use crate::support::build::structure_id;

/// The token of the link by which an administrator of the partner's structure invites Marie.
async fn invitation(world: &World) -> String {
    let adam = world.hub.person("Adam", world.structure, Role::Admin).await;
    let input = json!({
        "structure": structure_id(world.structure), "email": "marie@parc.example", "displayName": "Marie",
        "role": "EDITOR",
    });
    let invited = world.hub.mutate(&adam, "inviteMember", input, "membership { id }").await;
    assert!(invited["membership"]["id"].is_string(), "{invited}");
    let input = json!({ "membership": invited["membership"]["id"] });
    let link = world.hub.mutate(&adam, "createInvitationLink", input, "url").await;
    let url = link["url"].as_str().unwrap_or_else(|| panic!("{link}"));
    url.rsplit('/').next().expect("a token").to_owned()
}

/// Somebody opens the link, chooses the provider and signs in there.
async fn comes_invited(world: &World, token: &str) -> Came {
    let mut tab = Tab::new(world);
    let page = tab.get(&format!("/auth/invitation/{token}")).await.text().await.unwrap();
    let way = format!("/auth/login/parc?invitation={token}");
    assert!(page.contains(&format!("href=\"{way}\"")), "{page}");
    let callback = tab.go_to_provider(&format!("?invitation={token}")).await;
    tab.come_back(&callback).await
}

async fn identities(world: &World) -> u64 {
    external_identity::Entity::find().count(world.hub.store.connection()).await.unwrap()
}

/// A browser in which a member is signed in, by a one-time link.
async fn signed_in<'a>(world: &'a World, email: &str) -> (Tab<'a>, Uuid) {
    let member = support::member(&world.hub, email, "ACTIVE").await;
    let session = support::signed_in(&world.hub, email).await;
    let mut tab = Tab::new(world);
    tab.cookies.push(("respyrem_session".to_owned(), session.expose_secret().to_owned()));
    (tab, member)
}

on_both!(who_is_invited_signs_in_to_the_account_that_waits_for_them, |hub| {
    let world = World::start(hub).await;
    world.set(Column::JustInTime, "OFF").await;
    let token = invitation(&world).await;
    let session = comes_invited(&world, &token).await.session.expect("a session");
    let actor = world.who(&session).await;
    let marie = world.hub.member_by_email("marie@parc.example").await;
    assert_eq!(actor.member(), Some(marie));
    let row = member::Entity::find_by_id(marie).one(world.hub.store.connection()).await.unwrap().unwrap();
    assert_eq!(row.state, "ACTIVE");
    assert_eq!(world.who(&world.signed_in().await).await.member(), Some(marie), "from now on without a link");
});

on_both!(a_link_that_is_looked_at_is_good_still_and_one_that_was_used_is_not, |hub| {
    let world = World::start(hub).await;
    let token = invitation(&world).await;
    for _ in 0..2 {
        Tab::new(&world).get(&format!("/auth/invitation/{token}")).await;
    }
    assert!(comes_invited(&world, &token).await.session.is_some());
    world.provider.sign_in_as(json!({ "sub": "eve" }));
    let came = comes_invited(&world, &token).await;
    assert_eq!((came.status.as_u16(), came.session.is_none()), (400, true), "{}", came.body);
    assert_eq!((world.refusals().await, identities(&world).await), (vec!["invitation.gone".to_owned()], 1));
});

on_both!(an_invitation_is_over_after_seven_days, |hub| {
    let world = World::start(hub).await;
    let token = invitation(&world).await;
    world.later(TimeDelta::days(7));
    assert!(comes_invited(&world, &token).await.session.is_none());
    assert_eq!(world.refusals().await, ["invitation.gone"]);
});

on_both!(who_has_an_account_does_not_use_up_the_invitation_of_somebody_else, |hub| {
    let world = World::start(hub).await;
    let anna = world.who(&world.signed_in().await).await.member();
    let token = invitation(&world).await;
    let session = comes_invited(&world, &token).await.session.expect("a session");
    assert_eq!(world.who(&session).await.member(), anna);
    world.provider.sign_in_as(json!({ "sub": "marie" }));
    assert!(comes_invited(&world, &token).await.session.is_some());
});

on_both!(who_is_signed_in_adds_an_identity_and_signs_in_by_it_from_then_on, |hub| {
    let world = World::start(hub).await;
    let (mut tab, pau) = signed_in(&world, "pau@example.org").await;
    tab.site = "same-origin";
    let callback = tab.go_to_provider("?link=1").await;
    let session = tab.come_back(&callback).await.session.expect("a session");
    assert_eq!(world.who(&session).await.member(), Some(pau));
    assert_eq!(world.who(&world.signed_in().await).await.member(), Some(pau));
});

on_both!(an_identity_of_somebody_is_not_added_to_another_account, |hub| {
    let world = World::start(hub).await;
    world.signed_in().await;
    let (mut tab, pau) = signed_in(&world, "pau@example.org").await;
    tab.site = "same-origin";
    let callback = tab.go_to_provider("?link=1").await;
    assert_eq!(tab.come_back(&callback).await.status.as_u16(), 400);
    assert_eq!(world.refusals().await, ["link.taken"]);
    let own = external_identity::Entity::find().all(world.hub.store.connection()).await.unwrap();
    assert!(own.iter().all(|identity| identity.member_id != pau));
});

on_both!(who_is_not_signed_in_adds_no_identity, |hub| {
    let world = World::start(hub).await;
    let mut tab = Tab::new(&world);
    tab.site = "same-origin";
    assert_eq!(tab.get("/auth/login/parc?link=1").await.status().as_u16(), 400);
    assert_eq!(world.refusals().await, ["link.signed_out"]);
});

on_both!(a_page_of_another_site_adds_no_identity_of_its_own, |hub| {
    let world = World::start(hub).await;
    let (mut tab, _) = signed_in(&world, "pau@example.org").await;
    for site in ["cross-site", "same-site"] {
        tab.site = site;
        for query in ["?link=1", "?try=1"] {
            assert_eq!(
                tab.get(&format!("/auth/login/parc{query}")).await.status().as_u16(),
                403,
                "{site} {query}"
            );
        }
    }
    assert_eq!(identities(&world).await, 0);
});

/// Says that the provider is a draft and that a group gives a membership; answers a browser of an administrator.
async fn on_trial(world: &World) -> Tab<'_> {
    world.set(Column::State, "DRAFT").await;
    rule(world, ("groups", "edu"), world.structure, "EDITOR").await;
    let (tab, adam) = signed_in(world, "adam@example.org").await;
    support::membership(&world.hub, (adam, world.structure), Role::Admin, "ACTIVE").await;
    tab
}

on_both!(a_trial_shows_what_the_provider_says_and_opens_no_session, |hub| {
    let world = World::start(hub).await;
    let mut tab = on_trial(&world).await;
    let sessions = world.sessions().await;
    world.provider.sign_in_as(json!({
        "sub": "anna", "name": "<b>Anna</b>", "email": "anna@parc.example", "groups": ["edu"], "secret_claim": "hidden",
    }));
    let callback = tab.go_to_provider("?try=1").await;
    let came = tab.come_back(&callback).await;
    assert_eq!((came.status.as_u16(), came.session.is_none()), (200, true), "{}", came.body);
    for shown in
        ["<dt>email</dt><dd>anna@parc.example</dd>", "&lt;b&gt;Anna&lt;/b&gt;", "Canigó · EDITOR", "edu"]
    {
        assert!(came.body.contains(shown), "{shown}: {}", came.body);
    }
    assert!(!came.body.contains("hidden") && !came.body.contains("<b>"), "{}", came.body);
    assert_eq!((world.sessions().await, identities(&world).await), (sessions, 0));
    let row =
        identity_provider::Entity::find_by_id(world.id).one(world.hub.store.connection()).await.unwrap();
    assert_eq!(row.unwrap().tried_at, Some(world.hub.clock.now()));
});

on_both!(a_trial_that_fails_says_why_and_is_none, |hub| {
    let world = World::start(hub).await;
    let mut tab = on_trial(&world).await;
    world.provider.tell(lying_provider::Lie::IdToken(lying_provider::Forgery::WrongNonce));
    let callback = tab.go_to_provider("?try=1").await;
    let came = tab.come_back(&callback).await;
    assert!(came.status.as_u16() == 400 && came.body.contains("id_token.nonce"), "{}", came.body);
    let row =
        identity_provider::Entity::find_by_id(world.id).one(world.hub.store.connection()).await.unwrap();
    assert_eq!(row.unwrap().tried_at, None);
});

on_both!(only_who_governs_the_provider_tries_it, |hub| {
    let world = World::start(hub).await;
    on_trial(&world).await;
    let (_, foreign) = partner_with_structure(&world.hub, "vallee").await;
    let (mut otto, member) = signed_in(&world, "otto@example.org").await;
    support::membership(&world.hub, (member, foreign), Role::Admin, "ACTIVE").await;
    let (mut edda, member) = signed_in(&world, "edda@example.org").await;
    support::membership(&world.hub, (member, world.structure), Role::Editor, "ACTIVE").await;
    for tab in [&mut otto, &mut edda, &mut Tab::new(&world)] {
        assert_eq!(tab.get("/auth/login/parc?try=1").await.status().as_u16(), 404);
    }
});

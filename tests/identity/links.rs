//! One-time links.

use entities::{audit_event, member, outbox, sign_in_link};
use futures_util::future::join_all;
use respyrem::identity::{self, LINK_LIFE};
use respyrem::kernel::actor::Actor;
use respyrem::kernel::error::Error;
use sea_orm::{EntityTrait, PaginatorTrait};
use secrecy::ExposeSecret;

use super::support::{by_session, member, member_becomes};
use crate::on_both;

on_both!(the_first_link_makes_the_first_administrator_and_the_next_finds_it, |hub| {
    let link = identity::issue_link(&hub.store, None, Some("Aina Puig")).await.unwrap();
    let made = &link.administrator;
    assert_eq!((made.name.as_str(), made.is_new, made.is_operator), ("Aina Puig", true, true));
    let again = identity::issue_link(&hub.store, None, None).await.unwrap().administrator;
    assert_eq!((again.member, again.is_new), (made.member, false));
    let logged = outbox::Entity::find().one(hub.store.connection()).await.unwrap().unwrap();
    assert_eq!((logged.event.as_str(), logged.record_id), ("member.created", made.member));
    let session = identity::open_session(&hub.store, &link.token).await.unwrap();
    let expires_at = Some(hub.clock.now() + identity::SESSION_LIFE);
    let Actor::Member(operator) = by_session(&hub, &session).await else { panic!("a member") };
    assert_eq!((operator.member, operator.operator, operator.expires_at), (made.member, true, expires_at));
});

on_both!(a_link_for_a_known_address_signs_in_its_member_and_gives_no_more_rights, |hub| {
    let known = member(&hub, "pau@example.org", "ACTIVE").await;
    let link = identity::issue_link(&hub.store, Some(" Pau@Example.org"), None).await.unwrap();
    let found = &link.administrator;
    assert_eq!((found.member, found.is_new, found.is_operator), (known, false, false));
});

on_both!(a_link_works_once_however_many_requests_race_for_it, |hub| {
    let link = identity::issue_link(&hub.store, None, None).await.unwrap();
    let racers = (0..10).map(|_| identity::open_session(&hub.store, &link.token));
    let (opened, refused): (Vec<_>, Vec<_>) = join_all(racers).await.into_iter().partition(Result::is_ok);
    assert_eq!(opened.len(), 1);
    assert!(refused.iter().all(|outcome| matches!(outcome, Err(Error::Refused(_)))), "{refused:?}");
});

on_both!(a_link_ends_after_a_quarter_of_an_hour, |hub| {
    let link = identity::issue_link(&hub.store, None, None).await.unwrap();
    hub.clock.set(hub.clock.now() + LINK_LIFE);
    assert!(identity::open_session(&hub.store, &link.token).await.is_err());
});

on_both!(a_suspended_member_gets_no_link_and_cannot_use_one, |hub| {
    let pau = member(&hub, "pau@example.org", "ACTIVE").await;
    let link = identity::issue_link(&hub.store, Some("pau@example.org"), None).await.unwrap();
    member_becomes(&hub, pau, "SUSPENDED").await;
    assert!(identity::open_session(&hub.store, &link.token).await.is_err());
    let refusal = identity::issue_link(&hub.store, Some("pau@example.org"), None).await.unwrap_err();
    assert_eq!(refusal.to_string(), "this member is SUSPENDED: only ACTIVE members sign in");
});

on_both!(what_is_no_address_makes_no_member, |hub| {
    for text in ["", "pau", "@example.org", "pau@example", "pau@a@example.org", "pau dalmau@example.org"] {
        assert!(identity::issue_link(&hub.store, Some(text), None).await.is_err(), "{text}");
    }
    assert_eq!(member::Entity::find().count(hub.store.connection()).await.unwrap(), 0);
});

on_both!(the_token_is_kept_nowhere_and_the_use_is_audited, |hub| {
    let link = identity::issue_link(&hub.store, None, None).await.unwrap();
    let session = identity::open_session(&hub.store, &link.token).await.unwrap();
    let kept = sign_in_link::Entity::find().one(hub.store.connection()).await.unwrap().unwrap();
    assert_ne!(kept.token_hash, link.token.expose_secret());
    let audited = audit_event::Entity::find().all(hub.store.connection()).await.unwrap();
    let acts: Vec<&str> = audited.iter().map(|event| event.act.as_str()).collect();
    assert_eq!(acts, ["sign_in_link.issued", "session.opened"]);
    let said = format!("{audited:?}");
    assert!(!said.contains(link.token.expose_secret()) && !said.contains(session.expose_secret()));
});

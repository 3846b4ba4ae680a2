//! Sessions of members.

use respyrem::http::services::{AuthFault, Credentials};
use respyrem::identity::{self, SESSION_LIFE, authenticate};
use respyrem::kernel::actor::{ActiveMembership, Actor, MemberActor, Role};
use secrecy::SecretString;

use super::support::{
    by_session, member, member_becomes, membership, partner, partner_becomes, signed_in, structure,
};
use crate::on_both;

on_both!(a_session_is_its_member_with_active_memberships_only, |hub| {
    let parc = partner(&hub, "parc", "ACTIVE").await;
    let (of_the_parc, alone) = (structure(&hub, Some(parc)).await, structure(&hub, None).await);
    let (invited, ended) = (structure(&hub, None).await, structure(&hub, None).await);
    let pau = member(&hub, "pau@example.org", "ACTIVE").await;
    membership(&hub, (pau, of_the_parc), Role::Editor, "ACTIVE").await;
    membership(&hub, (pau, alone), Role::Admin, "ACTIVE").await;
    membership(&hub, (pau, invited), Role::Admin, "INVITED").await;
    membership(&hub, (pau, ended), Role::Admin, "ENDED").await;
    let session = signed_in(&hub, "pau@example.org").await;
    let (actor, statements) = hub.statements(by_session(&hub, &session)).await;
    let Actor::Member(MemberActor { member, mut memberships, operator, expires_at, .. }) = actor else {
        panic!("a member")
    };
    memberships.sort_by_key(|membership| membership.role);
    assert_eq!((member, operator), (pau, false));
    assert_eq!(expires_at, Some(hub.clock.now() + identity::SESSION_LIFE));
    assert_eq!(
        memberships,
        [
            ActiveMembership { structure: of_the_parc, role: Role::Editor, partner: Some(parc) },
            ActiveMembership { structure: alone, role: Role::Admin, partner: None },
        ]
    );
    assert!(statements <= 2, "{statements}");
});

on_both!(a_partner_that_is_not_active_lends_its_members_no_name, |hub| {
    let parc = partner(&hub, "parc", "ACTIVE").await;
    let structure = structure(&hub, Some(parc)).await;
    let pau = member(&hub, "pau@example.org", "ACTIVE").await;
    membership(&hub, (pau, structure), Role::Member, "ACTIVE").await;
    let session = signed_in(&hub, "pau@example.org").await;
    partner_becomes(&hub, parc, "LEFT").await;
    let Actor::Member(actor) = by_session(&hub, &session).await else { panic!("a member") };
    assert_eq!(actor.memberships, [ActiveMembership { structure, role: Role::Member, partner: None }]);
});

on_both!(a_suspended_member_is_nobody, |hub| {
    let pau = member(&hub, "pau@example.org", "ACTIVE").await;
    let session = signed_in(&hub, "pau@example.org").await;
    member_becomes(&hub, pau, "SUSPENDED").await;
    assert_eq!(by_session(&hub, &session).await, Actor::Anonymous);
});

on_both!(a_session_ends_with_its_logout_and_others_stay, |hub| {
    member(&hub, "pau@example.org", "ACTIVE").await;
    let here = signed_in(&hub, "pau@example.org").await;
    let there = signed_in(&hub, "pau@example.org").await;
    identity::end_session(&hub.store, &here).await.unwrap();
    identity::end_session(&hub.store, &here).await.unwrap();
    assert_eq!(by_session(&hub, &here).await, Actor::Anonymous);
    assert!(matches!(by_session(&hub, &there).await, Actor::Member(_)));
});

on_both!(a_session_ends_after_twelve_hours_however_much_it_is_used, |hub| {
    member(&hub, "pau@example.org", "ACTIVE").await;
    let session = signed_in(&hub, "pau@example.org").await;
    for hours in 1..12 {
        hub.clock.set(hub.clock.now() + SESSION_LIFE / 12);
        assert!(matches!(by_session(&hub, &session).await, Actor::Member(_)), "after {hours} h");
    }
    hub.clock.set(hub.clock.now() + SESSION_LIFE / 12);
    assert_eq!(by_session(&hub, &session).await, Actor::Anonymous);
});

on_both!(an_unknown_session_is_nobody_and_a_key_goes_before_it, |hub| {
    let planted = SecretString::from("0".repeat(64));
    assert_eq!(by_session(&hub, &planted).await, Actor::Anonymous);
    let both = Credentials {
        bearer: Some("no-key".into()),
        session_cookie: Some(planted),
        ..Credentials::default()
    };
    assert_eq!(authenticate(&hub.store, both).await, Err(AuthFault::Malformed));
});

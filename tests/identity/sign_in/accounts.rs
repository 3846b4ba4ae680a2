//! Whose account it is, and which memberships come of it.

use entities::identity_provider::Column;
use entities::{
    external_identity, identity_clash, member, membership, provider_domain, provider_rule, structure,
};
use respyrem::kernel::actor::{Actor, MemberActor, Role};
use respyrem::kernel::id::new_id;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::registered::partner_with_structure;
use super::world::World;
use crate::identity::support;
use crate::on_both;
use crate::support::TestHub;

/// Proves a domain for a provider.
pub(super) async fn prove_domain(hub: &TestHub, provider: Uuid, domain: &str) {
    let row = provider_domain::ActiveModel {
        id: Set(new_id(hub.clock.now())),
        provider_id: Set(provider),
        domain: Set(domain.to_owned()),
        challenge: Set("x".to_owned()),
        proved_at: Set(Some(hub.clock.now())),
    };
    provider_domain::Entity::insert(row).exec_without_returning(hub.store.connection()).await.unwrap();
}

pub(super) async fn rule(world: &World, (claim, value): (&str, &str), structure: Uuid, role: &str) {
    let row = provider_rule::ActiveModel {
        id: Set(new_id(world.hub.clock.now())),
        provider_id: Set(world.id),
        claim: Set(claim.to_owned()),
        value: Set(value.to_owned()),
        structure_id: Set(structure),
        role: Set(role.to_owned()),
    };
    provider_rule::Entity::insert(row).exec_without_returning(world.hub.store.connection()).await.unwrap();
}

pub(super) async fn as_member(world: &World) -> MemberActor {
    match world.who(&world.signed_in().await).await {
        Actor::Member(member) => member,
        other => panic!("a member, not {other:?}"),
    }
}

fn roles(actor: &MemberActor) -> Vec<(Uuid, Role)> {
    actor.memberships.iter().map(|membership| (membership.structure, membership.role)).collect()
}

on_both!(who_comes_back_is_the_same_member_and_keeps_the_address, |hub| {
    let world = World::start(hub).await;
    let first = as_member(&world).await.member;
    world.provider.sign_in_as(json!({ "sub": "anna", "email": "anna@evil.example", "email_verified": true }));
    assert_eq!(as_member(&world).await.member, first);
    let row = member::Entity::find_by_id(first).one(world.hub.store.connection()).await.unwrap().unwrap();
    assert_eq!(row.email.as_deref(), Some("anna@example.org"));
});

on_both!(an_address_that_somebody_has_is_no_way_in_until_an_administrator_says_so, |hub| {
    let world = World::start(hub).await;
    let known = support::member(&world.hub, "anna@example.org", "ACTIVE").await;
    let came = world.sign_in().await;
    assert_eq!((came.status.as_u16(), came.session.is_none()), (403, true));
    world.sign_in().await;
    assert_eq!(world.refusals().await, ["account.email_taken", "account.email_taken"]);
    let clashes = identity_clash::Entity::find().all(world.hub.store.connection()).await.unwrap();
    assert_eq!(
        clashes.iter().map(|clash| (clash.member_id, clash.subject.as_str())).collect::<Vec<_>>(),
        [(known, "anna")]
    );
});

on_both!(people_whom_nobody_knows_are_turned_away_or_wait, |hub| {
    let world = World::start(hub).await;
    world.set(Column::JustInTime, "OFF").await;
    assert_eq!(world.sign_in().await.status.as_u16(), 403);
    world.set(Column::JustInTime, "PENDING").await;
    let came = world.sign_in().await;
    assert!(came.session.is_none() && came.body.contains("Votre compte attend"), "{}", came.body);
    world.sign_in().await;
    assert_eq!(world.refusals().await, ["account.unknown", "account.pending", "account.pending"]);
    assert_eq!(external_identity::Entity::find().count(world.hub.store.connection()).await.unwrap(), 1);
});

on_both!(a_suspended_member_does_not_sign_in, |hub| {
    let world = World::start(hub).await;
    let member = as_member(&world).await.member;
    support::member_becomes(&world.hub, member, "SUSPENDED").await;
    assert_eq!(world.sign_in().await.status.as_u16(), 403);
    assert_eq!(world.refusals().await, ["account.suspended"]);
});

on_both!(an_address_is_believed_when_its_provider_may_tell_it, |hub| {
    let world = World::start(hub).await;
    let (_rival, rival) = world.second("rival").await;
    prove_domain(&world.hub, world.id, "parc.example").await;
    prove_domain(&world.hub, rival, "rival.example").await;
    for (trust, email, verified, believed) in [
        ("VERIFIED", "a@any.example", json!(true), Some("a@any.example")),
        ("DOMAIN", "c@parc.example", json!(null), Some("c@parc.example")),
        ("NEVER", "d@rival.example", json!(true), None),
    ] {
        world.set(Column::EmailTrust, trust).await;
        world.provider.sign_in_as(json!({ "sub": email, "email": email, "email_verified": verified }));
        let member = as_member(&world).await.member;
        let row = member::Entity::find_by_id(member).one(world.hub.store.connection()).await.unwrap();
        assert_eq!(row.unwrap().email.as_deref(), believed, "{trust}");
    }
});

on_both!(rules_give_memberships_anew_at_each_sign_in, |hub| {
    let world = World::start(hub).await;
    let annex = support::structure(&world.hub, Some(world.partner)).await;
    rule(&world, ("groups", "edu"), world.structure, "MEMBER").await;
    rule(&world, ("groups", "direction"), world.structure, "EDITOR").await;
    rule(&world, ("groups", "edu"), annex, "VIEWER").await;
    let person = |groups| json!({ "sub": "anna", "groups": groups });
    world.provider.sign_in_as(person(json!(["edu", "direction", "network-admin"])));
    let actor = as_member(&world).await;
    let mut held = roles(&actor);
    held.sort_by_key(|(_, role)| *role);
    assert_eq!(held, [(annex, Role::Viewer), (world.structure, Role::Editor)]);
    assert!(!actor.operator);
    world.provider.sign_in_as(person(json!(["edu"])));
    let mut held = roles(&as_member(&world).await);
    held.sort_by_key(|(_, role)| *role);
    assert_eq!(held, [(annex, Role::Viewer), (world.structure, Role::Member)]);
    world.provider.sign_in_as(person(json!([])));
    assert_eq!(roles(&as_member(&world).await), []);
});

on_both!(what_people_decided_by_hand_goes_before_the_rules, |hub| {
    let world = World::start(hub).await;
    rule(&world, ("groups", "edu"), world.structure, "MEMBER").await;
    world.provider.sign_in_as(json!({ "sub": "anna" }));
    let member = as_member(&world).await.member;
    support::membership(&world.hub, (member, world.structure), Role::Admin, "ACTIVE").await;
    world.provider.sign_in_as(json!({ "sub": "anna", "groups": "edu" }));
    assert_eq!(roles(&as_member(&world).await), [(world.structure, Role::Admin)]);
    world.provider.sign_in_as(json!({ "sub": "anna" }));
    assert_eq!(roles(&as_member(&world).await), [(world.structure, Role::Admin)]);
});

on_both!(a_rule_of_a_structure_that_is_another_partners_gives_nothing, |hub| {
    let world = World::start(hub).await;
    let (_, foreign) = partner_with_structure(&world.hub, "autre").await;
    rule(&world, ("groups", "edu"), foreign, "ADMIN").await;
    world.provider.sign_in_as(json!({ "sub": "anna", "groups": ["edu"] }));
    assert_eq!(roles(&as_member(&world).await), []);
});

on_both!(the_last_administrator_stays_one_whatever_the_provider_says, |hub| {
    let world = World::start(hub).await;
    rule(&world, ("groups", "direction"), world.structure, "ADMIN").await;
    world.provider.sign_in_as(json!({ "sub": "anna", "groups": ["direction"] }));
    as_member(&world).await;
    world.provider.sign_in_as(json!({ "sub": "anna" }));
    assert_eq!(roles(&as_member(&world).await), [(world.structure, Role::Admin)]);
});

on_both!(a_siret_proposes_a_membership_once_and_grants_none, |hub| {
    let world = World::start(hub).await;
    structure::Entity::update_many()
        .col_expr(structure::Column::Siret, Expr::value("13002526500013"))
        .filter(structure::Column::Id.eq(world.structure))
        .exec(world.hub.store.connection())
        .await
        .unwrap();
    world.provider.sign_in_as(json!({ "sub": "anna", "siret": "130 025 265 00013" }));
    let actor = as_member(&world).await;
    as_member(&world).await;
    assert_eq!(roles(&actor), []);
    let asked = membership::Entity::find().filter(membership::Column::MemberId.eq(actor.member));
    let asked = asked.all(world.hub.store.connection()).await.unwrap();
    assert_eq!(
        asked.iter().map(|row| (row.state.as_str(), row.origin.as_str())).collect::<Vec<_>>(),
        [("REQUESTED", "SSO")]
    );
});

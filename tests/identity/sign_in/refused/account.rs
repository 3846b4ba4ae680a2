//! The account: whom a provider may speak of, and what it may say of them.

use entities::identity_provider::Column;
use respyrem::kernel::actor::Actor;
use serde_json::{Value, json};

use crate::identity::sign_in::accounts::{as_member, prove_domain, rule};
use crate::identity::sign_in::registered::set;
use crate::identity::sign_in::tab::Tab;
use crate::identity::sign_in::world::World;
use crate::on_both;

/// One test for each address: `name: (whom the provider's addresses are believed for, what it says) => reason`, answered with
/// 403. Somebody with an address of the provider's own domain signs in under the same settings.
macro_rules! address_refused {
    ($($name:ident: ($trust:literal, $email:literal, $verified:expr) => $reason:literal,)*) => { $(
        on_both!($name, |hub| {
            let claims = json!({ "sub": "eve", "email": $email, "email_verified": $verified });
            of_two(World::start(hub).await).await.disbelieves($trust, claims, $reason).await;
        });
    )* };
}

/// The provider has `parc.example`, another one has `rival.example`.
async fn of_two(world: World) -> World {
    let (_, rival) = world.second("rival").await;
    prove_domain(&world.hub, world.id, "parc.example").await;
    prove_domain(&world.hub, rival, "rival.example").await;
    world
}

impl World {
    async fn disbelieves(&self, trust: &str, claims: Value, reason: &str) {
        self.set(Column::EmailTrust, trust).await;
        self.provider.sign_in_as(claims);
        self.turns_away(403, reason).await;
        self.provider
            .sign_in_as(json!({ "sub": "pau", "email": "pau@parc.example", "email_verified": true }));
        self.signed_in().await;
    }
}

address_refused! {
    an_address_that_was_not_verified: ("VERIFIED", "a@any.example", false) => "account.email_unverified",
    an_address_of_which_nobody_says_that_it_was_verified:
        ("VERIFIED", "a@any.example", Value::Null) => "account.email_unverified",
    an_address_that_is_verified_in_words: ("VERIFIED", "a@any.example", "true") => "account.email_unverified",
    an_address_of_another_partner_s_domain:
        ("VERIFIED", "a@rival.example", true) => "account.email_foreign_domain",
    an_address_of_another_partner_s_domain_by_a_provider_of_one_domain:
        ("DOMAIN", "a@rival.example", true) => "account.email_foreign_domain",
    an_address_of_a_domain_that_nobody_proved: ("DOMAIN", "a@any.example", true) => "account.email_foreign_domain",
    a_domain_below_the_proved_one: ("DOMAIN", "a@sub.parc.example", true) => "account.email_foreign_domain",
    a_domain_that_ends_as_the_proved_one: ("DOMAIN", "a@evilparc.example", true) => "account.email_foreign_domain",
    a_domain_that_begins_as_the_proved_one:
        ("DOMAIN", "a@parc.example.evil.example", true) => "account.email_foreign_domain",
    two_domains_in_one_address: ("DOMAIN", "a@parc.example@evil.example", true) => "account.email_malformed",
    the_proved_domain_after_another: ("DOMAIN", "a@evil.example@parc.example", true) => "account.email_malformed",
    a_domain_that_looks_like_the_proved_one: ("DOMAIN", "a@p\u{430}rc.example", true) => "account.email_malformed",
}

on_both!(the_same_subject_at_two_providers_is_two_people, |hub| {
    let world = World::start(hub).await;
    let first = as_member(&world).await.member;
    let (other, id) = world.second("commune").await;
    set(&world.hub, id, Column::EmailTrust, "NEVER").await;
    let session = Tab::at(&world, "commune", &other).sign_in().await.session.expect("a session");
    let Actor::Member(second) = world.who(&session).await else { panic!("a member") };
    assert_ne!(second.member, first);
});

on_both!(the_same_address_at_two_providers_is_not_one_person, |hub| {
    let world = World::start(hub).await;
    world.signed_in().await;
    let (other, _) = world.second("commune").await;
    let came = Tab::at(&world, "commune", &other).sign_in().await;
    assert_eq!((came.status.as_u16(), came.session.is_none()), (403, true), "{}", came.body);
    assert_eq!(world.refusals().await, ["account.email_taken"]);
});

on_both!(a_group_that_asks_for_the_administration_of_the_network_gives_none, |hub| {
    let world = World::start(hub).await;
    rule(&world, ("groups", "network-admin"), world.structure, "ADMIN").await;
    let groups = json!(["network-admin", "operator", "NETWORK_ADMIN"]);
    world
        .provider
        .sign_in_as(json!({ "sub": "eve", "groups": groups, "operator": true, "role": "NETWORK_ADMIN" }));
    assert!(!as_member(&world).await.operator);
});

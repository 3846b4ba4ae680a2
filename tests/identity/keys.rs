//! Keys of API clients.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use entities::{api_client, api_client_key};
use respyrem::http::services::{AuthFault, Credentials};
use respyrem::identity::{self, AllowedOrigins, NewClient, PartnerChoice, authenticate};
use respyrem::kernel::actor::{Actor, ClientActor, Scope};
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;
use secrecy::{ExposeSecret, SecretString};

use super::support::{by_key, new_client, partner, partner_becomes, structure, with_key};
use crate::on_both;
use crate::support::TestHub;

async fn key(hub: &TestHub, client: NewClient) -> SecretString {
    identity::create(&hub.store, client).await.unwrap().key
}

on_both!(a_key_is_its_partners_program, |hub| {
    let parc = partner(&hub, "parc", "ACTIVE").await;
    let own = structure(&hub, Some(parc)).await;
    let _other = structure(&hub, None).await;
    let scopes = BTreeSet::from([Scope::ReadTeam, Scope::WriteProjects]);
    let client = NewClient { scopes: scopes.clone(), ..new_client() };
    let created = identity::create(&hub.store, client).await.unwrap();
    let structures = vec![own];
    let actor = ClientActor {
        client: created.id,
        partner: parc,
        structures,
        scopes,
        requests_per_minute: 300,
        expires_at: None,
    };
    assert_eq!(by_key(&hub, &created.key).await, Ok(Actor::Client(actor)));
});

on_both!(a_key_works_only_for_the_structures_of_its_scope, |hub| {
    let parc = partner(&hub, "parc", "ACTIVE").await;
    let mut own = [structure(&hub, Some(parc)).await, structure(&hub, Some(parc)).await];
    let _out_of_scope = structure(&hub, Some(parc)).await;
    let client = NewClient { structure_scope: Some(own.to_vec()), ..new_client() };
    let Ok(Actor::Client(mut actor)) = by_key(&hub, &key(&hub, client).await).await else {
        panic!("a client")
    };
    actor.structures.sort_unstable();
    own.sort_unstable();
    assert_eq!(actor.structures, own);
});

on_both!(a_scope_over_another_partners_structures_is_refused, |hub| {
    let foreign = structure(&hub, None).await;
    let client = NewClient { structure_scope: Some(vec![foreign]), ..new_client() };
    let refusal = identity::create(&hub.store, client).await.unwrap_err();
    assert_eq!(refusal.to_string(), "a structure of the client's scope is not one of the partner's");
});

on_both!(an_unknown_partner_is_refused_with_those_that_there_are, |hub| {
    partner(&hub, "parc", "ACTIVE").await;
    let unknown = PartnerChoice { slug: "park".to_owned(), name_if_new: None };
    let client = NewClient { partner: unknown, ..new_client() };
    let refusal = identity::create(&hub.store, client).await.unwrap_err().to_string();
    assert!(refusal.contains("no partner park") && refusal.ends_with("has: parc"), "{refusal}");
});

on_both!(a_mistyped_key_is_told_apart_without_asking_the_database, |hub| {
    let good = key(&hub, new_client()).await.expose_secret().to_owned();
    let flipped = if good.ends_with('0') { '1' } else { '0' };
    for wrong in [format!("{}{flipped}", &good[..good.len() - 1]), good[..40].to_owned(), "good".to_owned()] {
        let (answer, statements) = hub.statements(by_key(&hub, &wrong.into())).await;
        assert_eq!((answer, statements), (Err(AuthFault::Malformed), 0));
    }
});

on_both!(an_unknown_key_is_refused, |hub| {
    let elsewhere = TestHub::start(hub.backend).await;
    let foreign = key(&elsewhere, new_client()).await;
    assert_eq!(by_key(&hub, &foreign).await, Err(AuthFault::Invalid));
});

on_both!(another_secret_for_a_known_client_is_refused, |hub| {
    let created = identity::create(&hub.store, new_client()).await.unwrap();
    api_client_key::Entity::update_many()
        .col_expr(api_client_key::Column::SecretHash, Expr::value("0".repeat(64)))
        .exec(hub.store.connection())
        .await
        .unwrap();
    assert_eq!(by_key(&hub, &created.key).await, Err(AuthFault::Invalid));
});

on_both!(an_expired_key_is_refused, |hub| {
    let end = hub.clock.now() + TimeDelta::days(1);
    let key = key(&hub, NewClient { expires_at: Some(end), ..new_client() }).await;
    hub.clock.set(end - TimeDelta::microseconds(1));
    assert!(by_key(&hub, &key).await.is_ok());
    hub.clock.set(end);
    assert_eq!(by_key(&hub, &key).await, Err(AuthFault::Invalid));
});

on_both!(a_revoked_key_is_refused_at_once, |hub| {
    let created = identity::create(&hub.store, new_client()).await.unwrap();
    assert!(by_key(&hub, &created.key).await.is_ok());
    identity::revoke(&hub.store, created.id).await.unwrap();
    assert_eq!(by_key(&hub, &created.key).await, Err(AuthFault::Invalid));
    assert!(identity::revoke(&hub.store, created.id).await.is_err());
});

on_both!(a_partner_that_is_not_active_has_no_keys, |hub| {
    let parc = partner(&hub, "parc", "ACTIVE").await;
    let key = key(&hub, new_client()).await;
    partner_becomes(&hub, parc, "SUSPENDED").await;
    assert_eq!(by_key(&hub, &key).await, Err(AuthFault::Invalid));
    let refusal = identity::create(&hub.store, new_client()).await.unwrap_err().to_string();
    assert!(refusal.contains("SUSPENDED"), "{refusal}");
});

on_both!(a_key_bound_to_origins_is_good_from_those_and_from_no_page, |hub| {
    let bound = NewClient { allowed_origins: vec!["https://parc.example".to_owned()], ..new_client() };
    let key = key(&hub, bound).await;
    let from = |origin: Option<&str>| Credentials { origin: origin.map(str::to_owned), ..with_key(&key) };
    assert!(authenticate(&hub.store, from(Some("https://parc.example"))).await.is_ok());
    assert!(authenticate(&hub.store, from(None)).await.is_ok());
    let elsewhere = authenticate(&hub.store, from(Some("https://elsewhere.example"))).await;
    assert_eq!(elsewhere, Err(AuthFault::Origin));
});

on_both!(only_origins_of_good_clients_may_call, |hub| {
    let client = |origin: &str| NewClient { allowed_origins: vec![origin.to_owned()], ..new_client() };
    identity::create(&hub.store, client("https://parc.example")).await.unwrap();
    let revoked = identity::create(&hub.store, client("https://gone.example")).await.unwrap();
    identity::revoke(&hub.store, revoked.id).await.unwrap();
    let origins = AllowedOrigins::new(hub.store.clone());
    assert!(origins.contains("https://parc.example").await);
    let (_, statements) = hub
        .statements(async {
            assert!(!origins.contains("https://gone.example").await);
            assert!(!origins.contains("https://nobody.example").await);
        })
        .await;
    assert_eq!(statements, 0);
});

on_both!(the_last_use_is_noted_once_a_minute_and_a_request_takes_two_statements, |hub| {
    let created = identity::create(&hub.store, new_client()).await.unwrap();
    by_key(&hub, &created.key).await.unwrap();
    let noted = async || {
        let row = api_client::Entity::find_by_id(created.id).one(hub.store.connection()).await;
        row.unwrap().unwrap().last_used_at
    };
    while noted().await != Some(hub.clock.now()) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let (actor, statements) = hub.statements(by_key(&hub, &created.key)).await;
    assert_eq!((actor.is_ok(), statements), (true, 2));
});

//! Who many bearers are at once: the same answers as one by one, for the price of one.

use std::sync::Arc;

use chrono::TimeDelta;
use respyrem::http::services::{AuthFault, Credentials};
use respyrem::identity::{self, NewClient, PartnerChoice, authenticate, reauthenticate};
use respyrem::kernel::actor::{Actor, Role, Scope};

use super::support::{
    member, member_becomes, membership, new_client, partner, signed_in, structure, with_key, with_session,
};
use crate::on_both;
use crate::support::TestHub;

async fn one_by_one(hub: &TestHub, credentials: &[Arc<Credentials>]) -> Vec<Result<Actor, AuthFault>> {
    let mut answers = Vec::new();
    for one in credentials {
        answers.push(authenticate(&hub.store, (**one).clone()).await);
    }
    answers
}

/// Structures and memberships come in any order.
fn sorted(mut answers: Vec<Result<Actor, AuthFault>>) -> Vec<Result<Actor, AuthFault>> {
    for answer in &mut answers {
        match answer {
            Ok(Actor::Member(member)) => member.memberships.sort_by_key(|membership| membership.structure),
            Ok(Actor::Client(client)) => client.structures.sort_unstable(),
            _ => {}
        }
    }
    answers
}

on_both!(many_bearers_are_who_each_is_by_itself_in_three_statements, |hub| {
    let (parc, ville) = (partner(&hub, "parc", "ACTIVE").await, partner(&hub, "ville", "ACTIVE").await);
    let own = [structure(&hub, Some(parc)).await, structure(&hub, Some(parc)).await];
    structure(&hub, Some(ville)).await;
    let mut all = vec![Credentials::default()];
    for (slug, structure_scope) in [("parc", None), ("parc", Some(vec![own[1]])), ("ville", None)] {
        let partner = PartnerChoice { slug: slug.to_owned(), name_if_new: None };
        let scopes = [Scope::ReadTeam].into();
        let client = NewClient { partner, scopes, structure_scope, ..new_client() };
        all.push(with_key(&identity::create(&hub.store, client).await.unwrap().key));
    }
    let bound = NewClient { allowed_origins: vec!["https://parc.example".to_owned()], ..new_client() };
    let bound = with_key(&identity::create(&hub.store, bound).await.unwrap().key);
    for origin in ["https://parc.example", "https://elsewhere.example"] {
        all.push(Credentials { origin: Some(origin.to_owned()), ..bound.clone() });
    }
    let revoked = identity::create(&hub.store, new_client()).await.unwrap();
    identity::revoke(&hub.store, revoked.id).await.unwrap();
    all.extend([with_key(&revoked.key), with_key(&"no-key".into()), all[1].clone()]);
    for (email, state) in
        [("pau@example.org", "ACTIVE"), ("ona@example.org", "ACTIVE"), ("mar@example.org", "SUSPENDED")]
    {
        let person = member(&hub, email, "ACTIVE").await;
        membership(&hub, (person, own[0]), Role::Editor, "ACTIVE").await;
        membership(&hub, (person, own[1]), Role::Viewer, "ACTIVE").await;
        all.push(with_session(&signed_in(&hub, email).await));
        member_becomes(&hub, person, state).await;
    }
    all.push(with_session(&"0".repeat(64).into()));
    let all: Vec<_> = all.into_iter().map(Arc::new).collect();
    let (answers, statements) = hub.statements(reauthenticate(&hub.store, &all)).await;
    assert_eq!(statements, 3);
    assert_eq!(sorted(answers.unwrap()), sorted(one_by_one(&hub, &all).await));
});

on_both!(a_thousand_bearers_take_as_many_statements_as_two, |hub| {
    let key = identity::create(&hub.store, new_client()).await.unwrap().key;
    member(&hub, "pau@example.org", "ACTIVE").await;
    let session = signed_in(&hub, "pau@example.org").await;
    let all: Vec<_> = (0..500).flat_map(|_| [with_key(&key), with_session(&session)]).map(Arc::new).collect();
    let (answers, statements) = hub.statements(reauthenticate(&hub.store, &all)).await;
    assert!(answers.unwrap().iter().all(|answer| matches!(answer, Ok(Actor::Client(_) | Actor::Member(_)))));
    assert_eq!(statements, 3);
    let (_, statements) = hub.statements(reauthenticate(&hub.store, &[])).await;
    assert_eq!(statements, 0);
});

on_both!(a_bearer_that_is_looked_up_again_has_not_used_its_key, |hub| {
    let key = identity::create(&hub.store, new_client()).await.unwrap().key;
    hub.clock.set(hub.clock.now() + TimeDelta::hours(1));
    reauthenticate(&hub.store, &[Arc::new(with_key(&key))]).await.unwrap().remove(0).unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert_eq!(identity::list(&hub.store).await.unwrap()[0].last_used_at, None);
});

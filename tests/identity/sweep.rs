//! What time has made useless goes; what is of use stays.

use chrono::TimeDelta;
use entities::{idempotency, session, sign_in_link};
use respyrem::identity::{self, LINK_LIFE, SESSION_LIFE};
use respyrem::jobs;
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;

use super::support::{member, signed_in};
use crate::on_both;
use crate::support::TestHub;

/// How many repeated mutations, links and sessions are kept.
async fn kept(hub: &TestHub) -> (u64, u64, u64) {
    let connection = hub.store.connection();
    (
        idempotency::Entity::find().count(connection).await.unwrap(),
        sign_in_link::Entity::find().count(connection).await.unwrap(),
        session::Entity::find().count(connection).await.unwrap(),
    )
}

async fn repeatable(hub: &TestHub, keys: std::ops::Range<u32>) {
    let row = |key: u32| idempotency::ActiveModel {
        actor: Set("anonymous".to_owned()),
        key: Set(key.to_string()),
        fingerprint: Set("x".to_owned()),
        payload: Set(json!({})),
        at: Set(hub.clock.now()),
    };
    idempotency::Entity::insert_many(keys.map(row))
        .exec_without_returning(hub.store.connection())
        .await
        .unwrap();
}

on_both!(each_kind_of_row_goes_when_its_time_is_over, |hub| {
    member(&hub, "pau@example.org", "ACTIVE").await;
    signed_in(&hub, "pau@example.org").await;
    repeatable(&hub, 0..1).await;
    let start = hub.clock.now();
    assert_eq!((jobs::sweep(&hub.store).await.unwrap(), kept(&hub).await), (0, (1, 1, 1)));
    for (after, left) in
        [(LINK_LIFE, (1, 0, 1)), (SESSION_LIFE, (1, 0, 0)), (TimeDelta::hours(24), (0, 0, 0))]
    {
        hub.clock.set(start + after);
        assert_eq!((jobs::sweep(&hub.store).await.unwrap(), kept(&hub).await), (1, left), "after {after}");
    }
});

on_both!(many_rows_go_in_several_deletes, |hub| {
    repeatable(&hub, 0..1200).await;
    hub.clock.set(hub.clock.now() + TimeDelta::hours(25));
    repeatable(&hub, 1200..1210).await;
    assert_eq!(jobs::sweep(&hub.store).await.unwrap(), 1200);
    assert_eq!(kept(&hub).await.0, 10);
});

on_both!(an_open_link_survives_a_sweep, |hub| {
    let link = identity::issue_link(&hub.store, None, None).await.unwrap();
    jobs::sweep(&hub.store).await.unwrap();
    assert!(identity::open_session(&hub.store, &link.token).await.is_ok());
});

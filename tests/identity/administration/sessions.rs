//! Sessions, as their bearers and those who govern the provider's partner read and end them.

use chrono::TimeDelta;
use entities::session;
use respyrem::kernel::actor::{Actor, MemberActor, Role};
use respyrem::kernel::id;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{provider, row_of};
use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, refusals};
use crate::support::partner::{Partners, Party};

/// A session of `member`, opened through a provider as somebody, or by a link.
pub(in crate::identity) async fn session(hub: &TestHub, member: Uuid, by: Option<(&str, &str)>) -> String {
    let id = hub.new_id();
    let row = session::ActiveModel {
        token_hash: Set(id.to_string()),
        id: Set(id),
        member_id: Set(member),
        created_at: Set(hub.clock.now()),
        expires_at: Set(hub.clock.now() + TimeDelta::hours(12)),
        user_agent: Set(Some("Firefox".to_owned())),
        provider_id: Set(by.map(|(provider, _)| row_of(provider))),
        subject: Set(by.map(|(_, subject)| subject.to_owned())),
        ..Default::default()
    };
    session::Entity::insert(row).exec_without_returning(hub.connection()).await.unwrap();
    id::global("session", id)
}

on_both!(one_reads_ones_own_sessions, |hub| {
    let partners = Partners::of(&hub).await;
    let marie = hub.person("Marie", partners.own, Role::Editor).await;
    session(&hub, marie.member().unwrap(), None).await;
    let query = "{ me { sessions { nodes { createdAt expiresAt endedAt userAgent providerLabel } } } }";
    let answer = hub.ask_as(&marie, query, json!({})).await;
    let expected = json!([{
        "createdAt": "2026-03-14T09:00:00Z", "expiresAt": "2026-03-14T21:00:00Z", "endedAt": null,
        "userAgent": "Firefox", "providerLabel": null,
    }]);
    assert_eq!(answer["data"]["me"]["sessions"]["nodes"], expected, "{answer}");
});

on_both!(of_ones_own_sessions_the_one_that_asks_is_marked, |hub| {
    let partners = Partners::of(&hub).await;
    let marie = hub.person("Marie", partners.own, Role::Editor).await;
    let [asks, other] = [
        session(&hub, marie.member().unwrap(), None).await,
        session(&hub, marie.member().unwrap(), None).await,
    ];
    let Actor::Member(member) = marie else { panic!("a member") };
    let by_it = Actor::Member(MemberActor { session: Some(row_of(&asks)), ..member });
    let answer = hub.ask_as(&by_it, "{ me { sessions { nodes { id isCurrent } } } }", json!({})).await;
    let mut nodes = answer["data"]["me"]["sessions"]["nodes"].as_array().expect("sessions").clone();
    nodes.sort_by_key(|node| node["id"] == json!(other));
    assert_eq!(nodes, [json!({ "id": asks, "isCurrent": true }), json!({ "id": other, "isCurrent": false })]);
});

on_both!(who_governs_the_provider_reads_the_sessions_that_came_of_it_and_no_other, |hub| {
    let partners = Partners::of(&hub).await;
    let adam = partners.actor(&hub, Party::Administrator).await;
    let id = provider(&hub, &adam, &partners).await;
    let marie = hub.person("Marie", partners.own, Role::Editor).await.member().unwrap();
    let through = session(&hub, marie, Some((&id, "marie"))).await;
    session(&hub, marie, None).await;
    let query = "query($id: ID) { member(id: $id) { sessions { nodes { id provider { slug } } } } }";
    let answer = hub.ask_as(&adam, query, json!({ "id": member_id(marie) })).await;
    let expected = json!([{ "id": through, "provider": { "slug": "parc" } }]);
    assert_eq!(answer["data"]["member"]["sessions"]["nodes"], expected, "{answer}");
});

on_both!(a_session_is_ended_once, |hub| {
    let partners = Partners::of(&hub).await;
    let marie = hub.person("Marie", partners.own, Role::Editor).await;
    let one = session(&hub, marie.member().unwrap(), None).await;
    for expected in [json!([{ "id": one }]), json!([])] {
        let answer = hub.mutate(&marie, "endSession", json!({ "id": one }), "sessions { id }").await;
        assert_eq!(answer["sessions"], expected, "{answer}");
    }
    assert_eq!(hub.count("audit_event where act = 'session.ended'").await, 1);
});

on_both!(nobody_else_s_session_is_there_to_be_ended, |hub| {
    let partners = Partners::of(&hub).await;
    let [marie, adam] = [
        hub.person("Marie", partners.own, Role::Editor).await,
        partners.actor(&hub, Party::Administrator).await,
    ];
    let by_link = session(&hub, marie.member().unwrap(), None).await;
    let refused = hub.mutate(&adam, "endSession", json!({ "id": by_link }), "sessions { id }").await;
    assert_eq!(refusals(&refused), ["NOT_FOUND input.id"]);
});

on_both!(one_ends_all_of_ones_own_sessions, |hub| {
    let partners = Partners::of(&hub).await;
    let [marie, other] = [
        hub.person("Marie", partners.own, Role::Editor).await,
        hub.person("Jean", partners.own, Role::Editor).await,
    ];
    for member in [&marie, &marie, &other] {
        session(&hub, member.member().unwrap(), None).await;
    }
    let answer =
        hub.ask_as(&marie, "mutation { endAllMySessions { sessions { endedAt } } }", json!({})).await;
    let ended = answer["data"]["endAllMySessions"]["sessions"].as_array().map(Vec::len);
    assert_eq!((ended, hub.count("session where ended_at is null").await), (Some(2), 1), "{answer}");
});

on_both!(who_is_not_a_person_has_no_sessions, |hub| {
    let query = "mutation { endAllMySessions { sessions { id } userErrors { code } } }";
    let answer = hub.ask(query, json!({})).await;
    assert_eq!(answer["data"]["endAllMySessions"]["userErrors"], json!([{ "code": "FORBIDDEN" }]));
    assert_eq!(answer["data"]["endAllMySessions"]["sessions"], Value::Array(Vec::new()));
});

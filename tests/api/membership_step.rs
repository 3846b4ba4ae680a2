//! What happens to memberships in force: roles, suspensions, ends, and the last administrator.

use respyrem::kernel::actor::{Actor, Role};
use respyrem::kernel::id;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::refusals;

const SELECTED: &str = "membership { role state version }
    conflict { current { role state version } changedBy { displayName } changedFields changedAt }";

async fn step(hub: &TestHub, actor: &Actor, name: &str, membership: Uuid, version: i32) -> Value {
    let input = json!({ "id": id::global("membership", membership), "expectedVersion": version });
    hub.mutate(actor, name, input, SELECTED).await
}

async fn change_role(hub: &TestHub, actor: &Actor, membership: Uuid, role: &str) -> Value {
    let input = json!({ "id": id::global("membership", membership), "expectedVersion": 1, "role": role });
    hub.mutate(actor, "changeMembershipRole", input, SELECTED).await
}

/// A structure of an active partner with one administrator.
async fn one_admin(hub: &TestHub) -> (Uuid, Actor, Uuid) {
    let structure = hub.structure("Cal Forn").partner(true).await;
    let ada = hub.member("Ada").await;
    let membership = hub.join(ada, structure, Role::Admin).await;
    (structure, hub.actor_of(ada).await, membership)
}

on_both!(the_last_administrator_of_a_partner_stays_one, |hub| {
    let (structure, ada, membership) = one_admin(&hub).await;
    hub.person("Edit", structure, Role::Editor).await;
    for name in ["endMembership", "suspendMembership"] {
        assert_eq!(refusals(&step(&hub, &ada, name, membership, 1).await), ["INVALID_TRANSITION input.id"]);
    }
    let demoted = change_role(&hub, &ada, membership, "EDITOR").await;
    assert_eq!(refusals(&demoted), ["INVALID_TRANSITION input.role"]);
    assert_eq!(hub.events().await, [""; 0]);
});

on_both!(an_administrator_leaves_once_there_is_another, |hub| {
    let (structure, ada, membership) = one_admin(&hub).await;
    hub.person("Bel", structure, Role::Admin).await;
    let left = step(&hub, &ada, "endMembership", membership, 1).await;
    assert_eq!(left["membership"], json!({ "role": "ADMIN", "state": "ENDED", "version": 2 }));
    let again = step(&hub, &ada, "endMembership", membership, 2).await;
    assert_eq!(again["userErrors"][0]["message"], "ENDED is final");
});

on_both!(the_last_administrator_of_a_structure_of_no_partner_may_leave, |hub| {
    let structure = hub.structure("Cal Forn").await;
    let ada = hub.member("Ada").await;
    let membership = hub.join(ada, structure, Role::Admin).await;
    let ada = hub.actor_of(ada).await;
    let left = step(&hub, &ada, "endMembership", membership, 1).await;
    assert_eq!(left["membership"]["state"], "ENDED");
});

on_both!(two_administrators_who_leave_at_once_do_not_both, |hub| {
    let (structure, ada, first) = one_admin(&hub).await;
    let bel = hub.member("Bel").await;
    let second = hub.join(bel, structure, Role::Admin).await;
    let bel = hub.actor_of(bel).await;
    let (one, other) = tokio::join!(
        step(&hub, &ada, "endMembership", first, 1),
        step(&hub, &bel, "endMembership", second, 1)
    );
    let mut refused = [refusals(&one), refusals(&other)].concat();
    assert_eq!(refused.pop().as_deref(), Some("INVALID_TRANSITION input.id"));
    assert_eq!(refused, [""; 0]);
});

on_both!(of_many_who_end_a_membership_at_once_one_does_and_the_others_are_told, |hub| {
    let (structure, ada, _) = one_admin(&hub).await;
    let member = hub.member("Edit").await;
    let edit = hub.join(member, structure, Role::Editor).await;
    let answers =
        futures_util::future::join_all((0..8).map(|_| step(&hub, &ada, "endMembership", edit, 1))).await;
    let stale =
        answers.iter().filter(|answer| refusals(answer) == ["CONFLICT input.expectedVersion"]).count();
    assert_eq!((stale, hub.events().await), (7, vec!["membership.ended".to_owned()]));
});

on_both!(a_stale_version_writes_nothing_and_says_who_was_there, |hub| {
    let (structure, ada, _) = one_admin(&hub).await;
    let member = hub.member("Edit").await;
    let edit = hub.join(member, structure, Role::Editor).await;
    change_role(&hub, &ada, edit, "VIEWER").await;
    let stale = change_role(&hub, &ada, edit, "ADMIN").await;
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
    let expected = json!({
        "current": { "role": "VIEWER", "state": "ACTIVE", "version": 2 }, "changedBy": { "displayName": "Ada" },
        "changedFields": ["role", "state"], "changedAt": "2026-03-14T09:00:00Z",
    });
    assert_eq!(stale["conflict"], expected);
    assert_eq!(hub.events().await, ["membership.role_changed"]);
});

on_both!(a_suspended_membership_gives_no_right_until_it_is_resumed, |hub| {
    let (structure, ada, _) = one_admin(&hub).await;
    let member = hub.member("Edit").await;
    let edit = hub.join(member, structure, Role::Editor).await;
    let suspended = step(&hub, &ada, "suspendMembership", edit, 1).await;
    assert_eq!(suspended["membership"]["state"], "SUSPENDED");
    let Actor::Member(actor) = hub.actor_of(member).await else { panic!("a member") };
    assert_eq!(actor.memberships, []);
    let own = step(&hub, &Actor::Member(actor), "acceptMembership", edit, 2).await;
    assert_eq!(refusals(&own), ["INVALID_TRANSITION input.id"]);
    let resumed = step(&hub, &ada, "resumeMembership", edit, 2).await;
    assert_eq!(resumed["membership"]["state"], "ACTIVE");
    assert_eq!(hub.events().await, ["membership.suspended", "membership.activated"]);
});

on_both!(only_the_member_and_administrators_end_a_membership, |hub| {
    let (structure, ada, membership) = one_admin(&hub).await;
    let member = hub.member("Edit").await;
    let edit = hub.join(member, structure, Role::Editor).await;
    let editor = hub.actor_of(member).await;
    assert_eq!(refusals(&step(&hub, &editor, "endMembership", membership, 1).await), ["FORBIDDEN input.id"]);
    assert_eq!(refusals(&change_role(&hub, &editor, edit, "ADMIN").await), ["FORBIDDEN input.id"]);
    assert_eq!(step(&hub, &ada, "endMembership", edit, 1).await["membership"]["state"], "ENDED");
});

on_both!(a_membership_changes_its_structure_without_a_new_version, |hub| {
    let (structure, ada, _) = one_admin(&hub).await;
    let member = hub.member("Edit").await;
    let edit = hub.join(member, structure, Role::Editor).await;
    step(&hub, &ada, "endMembership", edit, 1).await;
    let logged = hub.logged().await;
    let entry = logged.last().expect("an entry");
    assert_eq!((entry.record_id, entry.version), (structure, 1));
    assert_eq!(entry.changed_fields, json!(["members"]));
    assert_eq!(entry.visible_after.as_deref(), Some("NETWORK"));
});

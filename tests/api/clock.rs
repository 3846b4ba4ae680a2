//! What the clock does and tells, whichever server it runs on: each thing once.

use respyrem::access::Visibility;
use respyrem::domain::action::tell_late;
use respyrem::domain::funding_source::tell_closing_soon;
use respyrem::domain::membership::expire_invitations;
use respyrem::domain::share::expire_shares;
use respyrem::kernel::actor::Role;
use respyrem::store::Store;
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, structure_id};
use crate::support::funding_source::funding_source_id;
use crate::support::project::{action_id, day, project_id};

/// Moves the clock to `now`.
fn at(hub: &TestHub, now: &str) {
    hub.clock.set(now.parse().expect("a moment"));
}

async fn late(store: &Store) -> usize {
    tell_late(store).await.expect("it is told")
}

async fn soon(store: &Store) -> usize {
    tell_closing_soon(store, 14).await.expect("it is told")
}

on_both!(an_action_is_told_late_the_day_after_its_due_day_in_paris, |hub| {
    let owner = hub.structure("Parc").await;
    let project = hub.project(owner, "Four").await;
    let action = hub.action(project, "Choisir").with(|row| row.due_on = Set(Some(day("2026-03-16"))));
    let action = action.await;
    let done = hub.action(project, "Finie").with(|row| {
        row.due_on = Set(Some(day("2026-03-01")));
        row.status = Set("DONE".to_owned());
        row.done_on = Set(Some(day("2026-03-02")));
        row.progress_pct = Set(100);
    });
    done.await;
    at(&hub, "2026-03-16T22:59:00Z");
    assert_eq!((late(&hub.store).await, hub.events().await), (0, vec![]));
    at(&hub, "2026-03-16T23:00:00Z");
    assert_eq!((late(&hub.store).await, late(&hub.store).await), (1, 0));
    let told = hub.logged().await.pop().expect("an event");
    assert_eq!((told.event.as_str(), told.record_id, told.version), ("action.became_late", action, 1));
    assert_eq!((told.changed_fields, told.visible_after), (json!(["isLate"]), Some("TEAM".to_owned())));
});

on_both!(an_action_that_is_due_another_day_is_told_late_anew, |hub| {
    let owner = hub.structure("Parc").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let project = hub.project(owner, "Four").await;
    let action = hub.action(project, "Choisir").with(|row| row.due_on = Set(Some(day("2026-03-10"))));
    let id = action_id(action.await);
    assert_eq!(late(&hub.store).await, 1);
    let input = json!({ "id": id, "expectedVersion": 1, "dueOn": "2026-03-20" });
    let moved = hub.mutate(&editor, "updateAction", input, "action { isLate }").await;
    assert_eq!(moved["action"]["isLate"], false, "{moved}");
    assert_eq!(late(&hub.store).await, 0);
    at(&hub, "2026-03-21T09:00:00Z");
    assert_eq!((late(&hub.store).await, late(&hub.store).await), (1, 0));
    assert_eq!(hub.events().await, ["action.became_late", "action.updated", "action.became_late"]);
});

on_both!(several_servers_tell_of_each_action_once, |hub| {
    let owner = hub.structure("Parc").await;
    let project = hub.project(owner, "Four").await;
    for place in 0..120 {
        let action = hub.action(project, &format!("Action {place}"));
        action.with(|row| row.due_on = Set(Some(day("2026-03-10")))).await;
    }
    let (second, third) = (hub.beside().await, hub.beside().await);
    tokio::join!(late(&hub.store), late(&second), late(&third));
    let told: Vec<_> = hub.logged().await.into_iter().map(|row| row.record_id).collect();
    let each: std::collections::BTreeSet<_> = told.iter().copied().collect();
    assert_eq!((told.len(), each.len()), (120, 120));
    assert_eq!(late(&second).await, 0);
});

on_both!(a_source_is_said_to_close_soon_once_for_each_last_day, |hub| {
    let owner = hub.structure("Parc").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let place = hub.commune("66149", "Prades").await;
    let source = hub.funding_source(owner, "Cantines").at(place);
    let id = funding_source_id(source.with(|row| row.closes_on = Set(Some(day("2026-03-29")))).await);
    let draft = hub.funding_source(owner, "Brouillon").with(|row| {
        row.closes_on = Set(Some(day("2026-03-20")));
        row.status = Set("DRAFT".to_owned());
    });
    draft.await;
    let later = hub.funding_source(owner, "Pas encore").with(|row| {
        row.opens_on = Set(Some(day("2026-03-18")));
        row.closes_on = Set(Some(day("2026-03-20")));
    });
    later.await;
    assert_eq!(soon(&hub.store).await, 0, "fifteen days are left");
    at(&hub, "2026-03-15T09:00:00Z");
    let second = hub.beside().await;
    tokio::join!(soon(&hub.store), soon(&second));
    assert_eq!(hub.events().await, ["funding_source.closing_soon"]);
    assert_eq!(hub.logged().await[0].changed_fields, json!(["daysLeft"]));
    let input = json!({ "id": id, "expectedVersion": 1, "closesOn": "2026-04-10" });
    let moved = hub.mutate(&editor, "updateFundingSource", input, "fundingSource { daysLeft }").await;
    assert_eq!(moved["fundingSource"]["daysLeft"], 26, "{moved}");
    at(&hub, "2026-04-01T09:00:00Z");
    assert_eq!((soon(&hub.store).await, soon(&second).await), (1, 0));
});

on_both!(an_invitation_that_nobody_answered_expires_once, |hub| {
    let structure = hub.structure("Cal Forn").await;
    let admin = hub.person("Aina", structure, Role::Admin).await;
    let input = json!({ "structure": structure_id(structure), "email": "pau@example.org", "displayName": "Pau", "role": "EDITOR" });
    let invited = hub.mutate(&admin, "inviteMember", input, "membership { id state }").await;
    assert_eq!(invited["membership"]["state"], "INVITED", "{invited}");
    let expire = expire_invitations;
    at(&hub, "2026-04-13T08:59:59Z");
    assert_eq!(expire(&hub.store).await.expect("it is done"), 0);
    at(&hub, "2026-04-13T09:00:00Z");
    let second = hub.beside().await;
    let (one, other) = tokio::join!(expire(&hub.store), expire(&second));
    assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    let told = hub.logged().await;
    let last: Vec<_> = told.iter().filter(|row| row.event == "membership.expired").collect();
    assert_eq!((last.len(), last[0].visible_after.as_deref()), (1, Some("PRIVATE")));
    let query = "query($id: ID!) { node(id: $id) { ... on Structure { members(filter: { state: [EXPIRED] }) { nodes { state version } } } } }";
    let answer = hub.ask_as(&admin, query, json!({ "id": structure_id(structure) })).await;
    let nodes = &answer["data"]["node"]["members"]["nodes"];
    assert_eq!(*nodes, json!([{ "state": "EXPIRED", "version": 2 }]), "{answer}");
});

on_both!(a_share_that_is_over_goes_once, |hub| {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let guest = hub.member("Berta").await;
    let project = hub.project(owner, "Four").visibility(Visibility::Shared).await;
    let input = json!({ "record": project_id(project), "grantee": { "member": member_id(guest) }, "expiresAt": "2026-03-15T09:00:00Z" });
    let given = hub.mutate(&editor, "shareRecord", input, "share { id }").await;
    assert_eq!(given["userErrors"], json!([]), "{given}");
    assert_eq!(expire_shares(&hub.store).await.expect("it is done"), 0);
    at(&hub, "2026-03-15T09:00:00Z");
    let second = hub.beside().await;
    let (one, other) = tokio::join!(expire_shares(&hub.store), expire_shares(&second));
    assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    assert_eq!(hub.events().await, ["share.granted", "share.expired"]);
    assert_eq!(hub.count("share").await, 0);
    let shared = hub.logged().await.pop().expect("an event");
    assert_eq!(Value::from(shared.visible_after), "SHARED");
});

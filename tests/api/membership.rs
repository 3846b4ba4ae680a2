//! Inviting people into a structure, and asking to join one.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, MemberActor, Role};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{refusals, structure_id};

const SELECTED: &str = "membership { id version role state origin expiresAt member { displayName email state visibility owner { name } } }";

async fn invite(hub: &TestHub, actor: &Actor, structure: Uuid, email: &str) -> Value {
    let input = json!({ "structure": structure_id(structure), "email": email, "displayName": "Berta Puig", "role": "EDITOR" });
    hub.mutate(actor, "inviteMember", input, SELECTED).await
}

async fn step(hub: &TestHub, actor: &Actor, name: &str, id: &Value) -> Value {
    let input = json!({ "id": id, "expectedVersion": 1 });
    hub.mutate(actor, name, input, "membership { state version structure { viewer { edit { allowed } } } }")
        .await
}

/// The member with this address, as signing in makes it.
async fn signed_in(hub: &TestHub, email: &str) -> Actor {
    let member = hub.member_by_email(email).await;
    hub.actor_of(member).await
}

on_both!(an_administrator_invites_a_person_who_is_not_here_yet, |hub| {
    let structure = hub.structure("Cal Forn").partner(true).await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let invited = invite(&hub, &ada, structure, " Berta@Example.org").await;
    let expected = json!({
        "id": invited["membership"]["id"], "version": 1, "role": "EDITOR", "state": "INVITED", "origin": "INVITE",
        "expiresAt": "2026-04-13T09:00:00Z",
        "member": { "displayName": "Berta Puig", "email": null, "state": "INVITED", "visibility": "NETWORK",
            "owner": { "name": "Cal Forn" } },
    });
    assert_eq!(invited["membership"], expected);
    assert_eq!(hub.events().await, ["member.created", "membership.invited"]);
});

on_both!(an_invitation_reaches_a_member_of_the_network_by_address, |hub| {
    let structure = hub.structure("Cal Forn").partner(true).await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let other = hub.structure("Parc").partner(true).await;
    hub.person("Berta", other, Role::Admin).await;
    let invited = invite(&hub, &ada, structure, "berta@example.org").await;
    assert_eq!(invited["membership"]["member"]["displayName"], "Berta");
    assert_eq!(invited["membership"]["member"]["owner"]["name"], "Parc");
    assert_eq!(hub.events().await, ["membership.invited"]);
});

on_both!(only_administrators_invite, |hub| {
    let structure = hub.structure("Cal Forn").partner(true).await;
    let editor = hub.person("Edit", structure, Role::Editor).await;
    assert_eq!(
        refusals(&invite(&hub, &editor, structure, "b@example.org").await),
        ["FORBIDDEN input.structure"]
    );
    let hidden = hub.structure("Secret").visibility(Visibility::Team).await;
    assert_eq!(
        refusals(&invite(&hub, &editor, hidden, "b@example.org").await),
        ["NOT_FOUND input.structure"]
    );
    assert_eq!(hub.events().await, [""; 0]);
});

on_both!(nobody_is_invited_twice, |hub| {
    let structure = hub.structure("Cal Forn").partner(true).await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    invite(&hub, &ada, structure, "berta@example.org").await;
    let again = invite(&hub, &ada, structure, "berta@example.org").await;
    assert_eq!(refusals(&again), ["DUPLICATE input.email"]);
    assert_eq!(again["userErrors"][0]["message"], "this person is invited already");
    let self_invited = invite(&hub, &ada, structure, "ada@example.org").await;
    assert_eq!(self_invited["userErrors"][0]["message"], "this person is a member of the structure already");
});

on_both!(an_address_and_a_name_are_checked_together, |hub| {
    let structure = hub.structure("Cal Forn").await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let input = json!({ "structure": structure_id(structure), "email": "berta", "displayName": " ", "role": "VIEWER" });
    let refused = hub.mutate(&ada, "inviteMember", input, SELECTED).await;
    assert_eq!(refusals(&refused), ["INVALID input.email", "INVALID input.displayName"]);
});

on_both!(who_is_invited_accepts_and_has_the_role_at_once, |hub| {
    let structure = hub.structure("Cal Forn").partner(true).await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let id = invite(&hub, &ada, structure, "berta@example.org").await["membership"]["id"].take();
    assert_eq!(refusals(&step(&hub, &ada, "acceptMembership", &id).await), ["FORBIDDEN input.id"]);
    let berta = signed_in(&hub, "berta@example.org").await;
    let invitations = "{ me { memberships { nodes { state structureName structure { name } } } } }";
    let seen = hub.ask_as(&berta, invitations, json!({})).await["data"]["me"]["memberships"]["nodes"].take();
    assert_eq!(seen, json!([{ "state": "INVITED", "structureName": "Cal Forn", "structure": null }]));
    let accepted = step(&hub, &berta, "acceptMembership", &id).await;
    let structure = json!({ "viewer": { "edit": { "allowed": true } } });
    assert_eq!(accepted["membership"], json!({ "state": "ACTIVE", "version": 2, "structure": structure }));
    assert_eq!(hub.events().await.last().map(String::as_str), Some("membership.activated"));
});

on_both!(an_invitation_is_nobody_elses_business, |hub| {
    let structure = hub.structure("Cal Forn").partner(true).await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let editor = hub.person("Edit", structure, Role::Editor).await;
    let id = invite(&hub, &ada, structure, "berta@example.org").await["membership"]["id"].take();
    assert_eq!(refusals(&step(&hub, &editor, "acceptMembership", &id).await), ["NOT_FOUND input.id"]);
    let members = "query($id: ID!) { structure(id: $id) { members { totalCount } } }";
    let id = json!({ "id": structure_id(structure) });
    let count = async |actor| {
        hub.ask_as(actor, members, id.clone()).await["data"]["structure"]["members"]["totalCount"].take()
    };
    assert_eq!(count(&ada).await, 3);
    assert_eq!(count(&editor).await, 2);
});

on_both!(an_invitation_is_declined_or_taken_back, |hub| {
    let structure = hub.structure("Cal Forn").partner(true).await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let id = invite(&hub, &ada, structure, "berta@example.org").await["membership"]["id"].take();
    let berta = signed_in(&hub, "berta@example.org").await;
    assert_eq!(step(&hub, &berta, "declineMembership", &id).await["membership"]["state"], "DECLINED");
    let second = invite(&hub, &ada, structure, "berta@example.org").await["membership"]["id"].take();
    assert_eq!(step(&hub, &ada, "declineMembership", &second).await["membership"]["state"], "DECLINED");
});

on_both!(an_invitation_expires_after_thirty_days, |hub| {
    let structure = hub.structure("Cal Forn").partner(true).await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let id = invite(&hub, &ada, structure, "berta@example.org").await["membership"]["id"].take();
    let berta = signed_in(&hub, "berta@example.org").await;
    hub.clock.set("2026-04-13T09:00:00Z".parse().expect("a moment"));
    let late = step(&hub, &berta, "acceptMembership", &id).await;
    assert_eq!(refusals(&late), ["INVALID_TRANSITION input.id"]);
    assert_eq!(late["userErrors"][0]["message"], "EXPIRED is final");
    let expired = "{ me { memberships(filter: { state: [EXPIRED] }) { nodes { state } } } }";
    let answer = hub.ask_as(&berta, expired, json!({})).await;
    assert_eq!(answer["data"]["me"]["memberships"]["nodes"], json!([{ "state": "EXPIRED" }]));
    let again = invite(&hub, &ada, structure, "berta@example.org").await;
    assert_eq!(again["membership"]["state"], "INVITED");
});

on_both!(a_person_asks_and_an_administrator_accepts, |hub| {
    let structure = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let carme = hub.member("Carme").await;
    let carme = hub.actor_of(carme).await;
    let input = json!({ "structure": structure_id(structure) });
    let requested = hub.mutate(&carme, "requestMembership", input.clone(), SELECTED).await;
    assert_eq!(requested["membership"]["state"], "REQUESTED");
    assert_eq!(requested["membership"]["role"], "MEMBER");
    let again = hub.mutate(&carme, "requestMembership", input, SELECTED).await;
    assert_eq!(refusals(&again), ["DUPLICATE input.structure"]);
    let id = &requested["membership"]["id"];
    assert_eq!(refusals(&step(&hub, &carme, "acceptMembership", id).await), ["FORBIDDEN input.id"]);
    assert_eq!(step(&hub, &ada, "acceptMembership", id).await["membership"]["state"], "ACTIVE");
});

on_both!(me_is_the_person_who_asks, |hub| {
    let structure = hub.structure("Cal Forn").partner(true).await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let query = "{ me { displayName email memberships { nodes { role structure { name } } } } structures { totalCount } }";
    let (answer, statements) = hub.statements(hub.ask_as(&ada, query, json!({}))).await;
    let memberships = json!({ "nodes": [{ "role": "ADMIN", "structure": { "name": "Cal Forn" } }] });
    let me = json!({ "displayName": "Ada", "email": "ada@example.org", "memberships": memberships });
    assert_eq!(answer, json!({ "data": { "me": me, "structures": { "totalCount": 1 } } }));
    assert_eq!(statements, 3);
    let nobody = hub.ask(query, json!({})).await;
    assert_eq!(nobody, json!({ "data": { "me": null, "structures": { "totalCount": 0 } } }));
});

const SESSION: &str = "{ session { person { displayName } scopes expiresAt } }";

on_both!(a_session_says_who_signed_in_and_until_when, |hub| {
    let structure = hub.structure("Cal Forn").await;
    let Actor::Member(member) = hub.person("Ada", structure, Role::Viewer).await else { panic!("a member") };
    let until = "2026-03-14T21:00:00Z".parse().expect("a moment");
    let ada = Actor::Member(MemberActor { expires_at: Some(until), ..member });
    let answer = hub.ask_as(&ada, SESSION, json!({})).await;
    let session =
        json!({ "person": { "displayName": "Ada" }, "scopes": [], "expiresAt": "2026-03-14T21:00:00Z" });
    assert_eq!(answer["data"]["session"], session);
    assert_eq!(hub.ask(SESSION, json!({})).await["data"]["session"], Value::Null);
});

//! Which acts tell whom: the other side, once, and never who did it.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};
use uuid::Uuid;

use super::notification::{notified, topics};
use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, structure_id};
use crate::support::project::project_id;

/// Runs a mutation that must be done: its first object.
async fn done(hub: &TestHub, actor: &Actor, name: &str, input: Value, selected: &str) -> Value {
    let mut answer = hub.mutate(actor, name, input, &format!("done: {selected}")).await;
    assert_eq!(answer["userErrors"], json!([]), "{name}");
    answer["done"].take()
}

async fn membership(hub: &TestHub, actor: &Actor, name: &str, of: &Value) -> Value {
    let input = json!({ "id": of["id"], "expectedVersion": of["version"] });
    done(hub, actor, name, input, "membership { id version }").await
}

on_both!(who_is_invited_is_told_without_what_is_hidden, |hub| {
    let structure = hub.structure("Cal Forn").partner(true).await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let input = json!({ "structure": structure_id(structure), "email": "berta@example.org",
        "displayName": "Berta", "role": "VIEWER" });
    let invited = done(&hub, &ada, "inviteMember", input, "membership { id version }").await;
    let berta = hub.actor_of(hub.member_by_email("berta@example.org").await).await;
    let told = &notified(&hub, &berta).await[0];
    assert_eq!((&told["topic"], &told["record"]), (&json!("MEMBERSHIP_INVITED"), &Value::Null));
    assert_eq!(told["text"]["value"], "Vous êtes invité·e à rejoindre une structure.");
    membership(&hub, &berta, "acceptMembership", &invited).await;
    let berta = hub.actor_of(berta.member().expect("a member")).await;
    let told = &notified(&hub, &berta).await[0];
    assert_eq!(told["text"]["value"], "Vous êtes invité·e à rejoindre une structure\u{a0}: Cal Forn");
    assert_eq!(
        (&told["record"]["id"], &told["actor"]["displayName"]),
        (&json!(structure_id(structure)), &json!("Ada"))
    );
    assert_eq!(topics(&hub, &ada).await, [""; 0]);
});

on_both!(administrators_are_told_who_asks_and_who_asked_is_told_the_answer, |hub| {
    let structure = hub.structure("Cal Forn").partner(true).await;
    let [ada, adam] =
        [hub.person("Ada", structure, Role::Admin).await, hub.person("Adam", structure, Role::Admin).await];
    let editor = hub.person("Edit", structure, Role::Editor).await;
    let elsewhere = hub.structure("Parc").partner(true).await;
    let berta = hub.person("Berta", elsewhere, Role::Admin).await;
    let input = json!({ "structure": structure_id(structure), "role": "MEMBER" });
    let asked = done(&hub, &berta, "requestMembership", input.clone(), "membership { id version }").await;
    for (actor, expected) in [(&ada, 1), (&adam, 1), (&editor, 0), (&berta, 0)] {
        assert_eq!(topics(&hub, actor).await.len(), expected);
    }
    assert_eq!(topics(&hub, &adam).await, ["MEMBERSHIP_REQUESTED"]);
    membership(&hub, &ada, "acceptMembership", &asked).await;
    assert_eq!(topics(&hub, &berta).await, ["MEMBERSHIP_ACCEPTED"]);
    assert_eq!(topics(&hub, &ada).await, ["MEMBERSHIP_REQUESTED"]);
});

on_both!(a_person_is_told_what_others_do_to_their_membership_and_nothing_of_their_own_steps, |hub| {
    let structure = hub.structure("Cal Forn").partner(true).await;
    let ada = hub.person("Ada", structure, Role::Admin).await;
    let berta = hub.person("Berta", structure, Role::Viewer).await;
    let mine = "{ me { memberships { nodes { id version } } } }";
    let mut held = hub.ask_as(&berta, mine, json!({})).await["data"]["me"]["memberships"]["nodes"][0].take();
    let minute = chrono::TimeDelta::minutes(1);
    for step in ["suspendMembership", "resumeMembership"] {
        hub.clock.set(hub.clock.now() + minute);
        held = membership(&hub, &ada, step, &held).await;
    }
    hub.clock.set(hub.clock.now() + minute);
    let role = json!({ "id": held["id"], "expectedVersion": held["version"], "role": "EDITOR" });
    held = done(&hub, &ada, "changeMembershipRole", role, "membership { id version }").await;
    hub.clock.set(hub.clock.now() + minute);
    membership(&hub, &berta, "endMembership", &held).await;
    let told = ["MEMBERSHIP_ROLE_CHANGED", "MEMBERSHIP_RESUMED", "MEMBERSHIP_SUSPENDED"];
    assert_eq!(topics(&hub, &berta).await, told);
    assert_eq!(topics(&hub, &ada).await, [""; 0]);
});

/// A project of one structure, and another structure, each with people.
struct Sides {
    project: Uuid,
    other: Uuid,
    ours: [Actor; 2],
    theirs: [Actor; 3],
}

async fn sides(hub: &TestHub) -> Sides {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let other = hub.structure("Parc").partner(true).await;
    Sides {
        project: hub.project(owner, "Four").visibility(Visibility::Network).await,
        other,
        ours: [hub.person("Ada", owner, Role::Admin).await, hub.person("Aina", owner, Role::Editor).await],
        theirs: [
            hub.person("Bel", other, Role::Admin).await,
            hub.person("Biel", other, Role::Editor).await,
            hub.person("Bruna", other, Role::Viewer).await,
        ],
    }
}

impl Sides {
    async fn propose(&self, hub: &TestHub, role: &str) -> Value {
        let input = json!({ "project": project_id(self.project), "structure": structure_id(self.other), "role": role });
        done(hub, &self.ours[1], "proposeParticipation", input, "participation { id version }").await
    }

    async fn step(&self, hub: &TestHub, actor: &Actor, name: &str, of: &Value) -> Value {
        hub.clock.set(hub.clock.now() + chrono::TimeDelta::minutes(1));
        let input = json!({ "id": of["id"], "expectedVersion": of["version"] });
        done(hub, actor, name, input, "participation { id version }").await
    }
}

on_both!(a_proposal_is_told_to_those_who_decide_and_the_decision_to_those_who_asked, |hub| {
    let sides = sides(&hub).await;
    let proposed = sides.propose(&hub, "PARTNER").await;
    for actor in &sides.theirs[..2] {
        assert_eq!(topics(&hub, actor).await, ["PARTICIPATION_PROPOSED"]);
    }
    let accepted = sides.step(&hub, &sides.theirs[1], "acceptParticipation", &proposed).await;
    sides.step(&hub, &sides.theirs[0], "leaveProject", &accepted).await;
    assert_eq!(topics(&hub, &sides.ours[0]).await, ["PARTICIPATION_ENDED", "PARTICIPATION_ACCEPTED"]);
    for silent in [&sides.ours[1], &sides.theirs[2]] {
        assert_eq!(topics(&hub, silent).await, [""; 0]);
    }
    let second = sides.propose(&hub, "FUNDER").await;
    sides.step(&hub, &sides.theirs[0], "declineParticipation", &second).await;
    assert_eq!(topics(&hub, &sides.ours[0]).await[0], "PARTICIPATION_DECLINED");
});

on_both!(a_proposal_of_the_structure_is_told_to_the_project_s_side, |hub| {
    let sides = sides(&hub).await;
    let input = json!({ "project": project_id(sides.project), "structure": structure_id(sides.other), "role": "FUNDER" });
    done(&hub, &sides.theirs[1], "proposeParticipation", input, "participation { id }").await;
    for actor in &sides.ours {
        assert_eq!(topics(&hub, actor).await, ["PARTICIPATION_PROPOSED"]);
    }
    assert_eq!(topics(&hub, &sides.theirs[0]).await, [""; 0]);
});

on_both!(both_structures_are_told_that_a_project_is_handed_over, |hub| {
    let sides = sides(&hub).await;
    let proposed = sides.propose(&hub, "PARTNER").await;
    let accepted = sides.step(&hub, &sides.theirs[1], "acceptParticipation", &proposed).await;
    let input = json!({ "id": accepted["id"], "expectedVersion": accepted["version"] });
    hub.clock.set(hub.clock.now() + chrono::TimeDelta::minutes(1));
    done(&hub, &sides.ours[1], "handOverLead", input, "lead { id }").await;
    for told in [&sides.ours[0], &sides.theirs[0]] {
        assert_eq!(topics(&hub, told).await[0], "LEAD_HANDED_OVER");
    }
    assert_eq!(topics(&hub, &sides.ours[1]).await, [""; 0]);
});

on_both!(a_person_is_told_to_be_in_a_project_and_no_more_of_it_than_they_see, |hub| {
    let sides = sides(&hub).await;
    let hidden =
        hub.project(hub.project_owner(sides.project).await, "Secret").visibility(Visibility::Team).await;
    let bruna = sides.theirs[2].member().expect("a member");
    hub.publish(bruna).await;
    let input = json!({ "project": project_id(hidden), "member": member_id(bruna), "role": "PILOT" });
    let added = done(&hub, &sides.ours[1], "addProjectMember", input, "projectMember { id }").await;
    let told = &notified(&hub, &sides.theirs[2]).await[0];
    assert_eq!(told["text"]["value"], "Vous faites partie d'un projet\u{a0}: Secret");
    hub.clock.set(hub.clock.now() + chrono::TimeDelta::minutes(1));
    done(&hub, &sides.ours[1], "removeProjectMember", json!({ "id": added["id"] }), "project { id }").await;
    for told in notified(&hub, &sides.theirs[2]).await {
        let text = told["text"]["value"].as_str().expect("a text");
        assert!(text.ends_with("d'un projet.") && told["record"].is_null(), "{told}");
    }
    assert_eq!(topics(&hub, &sides.theirs[2]).await, ["PROJECT_MEMBER_REMOVED", "PROJECT_MEMBER_ADDED"]);
    // Who comes in or goes by themselves knows it.
    let aina = sides.ours[1].member().expect("a member");
    let input = json!({ "project": project_id(hidden), "member": member_id(aina), "role": "PILOT" });
    let added = done(&hub, &sides.ours[1], "addProjectMember", input, "projectMember { id }").await;
    done(&hub, &sides.ours[1], "removeProjectMember", json!({ "id": added["id"] }), "project { id }").await;
    assert_eq!(topics(&hub, &sides.ours[1]).await, [""; 0]);
});

on_both!(a_share_with_a_person_is_told_once_whatever_its_level_becomes, |hub| {
    let sides = sides(&hub).await;
    let bruna = sides.theirs[2].member().expect("a member");
    hub.publish(bruna).await;
    for (grantee, level) in [
        (json!({ "member": member_id(bruna) }), "READ"),
        (json!({ "member": member_id(bruna) }), "EDIT"),
        (json!({ "structure": structure_id(sides.other) }), "READ"),
    ] {
        let input = json!({ "record": project_id(sides.project), "grantee": grantee, "level": level });
        done(&hub, &sides.ours[1], "shareRecord", input, "share { id }").await;
    }
    assert_eq!(topics(&hub, &sides.theirs[2]).await, ["RECORD_SHARED"]);
    assert_eq!(topics(&hub, &sides.theirs[0]).await, [""; 0]);
});

on_both!(who_is_to_see_to_an_action_is_told, |hub| {
    let sides = sides(&hub).await;
    let [aina, bruna] = [&sides.ours[1], &sides.theirs[2]].map(|actor| actor.member().expect("a member"));
    hub.publish(bruna).await;
    let input = json!({ "project": project_id(sides.project), "title": { "fr": "Bâtir" }, "pilotMember": member_id(bruna) });
    let made = done(&hub, &sides.ours[1], "createAction", input, "action { id version }").await;
    let update = async |of: &Value, more: Value| {
        let mut input = json!({ "id": of["id"], "expectedVersion": of["version"] });
        input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        done(&hub, &sides.ours[1], "updateAction", input, "action { id version }").await
    };
    let same = update(&made, json!({ "pilotMember": member_id(bruna), "code": "A1" })).await;
    let told = notified(&hub, &sides.theirs[2]).await;
    assert_eq!(
        (told.len(), &told[0]["topic"], &told[0]["record"]["id"]),
        (1, &json!("ACTION_ASSIGNED"), &made["id"])
    );
    let mine = update(&same, json!({ "pilotMember": member_id(aina) })).await;
    update(&mine, json!({ "pilotMember": member_id(bruna) })).await;
    assert_eq!(topics(&hub, &sides.theirs[2]).await.len(), 2);
    assert_eq!(topics(&hub, &sides.ours[1]).await, [""; 0]);
});

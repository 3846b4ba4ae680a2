//! The people of a project: who brings them in and takes them out.

use respyrem::kernel::actor::{Actor, Role};
use respyrem::kernel::id;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, refusals, structure_id};
use crate::support::project::project_id;

/// A project of the team, an editor of its owner, and a person of another structure whom the network sees.
struct Team {
    owner: Uuid,
    other: Uuid,
    project: Uuid,
    aina: Actor,
    biel: Actor,
}

async fn team(hub: &TestHub) -> Team {
    let owner = hub.structure("Cal Forn").partner(true).await;
    let other = hub.structure("Parc").partner(true).await;
    let biel = hub.person("Biel", other, Role::Viewer).await;
    hub.publish(biel.member().expect("a member")).await;
    Team {
        owner,
        other,
        project: hub.project(owner, "Four").await,
        aina: hub.person("Aina", owner, Role::Editor).await,
        biel,
    }
}

async fn add(hub: &TestHub, actor: &Actor, project: Uuid, member: Uuid, more: Value) -> Value {
    let mut input = json!({ "project": project_id(project), "member": member_id(member), "role": "PILOT" });
    if let (Value::Object(input), Value::Object(more)) = (&mut input, more) {
        input.extend(more);
    }
    let selected = "projectMember { id role since member { displayName } structure { name }
        project { version } }";
    hub.mutate(actor, "addProjectMember", input, selected).await
}

async fn remove(hub: &TestHub, actor: &Actor, id: &Value) -> Value {
    let selected = "project { version members { totalCount } }";
    hub.mutate(actor, "removeProjectMember", json!({ "id": id }), selected).await
}

on_both!(a_person_comes_into_a_project_and_goes, |hub| {
    let team = team(&hub).await;
    let biel = team.biel.member().expect("a member");
    let more = json!({ "structure": structure_id(team.other) });
    let added = add(&hub, &team.aina, team.project, biel, more).await;
    let person = &added["projectMember"];
    assert_eq!((&person["role"], &person["since"]), (&json!("PILOT"), &json!("2026-03-14")), "{added}");
    assert_eq!(
        (&person["member"]["displayName"], &person["structure"]["name"]),
        (&json!("Biel"), &json!("Parc"))
    );
    let removed = remove(&hub, &team.aina, &person["id"]).await;
    assert_eq!(removed["project"], json!({ "version": 1, "members": { "totalCount": 0 } }));
    let logged = hub.logged().await;
    let events: Vec<_> = logged.iter().map(|row| (row.event.as_str(), row.version)).collect();
    assert_eq!(events, [("project.member_added", 1), ("project.member_removed", 1)]);
    assert_eq!(logged[0].changed_fields, json!(["members"]));
});

on_both!(a_person_is_in_a_project_once, |hub| {
    let team = team(&hub).await;
    let biel = team.biel.member().expect("a member");
    let adds = (0..4).map(|_| add(&hub, &team.aina, team.project, biel, json!({})));
    let answers = futures_util::future::join_all(adds).await;
    let refused = answers.iter().filter(|answer| refusals(answer) == ["DUPLICATE input.member"]).count();
    assert_eq!((refused, hub.count("project_member").await), (3, 1));
});

on_both!(a_pilot_reads_and_changes_the_project_until_taken_out, |hub| {
    let team = team(&hub).await;
    let biel = team.biel.member().expect("a member");
    let may_edit = async || {
        let query = "query($id: ID!) { project(id: $id) { viewer { edit { allowed } } } }";
        let answer = hub.ask_as(&team.biel, query, json!({ "id": project_id(team.project) })).await;
        answer["data"]["project"]["viewer"]["edit"]["allowed"].clone()
    };
    assert_eq!(may_edit().await, Value::Null);
    let added = add(&hub, &team.aina, team.project, biel, json!({})).await;
    assert_eq!(may_edit().await, json!(true));
    // Who takes oneself out no longer reads what only the team reads.
    let removed = remove(&hub, &team.biel, &added["projectMember"]["id"]).await;
    assert_eq!((refusals(&removed).len(), &removed["project"]), (0, &Value::Null));
    assert_eq!(may_edit().await, Value::Null);
});

on_both!(only_who_may_change_the_project_says_who_is_in_it, |hub| {
    let team = team(&hub).await;
    let carme = hub.person("Carme", team.owner, Role::Viewer).await;
    let biel = team.biel.member().expect("a member");
    let held = add(&hub, &team.aina, team.project, biel, json!({ "role": "ADVISER" })).await;
    let id = &held["projectMember"]["id"];
    for (actor, code) in [(&Actor::Anonymous, "NOT_FOUND"), (&carme, "FORBIDDEN"), (&team.biel, "FORBIDDEN")]
    {
        let added = add(&hub, actor, team.project, biel, json!({})).await;
        assert_eq!(refusals(&added), [format!("{code} input.project")]);
        assert_eq!(refusals(&remove(&hub, actor, id).await), [format!("{code} input.id")]);
    }
    assert_eq!(hub.count("project_member").await, 1);
});

on_both!(who_is_not_seen_is_not_brought_in, |hub| {
    // Of no partner: what the network reads stays hidden from its editor.
    let owner = hub.structure("Cal Forn").await;
    let project = hub.project(owner, "Four").await;
    let aina = hub.person("Aina", owner, Role::Editor).await;
    let hidden = hub.structure("Parc").partner(true).await;
    let dolors = hub.person("Dolors", hidden, Role::Admin).await.member().expect("a member");
    let added = add(&hub, &aina, project, dolors, json!({})).await;
    assert_eq!(refusals(&added), ["NOT_FOUND input.member"]);
    let for_hidden = json!({ "structure": structure_id(hidden) });
    let added = add(&hub, &aina, project, aina.member().expect("a member"), for_hidden).await;
    assert_eq!(refusals(&added), ["NOT_FOUND input.structure"]);
});

on_both!(who_is_in_no_project_is_not_found, |hub| {
    let team = team(&hub).await;
    for id in [id::global("projectmember", hub.new_id()), project_id(team.project), "x".to_owned()] {
        assert_eq!(refusals(&remove(&hub, &team.aina, &json!(id)).await), ["NOT_FOUND input.id"], "{id}");
    }
});

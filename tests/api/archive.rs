//! Taking records out of use, and back.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{member_id, refusals, structure_id};
use crate::support::funding_source::funding_source_id;
use crate::support::project::{action_id, project_id};
use crate::support::resource::resource_id;
use crate::support::team::{Team, team};

const SELECTED: &str = "record { __typename ... on Project { version archivedAt visibility }
        ... on Action { version archivedAt visibility } ... on TeachingResource { version archivedAt visibility } }
    conflict { current { version } changedFields changedBy { displayName } }";

async fn archive(hub: &TestHub, actor: &Actor, id: &str, version: i32) -> Value {
    let input = json!({ "id": id, "expectedVersion": version });
    hub.mutate(actor, "archiveRecord", input, SELECTED).await
}

async fn restore(hub: &TestHub, actor: &Actor, id: &str, version: i32) -> Value {
    let input = json!({ "id": id, "expectedVersion": version });
    hub.mutate(actor, "restoreRecord", input, SELECTED).await
}

on_both!(what_is_archived_is_out_of_every_list_but_its_editors, |hub| {
    let Team { owner, editor, reader, project } = team(&hub).await;
    hub.project(owner, "Verger").visibility(Visibility::Public).await;
    let archived = archive(&hub, &editor, &project_id(project), 1).await;
    let expected = json!({ "__typename": "Project", "version": 2, "archivedAt": "2026-03-14T09:00:00Z", "visibility": "SHARED" });
    assert_eq!(archived["record"], expected);
    let query = "query($id: ID!) { node(id: $id) { id } projects { totalCount }
        used: projects(filter: { archived: false }) { totalCount }
        archived: projects(filter: { archived: true }) { totalCount nodes { id } } }";
    let variables = json!({ "id": project_id(project) });
    let shown = json!({ "node": { "id": project_id(project) }, "projects": { "totalCount": 2 },
        "used": { "totalCount": 1 }, "archived": { "totalCount": 1, "nodes": [{ "id": project_id(project) }] } });
    assert_eq!(hub.ask_as(&editor, query, variables.clone()).await, json!({ "data": shown }));
    let absent = json!({ "node": null, "projects": { "totalCount": 1 }, "used": { "totalCount": 1 },
        "archived": { "totalCount": 0, "nodes": [] } });
    for actor in [Actor::Anonymous, reader] {
        assert_eq!(hub.ask_as(&actor, query, variables.clone()).await, json!({ "data": absent }));
    }
});

on_both!(what_lies_under_a_record_goes_and_comes_back_with_it, |hub| {
    let Team { editor, project, .. } = team(&hub).await;
    let open = hub.action(project, "Choisir").await;
    let quiet = hub.action(project, "Payer").visibility(Visibility::Team).await;
    let put_away = hub.action(project, "Rêver").await;
    archive(&hub, &editor, &action_id(put_away), 1).await;
    archive(&hub, &editor, &project_id(project), 1).await;
    let states = async || {
        let query = "query($id: ID!) { project(id: $id) { actions { nodes { title { value } visibility
            archivedAt } } } }";
        let answer = hub.ask_as(&editor, query, json!({ "id": project_id(project) })).await;
        let nodes = answer["data"]["project"]["actions"]["nodes"].as_array().expect("actions").clone();
        let mut states: Vec<String> = nodes
            .iter()
            .map(|node| {
                let title = node["title"]["value"].as_str().expect("a title");
                format!("{title} {} {}", node["visibility"], !node["archivedAt"].is_null())
            })
            .collect();
        states.sort();
        states
    };
    assert_eq!(states().await, ["Choisir \"SHARED\" true", "Payer \"TEAM\" true", "Rêver \"SHARED\" true"]);
    restore(&hub, &editor, &project_id(project), 2).await;
    assert_eq!(states().await, ["Choisir \"PUBLIC\" false", "Payer \"TEAM\" false", "Rêver \"SHARED\" true"]);
    let logged: Vec<_> = hub.logged().await.into_iter().map(|row| (row.event, row.record_id)).collect();
    let told = |event: &str| {
        let mut ids: Vec<Uuid> =
            logged.iter().filter(|(told, _)| told == event).map(|(_, record)| *record).collect();
        ids.sort();
        ids
    };
    assert_eq!(told("record.archived").len(), 4);
    let mut back = vec![project, open, quiet];
    back.sort();
    assert_eq!(told("record.restored"), back);
});

on_both!(those_who_saw_it_are_told_that_it_is_gone, |hub| {
    let Team { editor, project, .. } = team(&hub).await;
    archive(&hub, &editor, &project_id(project), 1).await;
    restore(&hub, &editor, &project_id(project), 2).await;
    let told: Vec<_> = hub
        .logged()
        .await
        .into_iter()
        .map(|row| (row.version, row.withheld_before, row.withheld_after))
        .collect();
    assert_eq!(told, [(2, Some(false), Some(true)), (3, Some(true), Some(false))]);
});

on_both!(what_is_archived_is_not_changed_until_it_is_restored, |hub| {
    let Team { owner, editor, project, .. } = team(&hub).await;
    let action = action_id(hub.action(project, "Payer").await);
    let id = project_id(project);
    archive(&hub, &editor, &id, 1).await;
    let title = json!({ "fr": "Titre" });
    let tried = [
        ("updateProject", json!({ "id": id, "code": "F-1", "expectedVersion": 2 })),
        ("changeProjectStatus", json!({ "id": id, "to": "PAUSED", "expectedVersion": 2 })),
        ("changeVisibility", json!({ "id": id, "to": "TEAM", "expectedVersion": 2 })),
        ("updateAction", json!({ "id": action, "code": "F-1", "expectedVersion": 2 })),
        ("createAction", json!({ "project": id, "title": title })),
        ("shareRecord", json!({ "record": id, "grantee": { "structure": structure_id(owner) } })),
        (
            "proposeParticipation",
            json!({ "project": id, "structure": structure_id(owner), "role": "FUNDER" }),
        ),
        ("archiveRecord", json!({ "id": id, "expectedVersion": 2 })),
        ("restoreRecord", json!({ "id": action, "expectedVersion": 2 })),
    ];
    for (name, input) in tried {
        let refused = refusals(&hub.mutate(&editor, name, input, "").await);
        assert!(refused[0].starts_with("INVALID_TRANSITION input."), "{name}: {refused:?}");
    }
    let query = "query($id: ID!) { project(id: $id) { viewer { edit { allowed reason } } } }";
    let answer = hub.ask_as(&editor, query, json!({ "id": id })).await;
    let edit = &answer["data"]["project"]["viewer"]["edit"];
    assert_eq!(edit, &json!({ "allowed": false, "reason": "ARCHIVED" }));
    let back = restore(&hub, &editor, &id, 2).await;
    let expected =
        json!({ "__typename": "Project", "version": 3, "archivedAt": null, "visibility": "PUBLIC" });
    assert_eq!(back["record"], expected);
    assert_eq!(refusals(&restore(&hub, &editor, &id, 3).await), ["INVALID_TRANSITION input.id"]);
});

on_both!(a_draft_comes_back_as_a_draft, |hub| {
    let Team { owner, editor, .. } = team(&hub).await;
    let id = resource_id(hub.resource(owner, "Brouillon").draft().await);
    archive(&hub, &editor, &id, 1).await;
    let back = restore(&hub, &editor, &id, 2).await;
    let expected =
        json!({ "__typename": "TeachingResource", "version": 3, "archivedAt": null, "visibility": "SHARED" });
    assert_eq!(back["record"], expected);
    let answer = hub.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
    assert_eq!(answer["data"]["node"], Value::Null);
});

on_both!(only_editors_of_the_owner_archive_and_restore, |hub| {
    let Team { editor, reader, project, .. } = team(&hub).await;
    let pilot = hub.structure("Parc").partner(true).await;
    let pilot = hub.person("Pilar", pilot, Role::Admin).await;
    hub.project_member(project, pilot.member().expect("a member"), "PILOT").await;
    for actor in [&pilot, &reader] {
        assert_eq!(refusals(&archive(&hub, actor, &project_id(project), 1).await), ["FORBIDDEN input.id"]);
    }
    archive(&hub, &editor, &project_id(project), 1).await;
    assert_eq!(refusals(&restore(&hub, &pilot, &project_id(project), 2).await), ["FORBIDDEN input.id"]);
    assert_eq!(refusals(&restore(&hub, &reader, &project_id(project), 2).await), ["NOT_FOUND input.id"]);
});

on_both!(a_stale_version_archives_nothing, |hub| {
    let Team { editor, project, .. } = team(&hub).await;
    archive(&hub, &editor, &project_id(project), 1).await;
    let stale = restore(&hub, &editor, &project_id(project), 1).await;
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
    let expected = json!({ "current": { "version": 2 }, "changedFields": ["archivedAt"],
        "changedBy": { "displayName": "Edda" } });
    assert_eq!(stale["conflict"], expected);
});

on_both!(structures_and_people_are_not_archived, |hub| {
    let Team { owner, editor, .. } = team(&hub).await;
    for id in [structure_id(owner), member_id(editor.member().expect("a member"))] {
        assert_eq!(refusals(&archive(&hub, &editor, &id, 1).await), ["INVALID input.id"]);
    }
});

on_both!(an_archived_action_does_not_count_in_its_project, |hub| {
    let Team { editor, project, .. } = team(&hub).await;
    hub.action(project, "Choisir").with(|row| row.progress_pct = sea_orm::ActiveValue::Set(80)).await;
    let forgotten = hub.action(project, "Rêver").await;
    archive(&hub, &editor, &action_id(forgotten), 1).await;
    let query = "query($id: ID!) { project(id: $id) { progressPct actionStats { total } } }";
    for actor in [&editor, &Actor::Anonymous] {
        let answer = hub.ask_as(actor, query, json!({ "id": project_id(project) })).await;
        assert_eq!(
            answer["data"]["project"],
            json!({ "progressPct": 80, "actionStats": { "total": 1 } }),
            "{actor:?}"
        );
    }
});

on_both!(a_branch_is_archived_in_as_many_statements_however_large, |hub| {
    let Team { editor, project, .. } = team(&hub).await;
    let other = hub.project(hub.project_owner(project).await, "Verger").await;
    for place in 0..6 {
        hub.action(project, &format!("Action {place}")).await;
    }
    let (_, large) = hub.statements(archive(&hub, &editor, &project_id(project), 1)).await;
    let (_, small) = hub.statements(archive(&hub, &editor, &project_id(other), 1)).await;
    assert_eq!(large, small);
});

on_both!(an_archived_source_is_closed_once_it_is_restored, |hub| {
    let Team { owner, editor, .. } = team(&hub).await;
    let source = hub.funding_source(owner, "Aide").visibility(Visibility::Public).with(|row| {
        row.closes_on = sea_orm::ActiveValue::Set(Some("2026-03-01".parse().expect("a day")));
    });
    let id = funding_source_id(source.await);
    archive(&hub, &editor, &id, 1).await;
    let close = respyrem::domain::funding_source::close_past;
    assert_eq!(close(&hub.store).await.expect("it closes"), 0);
    restore(&hub, &editor, &id, 2).await;
    assert_eq!(close(&hub.store).await.expect("it closes"), 1);
});

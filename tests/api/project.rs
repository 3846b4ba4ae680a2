//! Projects: the public sheet, what a viewer counts, making one, its steps.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use respyrem::kernel::locale::Locale;
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::structure_id;
use crate::support::hub::caller;
use crate::support::project::{day, project_id};

const SHEET: &str = include_str!("../../docs/operations/project-sheet.graphql");

/// A public project called `four-solaire` with three actions, the last one of the team only.
async fn public_project(hub: &TestHub) -> Uuid {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let funder = hub.structure("Commune de Prades").visibility(Visibility::Public).await;
    let project = hub.project(owner, "Four solaire").visibility(Visibility::Public).slug("four-solaire");
    let title = json!({ "fr": "Four solaire", "ca": "Forn solar", "machine": ["ca"] });
    let project = project.with(|row| row.title = Set(title)).await;
    // Participations are listed by the moment they were made: the lead's came first.
    hub.clock.set("2026-03-14T09:00:01Z".parse().expect("a moment"));
    hub.participation(project, funder, "FUNDER", "ACCEPTED").await;
    hub.participation(project, funder, "PARTNER", "PROPOSED").await;
    let built = hub.action(project, "Bâtir").step("Terrasser", true).step("Monter", false).with(|row| {
        row.due_on = Set(Some(day("2026-03-13")));
        row.progress_pct = Set(50);
        row.pilot_structure_id = Set(Some(owner));
    });
    built.await;
    let ended = hub.action(project, "Dessiner").with(|row| {
        row.title = Set(json!({ "fr": "Dessiner", "ca": "Dibuixar" }));
        row.status = Set("DONE".to_owned());
        row.due_on = Set(Some(day("2026-01-10")));
        row.done_on = Set(Some(day("2026-02-01")));
        row.progress_pct = Set(100);
        row.position = Set(2);
    });
    ended.await;
    hub.action(project, "Négocier").visibility(Visibility::Team).with(|row| row.position = Set(3)).await;
    project
}

on_both!(the_public_sheet_is_read_in_catalan_where_there_is_catalan, |hub| {
    public_project(&hub).await;
    let reader =
        respyrem::gql::request::Caller { locales: vec![Locale::Ca, Locale::Fr], ..caller(&Actor::Anonymous) };
    let sheet = hub.ask_with(reader, SHEET, json!({ "slug": "four-solaire" }));
    let (answer, statements) = hub.statements(sheet).await;
    let expected = json!({
        "title": { "value": "Forn solar", "locale": "CA", "machine": true },
        "phase": "OPERATION", "status": "IN_PROGRESS", "progressPct": 75, "isLate": false,
        "lead": { "name": "Cal Forn" },
        "participations": { "nodes": [
            { "role": "LEAD", "state": "ACCEPTED", "structure": { "name": "Cal Forn", "kind": "ASSOCIATIVE" } },
            { "role": "FUNDER", "state": "ACCEPTED",
              "structure": { "name": "Commune de Prades", "kind": "ASSOCIATIVE" } },
        ] },
        "actionStats": { "total": 2, "done": 1, "late": 1, "blocked": 0 },
        "actions": { "nodes": [
            { "title": { "value": "Bâtir", "locale": "FR" }, "status": "IN_PROGRESS", "isLate": true,
              "dueOn": "2026-03-13", "progressPct": 50, "pilotStructure": { "name": "Cal Forn" },
              "steps": [
                { "position": 1, "title": "Terrasser", "done": true },
                { "position": 2, "title": "Monter", "done": false },
              ] },
            { "title": { "value": "Dibuixar", "locale": "CA" }, "status": "DONE", "isLate": false,
              "dueOn": "2026-01-10", "progressPct": 100, "pilotStructure": null, "steps": [] },
        ] },
    });
    assert_eq!(answer, json!({ "data": { "project": expected } }));
    assert_eq!(statements, 7);
});

on_both!(the_public_sheet_is_read_in_french, |hub| {
    public_project(&hub).await;
    let answer = hub.ask(SHEET, json!({ "slug": "four-solaire" })).await;
    let title = json!({ "value": "Four solaire", "locale": "FR", "machine": false });
    assert_eq!(answer["data"]["project"]["title"], title);
    assert_eq!(answer["data"]["project"]["actions"]["nodes"][1]["title"]["value"], "Dessiner");
});

on_both!(the_team_counts_what_only_it_sees, |hub| {
    let project = public_project(&hub).await;
    let owner = hub.project_owner(project).await;
    let member = hub.person("Aina", owner, Role::Viewer).await;
    let query =
        "query($id: ID!) { project(id: $id) { progressPct actionStats { total } actions { totalCount }
        participations { totalCount } } }";
    let count = async |actor: &Actor| {
        let mut answer = hub.ask_as(actor, query, json!({ "id": project_id(project) })).await;
        answer["data"]["project"].take()
    };
    let public = json!({ "progressPct": 75, "actionStats": { "total": 2 }, "actions": { "totalCount": 2 },
        "participations": { "totalCount": 2 } });
    let team = json!({ "progressPct": 50, "actionStats": { "total": 3 }, "actions": { "totalCount": 3 },
        "participations": { "totalCount": 3 } });
    assert_eq!(count(&Actor::Anonymous).await, public);
    assert_eq!(count(&member).await, team);
});

on_both!(a_structure_has_each_of_its_projects_once, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).siret("55210055400013").await;
    let open = hub.project(owner, "Ouvert").visibility(Visibility::Public).await;
    hub.participation(open, owner, "FUNDER", "ACCEPTED").await;
    hub.project(owner, "Discret").await;
    let query = "{ structure(siret: \"552 100 554 00013\") { projects(first: 10) {
        totalCount nodes { title { value } status isLate } } } }";
    let (answer, statements) = hub.statements(hub.ask(query, json!({}))).await;
    let nodes = json!([{ "title": { "value": "Ouvert" }, "status": "IN_PROGRESS", "isLate": false }]);
    assert_eq!(answer["data"]["structure"]["projects"], json!({ "totalCount": 1, "nodes": nodes }));
    assert_eq!(statements, 2);
});

on_both!(a_project_is_late_the_day_after_its_last_unless_it_is_over, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let cases = [
        ("Hier", "2026-03-13", "IN_PROGRESS", true),
        ("Aujourd'hui", "2026-03-14", "IN_PROGRESS", false),
        ("Fini", "2026-03-13", "COMPLETED", false),
    ];
    for (title, end, status, _) in cases {
        let project = hub.project(owner, title).visibility(Visibility::Public).with(|row| {
            row.ends_on = Set(Some(day(end)));
            row.status = Set(status.to_owned());
            row.phase = Set(if status == "COMPLETED" { "CLOSED" } else { "OPERATION" }.to_owned());
        });
        project.await;
    }
    let query =
        "{ projects(orderBy: [{ by: ENDS_ON }]) { nodes { title { value } isLate } pageInfo { endCursor } }
        late: projects(filter: { isLate: true }) { nodes { title { value } } } }";
    let answer = hub.ask(query, json!({})).await;
    for (title, _, _, late) in cases {
        let nodes = answer["data"]["projects"]["nodes"].as_array().expect("nodes");
        let found = nodes.iter().find(|node| node["title"]["value"] == title).expect("the project");
        assert_eq!(found["isLate"], late, "{title}");
    }
    assert_eq!(answer["data"]["late"]["nodes"], json!([{ "title": { "value": "Hier" } }]));
});

on_both!(projects_are_not_found_by_a_structure_that_the_viewer_does_not_see, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let hidden = hub.structure("Coopérative discrète").visibility(Visibility::Private).await;
    let project = hub.project(owner, "Ouvert").visibility(Visibility::Public).await;
    hub.participation(project, hidden, "PARTNER", "ACCEPTED").await;
    let query = "query($ids: [ID!]) { projects(filter: { structure: $ids }) { totalCount } }";
    let count = async |id| hub.ask(query, json!({ "ids": [structure_id(id)] })).await;
    assert_eq!(count(owner).await["data"]["projects"]["totalCount"], 1);
    assert_eq!(count(hidden).await["data"]["projects"]["totalCount"], 0);
});

const CREATE: &str = "mutation($input: CreateProjectInput!) { createProject(input: $input) {
    project { id version visibility status phase title { value } lead { name } programme { title { value } }
        participations { nodes { role state structure { name } } } viewer { edit { allowed } } }
    userErrors { code field } } }";

async fn create(hub: &TestHub, actor: &Actor, input: Value) -> Value {
    hub.ask_as(actor, CREATE, json!({ "input": input })).await["data"]["createProject"].take()
}

on_both!(an_editor_makes_a_project_that_its_structure_bears, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let made =
        create(&hub, &editor, json!({ "owner": structure_id(owner), "title": { "fr": "Four" } })).await;
    let project = &made["project"];
    assert_eq!(made["userErrors"], json!([]));
    assert_eq!((&project["version"], &project["visibility"]), (&json!(1), &json!("TEAM")));
    assert_eq!((&project["status"], &project["phase"]), (&json!("NOT_STARTED"), &json!("IDEA")));
    assert_eq!(project["lead"]["name"], "Cal Forn");
    assert_eq!(project["viewer"]["edit"]["allowed"], true);
    assert_eq!(hub.events().await, ["project.created"]);
});

on_both!(another_lead_is_asked_first, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let other = hub.structure("Parc").visibility(Visibility::Public).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let input =
        json!({ "owner": structure_id(owner), "lead": structure_id(other), "title": { "fr": "Four" } });
    let made = create(&hub, &editor, input).await;
    assert_eq!(made["project"]["lead"], Value::Null);
    let asked = json!([{ "role": "LEAD", "state": "PROPOSED", "structure": { "name": "Parc" } }]);
    assert_eq!(made["project"]["participations"]["nodes"], asked);
});

on_both!(a_project_belongs_to_a_programme_and_not_to_a_project, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let programme = hub.project(owner, "Programme").with(|row| row.kind = Set("PROGRAMME".to_owned())).await;
    let project = hub.project(owner, "Projet").await;
    let input = |kind: &str, above: Uuid| {
        json!({ "owner": structure_id(owner), "kind": kind, "programme": project_id(above),
            "title": { "fr": "Four" } })
    };
    let made = create(&hub, &editor, input("PROJECT", programme)).await;
    assert_eq!(made["project"]["programme"]["title"]["value"], "Programme");
    for input in [input("PROJECT", project), input("PROGRAMME", programme)] {
        let refused = create(&hub, &editor, input).await;
        let expected = json!([{ "code": "INVALID", "field": ["input", "programme"] }]);
        assert_eq!(refused["userErrors"], expected);
    }
});

on_both!(every_fault_of_a_project_is_told_at_once, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let input = json!({ "owner": structure_id(owner), "title": { "fr": " " }, "code": "x".repeat(41),
        "startsOn": "2026-02-01", "endsOn": "2026-01-01" });
    let refused = create(&hub, &editor, input).await;
    let expected = json!([
        { "code": "REQUIRED", "field": ["input", "title", "fr"] },
        { "code": "INVALID", "field": ["input", "code"] },
        { "code": "INVALID", "field": ["input", "endsOn"] },
    ]);
    assert_eq!(refused["userErrors"], expected);
});

on_both!(only_editors_of_the_owner_make_a_project, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let hidden = hub.structure("Coopérative discrète").visibility(Visibility::Private).await;
    let viewer = hub.person("Biel", owner, Role::Viewer).await;
    for (structure, code) in [(owner, "FORBIDDEN"), (hidden, "NOT_FOUND")] {
        let input = json!({ "owner": structure_id(structure), "title": { "fr": "Four" } });
        let refused = create(&hub, &viewer, input).await;
        assert_eq!(refused["userErrors"], json!([{ "code": code, "field": ["input", "owner"] }]));
    }
    assert!(hub.events().await.is_empty());
});

const STEP: &str = "mutation($input: ChangeProjectStatusInput!) { changeProjectStatus(input: $input) {
    project { version status statusReason phase allowedTransitions
        statusHistory { nodes { field from to reason } } }
    conflict { current { version } changedFields changedBy { displayName } }
    userErrors { code field message } } }";

on_both!(an_end_closes_a_project_and_the_way_back_opens_it_in_its_phase, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let project = hub.project(owner, "Four").with(|row| row.phase = Set("STUDY".to_owned())).await;
    let step = async |to: &str, version: i32| {
        let input =
            json!({ "id": project_id(project), "to": to, "expectedVersion": version, "reason": "le gel" });
        hub.ask_as(&editor, STEP, json!({ "input": input })).await["data"]["changeProjectStatus"].take()
    };
    let ended = step("COMPLETED", 1).await;
    assert_eq!((&ended["project"]["phase"], &ended["project"]["version"]), (&json!("CLOSED"), &json!(2)));
    assert_eq!(ended["project"]["allowedTransitions"], json!(["IN_PROGRESS"]));
    let reopened = step("IN_PROGRESS", 2).await;
    assert_eq!(reopened["project"]["phase"], "STUDY");
    assert_eq!(reopened["project"]["statusReason"], "le gel");
    let history = reopened["project"]["statusHistory"]["nodes"].as_array().expect("a history");
    assert_eq!(history.len(), 4);
    assert_eq!(hub.events().await, ["project.status_changed", "project.status_changed"]);
    let stale = step("PAUSED", 2).await;
    assert_eq!(stale["conflict"]["current"]["version"], 3);
    assert_eq!(stale["conflict"]["changedFields"], json!(["status", "phase"]));
});

on_both!(a_phase_goes_back_one_step_with_a_reason, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let project = hub.project(owner, "Four").await;
    let query = "mutation($input: ChangeProjectPhaseInput!) { changeProjectPhase(input: $input) {
        project { phase } userErrors { code field } } }";
    let step = async |to: &str, reason: Option<&str>| {
        let input = json!({ "id": project_id(project), "to": to, "expectedVersion": 1, "reason": reason });
        hub.ask_as(&editor, query, json!({ "input": input })).await["data"]["changeProjectPhase"].take()
    };
    let unexplained = json!([{ "code": "REQUIRED", "field": ["input", "reason"] }]);
    assert_eq!(step("STUDY", None).await["userErrors"], unexplained);
    let leap = json!([{ "code": "INVALID_TRANSITION", "field": ["input", "to"] }]);
    assert_eq!(step("IDEA", Some("recommencer")).await["userErrors"], leap);
    assert_eq!(step("STUDY", Some("recommencer")).await["project"]["phase"], "STUDY");
});

on_both!(a_project_of_two_structures_shows_the_same_under_each, |hub| {
    let casal = hub.structure("Casal").visibility(Visibility::Public).await;
    let forn = hub.structure("Forn").visibility(Visibility::Public).await;
    let project = hub.project(casal, "Four solaire").visibility(Visibility::Public).await;
    hub.participation(project, forn, "PARTNER", "ACCEPTED").await;
    for (position, title) in (1..).zip(["Bâtir", "Dessiner", "Négocier"]) {
        hub.action(project, title).with(|row| row.position = Set(position)).await;
    }
    let query = "{ structures(first: 2) { nodes { projects(first: 1) { nodes {
        actions(first: 2) { totalCount nodes { title { value } } pageInfo { hasNextPage } } } } } } }";
    let answer = hub.ask(query, json!({})).await;
    let expected = json!({ "totalCount": 3, "pageInfo": { "hasNextPage": true },
        "nodes": [{ "title": { "value": "Bâtir" } }, { "title": { "value": "Dessiner" } }] });
    for structure in 0..2 {
        let shown = &answer["data"]["structures"]["nodes"][structure]["projects"]["nodes"][0]["actions"];
        assert_eq!(*shown, expected, "{answer}");
    }
});

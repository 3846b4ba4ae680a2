//! Training paths: finding and listing them with what they teach, and what nobody but their editors sees of a draft.

use entities::module_prerequisite;
use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::structure_id;
use crate::support::resource::resource_id;
use crate::support::training_path::{module_id, stage_id, training_path_id};

/// Says that a module requires another one.
async fn require(hub: &TestHub, module: Uuid, required: Uuid) {
    let row = module_prerequisite::ActiveModel { module_id: Set(module), requires_id: Set(required) };
    let insert = module_prerequisite::Entity::insert(row);
    insert.exec_without_returning(hub.connection()).await.expect("a prerequisite");
}

on_both!(a_path_reads_with_its_stages_and_modules_in_their_order, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let resource = hub.resource(owner, "Mallette").visibility(Visibility::Public).await;
    let path = hub.training_path(owner, "Cuisine de montagne").visibility(Visibility::Public);
    let path = path.stage("Découvrir", &["Visite", "Lecture"]).stage("Faire", &["Atelier"]);
    let path = path.marked(hub.sector("alimentation").await).marked(hub.theme("cuisine").await).await;
    let (_, modules) = hub.outline(path).await;
    require(&hub, modules[2], modules[0]).await;
    hub.work_with(modules[1], resource).await;
    let query = "query($id: ID!) { trainingPath(id: $id) { title { value } provider { name } status modality orderPolicy
        certification languages totalMinutes isCrossSector revision changedSinceRevision allowedTransitions
        sectors { code } themes { code } audiences { code }
        stages { position title { value } modules { position kind title { value } minutes required unlocked
            requires { id } resource { id licence } } } } }";
    let (answer, statements) = hub.statements(hub.ask(query, json!({ "id": training_path_id(path) }))).await;
    let module = |position: i32, kind: &str, title: &str, requires: Value, resource: Value| {
        json!({ "position": position, "kind": kind, "title": { "value": title }, "minutes": 30, "required": true,
            "unlocked": true, "requires": requires, "resource": resource })
    };
    let mallette = json!({ "id": resource_id(resource), "licence": "CC-BY-4.0" });
    let expected = json!({
        "title": { "value": "Cuisine de montagne" }, "provider": { "name": "Cal Forn" }, "status": "PUBLISHED",
        "modality": "ONSITE", "orderPolicy": "RECOMMENDED", "certification": "NONE", "languages": ["fr"],
        "totalMinutes": 90, "isCrossSector": false, "revision": 1, "changedSinceRevision": false,
        "allowedTransitions": ["SUSPENDED", "ARCHIVED"],
        "sectors": [{ "code": "alimentation" }], "themes": [{ "code": "cuisine" }], "audiences": [],
        "stages": [
            { "position": 1, "title": { "value": "Découvrir" }, "modules": [
                module(1, "LESSON", "Visite", json!([]), Value::Null),
                module(2, "RESOURCE", "Lecture", json!([]), mallette),
            ] },
            { "position": 2, "title": { "value": "Faire" }, "modules": [
                module(1, "LESSON", "Atelier", json!([{ "id": module_id(modules[0]) }]), Value::Null),
            ] },
        ],
    });
    assert_eq!(answer, json!({ "data": { "trainingPath": expected } }));
    assert_eq!(statements, 3);
});

on_both!(only_what_one_begins_with_is_open_when_the_order_is_enforced, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let path = hub.training_path(owner, "Taille").visibility(Visibility::Public);
    let path = path.with(|row| row.order_policy = Set("ENFORCED".to_owned()));
    let path = path.stage("Un", &["A", "B"]).stage("Deux", &["C"]).await;
    let (_, modules) = hub.outline(path).await;
    require(&hub, modules[1], modules[0]).await;
    let query = "query($id: ID!) { trainingPath(id: $id) { stages { modules { unlocked } } } }";
    let answer = hub.ask(query, json!({ "id": training_path_id(path) })).await;
    let unlocked = |open: bool| json!({ "unlocked": open });
    let expected = json!([
        { "modules": [unlocked(true), unlocked(false)] },
        { "modules": [unlocked(false)] },
    ]);
    assert_eq!(answer["data"]["trainingPath"]["stages"], expected);
});

on_both!(paths_are_found_by_what_one_looks_for, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let other = hub.structure("Coopérative").visibility(Visibility::Public).await;
    let (food, wood) = (hub.sector("alimentation").await, hub.sector("bois").await);
    let school = hub.audience("PUBLIC").await;
    let cooking =
        hub.training_path(owner, "Cuisine").visibility(Visibility::Public).marked(food).marked(wood);
    cooking.marked(hub.theme("cantine").await).await;
    let remote =
        hub.training_path(other, "Dossiers").visibility(Visibility::Public).marked(food).marked(school);
    let remote = remote.with(|row| {
        row.modality = Set(Some("REMOTE".to_owned()));
        row.languages = Set(json!(["ca"]));
        row.certification = Set("BADGE".to_owned());
    });
    remote.stage("Tout", &["A", "B", "C"]).await;
    let query = "query($filter: TrainingPathFilter) { trainingPaths(first: 20, filter: $filter) {
        totalCount nodes { title { value } } } }";
    let cases = [
        (json!({}), vec!["Cuisine", "Dossiers"]),
        (json!({ "crossSector": true, "modality": ["ONSITE", "HYBRID"] }), vec!["Cuisine"]),
        (json!({ "crossSector": false }), vec!["Dossiers"]),
        (json!({ "modality": ["REMOTE"] }), vec!["Dossiers"]),
        (json!({ "sectors": ["bois", "pierre"] }), vec!["Cuisine"]),
        (json!({ "themes": ["cantine"] }), vec!["Cuisine"]),
        (json!({ "audiences": ["PUBLIC"] }), vec!["Dossiers"]),
        (json!({ "audiences": ["cantine"] }), vec![]),
        (json!({ "languages": ["ca", "en"] }), vec!["Dossiers"]),
        (json!({ "certification": ["BADGE", "RNCP"] }), vec!["Dossiers"]),
        (json!({ "provider": [structure_id(owner)] }), vec!["Cuisine"]),
        (json!({ "maxMinutes": 89 }), vec!["Cuisine"]),
        (json!({ "maxMinutes": 90 }), vec!["Cuisine", "Dossiers"]),
        (json!({ "status": ["DRAFT"] }), vec![]),
    ];
    for (filter, expected) in cases {
        let answer = hub.ask(query, json!({ "filter": filter })).await;
        let page = &answer["data"]["trainingPaths"];
        let nodes = page["nodes"].as_array().unwrap_or_else(|| panic!("{answer}")).iter();
        let titles: Vec<_> = nodes.map(|node| node["title"]["value"].as_str().expect("a title")).collect();
        assert_eq!(titles, expected, "{filter}");
        assert_eq!(page["totalCount"], expected.len(), "{filter}");
    }
});

on_both!(a_draft_is_there_for_its_editors_only, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let resource = hub.resource(owner, "Mallette").visibility(Visibility::Public).await;
    let draft = hub.training_path(owner, "Brouillon").draft().await;
    let (stages, modules) = hub.outline(draft).await;
    hub.work_with(modules[0], resource).await;
    let query = "query($id: ID!, $stage: ID!, $module: ID!, $resource: ID!) {
        node(id: $id) { id } stage: node(id: $stage) { id } module: node(id: $module) { id }
        trainingPath(id: $id) { id } trainingPaths { totalCount nodes { id } }
        resource(id: $resource) { usedInPaths { totalCount nodes { id } } } }";
    let (stage, module) = (stage_id(stages[0]), module_id(modules[0]));
    let variables = json!({ "id": training_path_id(draft), "stage": stage, "module": module,
        "resource": resource_id(resource) });
    let none = json!({ "totalCount": 0, "nodes": [] });
    let nothing = json!({ "node": null, "stage": null, "module": null, "trainingPath": null,
        "trainingPaths": none, "resource": { "usedInPaths": none } });
    let viewer = hub.person("Biel", owner, Role::Viewer).await;
    for actor in [Actor::Anonymous, viewer] {
        assert_eq!(hub.ask_as(&actor, query, variables.clone()).await, json!({ "data": nothing }));
    }
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let id = json!({ "id": training_path_id(draft) });
    let one = json!({ "totalCount": 1, "nodes": [id] });
    let all = json!({ "node": id, "stage": { "id": stage }, "module": { "id": module }, "trainingPath": id,
        "trainingPaths": one, "resource": { "usedInPaths": one } });
    assert_eq!(hub.ask_as(&editor, query, variables).await, json!({ "data": all }));
});

on_both!(a_resource_that_one_may_not_see_is_not_told_by_the_path, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let hidden = hub.resource(owner, "Interne").await;
    let path = hub.training_path(owner, "Cuisine").visibility(Visibility::Public).await;
    let (_, modules) = hub.outline(path).await;
    hub.work_with(modules[0], hidden).await;
    let query = "query($id: ID!) { trainingPath(id: $id) { stages { modules { kind resource { id } } } } }";
    let answer = hub.ask(query, json!({ "id": training_path_id(path) })).await;
    let expected = json!([{ "modules": [{ "kind": "RESOURCE", "resource": null }] }]);
    assert_eq!(answer["data"]["trainingPath"]["stages"], expected);
});

//! What partners' sites ask of training paths and of the resources that one works with in them, word for word.

use respyrem::access::Visibility;
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::resource::resource_id;
use crate::support::training_path::training_path_id;

const PATHS: &str = include_str!("../../docs/operations/cross-sector-paths.graphql");
const RESOURCES: &str = include_str!("../../docs/operations/resources-for-class.graphql");

on_both!(only_paths_of_several_trades_are_listed, |hub| {
    let commune = hub.commune("66149", "Prades").await;
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).at(commune).await;
    let resource = hub.resource(owner, "Mallette").visibility(Visibility::Public).await;
    let (food, wood) = (hub.sector("alimentation").await, hub.sector("bois").await);
    let both =
        || hub.training_path(owner, "Four à pain").visibility(Visibility::Public).marked(food).marked(wood);
    let listed = both().stage("Bâtir", &["Maçonner", "Sécher"]).stage("Cuire", &["Pétrir"]).await;
    both().with(|row| row.modality = Set(Some("REMOTE".to_owned()))).await;
    both().draft().await;
    hub.training_path(owner, "Pain").visibility(Visibility::Public).marked(food).await;
    let (_, modules) = hub.outline(listed).await;
    hub.work_with(modules[1], resource).await;
    let (answer, statements) = hub.statements(hub.ask(PATHS, json!({ "inseeCode": "66149" }))).await;
    let page = &answer["data"]["trainingPaths"];
    assert_eq!(
        (&page["totalCount"], &page["nodes"].as_array().map(Vec::len)),
        (&json!(1), &Some(1)),
        "{answer}"
    );
    let path = &page["nodes"][0];
    assert_eq!((&path["id"], &path["distanceKm"]), (&json!(training_path_id(listed)), &json!(0.0)));
    assert_eq!((&path["totalMinutes"], &path["isCrossSector"]), (&json!(90), &json!(true)));
    let stages = path["stages"].as_array().expect("stages").iter();
    let titles: Vec<Value> = stages.map(|stage| stage["title"]["value"].clone()).collect();
    assert_eq!(titles, ["Bâtir", "Cuire"]);
    let worked = &path["stages"][0]["modules"][1];
    assert_eq!(worked["resource"], json!({ "id": resource_id(resource), "licence": "CC-BY-4.0" }));
    assert_eq!(statements, 5);
});

on_both!(ten_paths_cost_as_many_statements_as_one, |hub| {
    let commune = hub.commune("66149", "Prades").await;
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).at(commune).await;
    let (food, wood) = (hub.sector("alimentation").await, hub.sector("bois").await);
    let add = async || {
        let path = hub.training_path(owner, "Four").visibility(Visibility::Public).marked(food).marked(wood);
        path.stage("Un", &["A", "B"]).stage("Deux", &["C"]).await;
    };
    add().await;
    let (_, one) = hub.statements(hub.ask(PATHS, json!({ "inseeCode": "66149" }))).await;
    for _ in 1..10 {
        add().await;
    }
    let (answer, ten) = hub.statements(hub.ask(PATHS, json!({ "inseeCode": "66149" }))).await;
    assert_eq!(answer["data"]["trainingPaths"]["nodes"].as_array().map(Vec::len), Some(10), "{answer}");
    assert_eq!(one, ten);
});

/// A resource for a class, used in a path that is published and in one that is not.
async fn class(hub: &TestHub) {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let resource = hub.resource(owner, "Atelier de cuisine").visibility(Visibility::Public).with(|row| {
        row.min_age = Set(Some(8));
        row.max_age = Set(Some(12));
        row.learning_minutes = Set(Some(60));
    });
    let resource = resource.await;
    let open = hub.training_path(owner, "Cuisine").visibility(Visibility::Public).await;
    let draft = hub.training_path(owner, "Brouillon").draft().await;
    for path in [open, draft] {
        let (_, modules) = hub.outline(path).await;
        hub.work_with(modules[0], resource).await;
    }
    hub.resource(owner, "Atelier de cuisine, brouillon").draft().await;
    hub.reindex().await;
}

on_both!(a_class_is_told_in_which_published_paths_a_resource_is_used, |hub| {
    class(&hub).await;
    let text = json!({ "text": "ateliers cuisine" });
    let (answer, statements) = hub.statements(hub.ask(RESOURCES, text)).await;
    let page = &answer["data"]["resources"];
    assert_eq!(page["totalCount"], 1, "{answer}");
    let resource = &page["nodes"][0];
    assert_eq!(resource["title"]["value"], "Atelier de cuisine");
    assert_eq!(resource["usedInPaths"]["nodes"], json!([{ "title": { "value": "Cuisine" } }]));
    assert_eq!(statements, 2);
});

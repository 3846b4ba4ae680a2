//! The stages and modules of training paths: added, moved and removed, and never in a circle.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::refusals;
use crate::support::resource::resource_id;
use crate::support::training_path::{module_id, stage_id, training_path_id};

const CHANGED: &str = "trainingPath { version stages { position title { value } modules { position title { value } requires { title { value } } } } }
    stage { id title { value } } module { id title { value } minutes required } conflict { current { version } }";

/// The order of a path that a mutation answers: `Un[A B<A] Deux[C]`.
fn order(payload: &Value) -> String {
    let title = |row: &Value| row["title"]["value"].as_str().expect("a title").to_owned();
    let rows = |row: &Value| row.as_array().unwrap_or_else(|| panic!("{payload}")).clone();
    let module = |(at, module): (usize, Value)| {
        assert_eq!(module["position"], at + 1, "{payload}");
        let requires: Vec<String> = rows(&module["requires"]).iter().map(title).collect();
        if requires.is_empty() {
            title(&module)
        } else {
            format!("{}<{}", title(&module), requires.join("+"))
        }
    };
    let stage = |(at, stage): (usize, Value)| {
        assert_eq!(stage["position"], at + 1, "{payload}");
        let modules: Vec<String> = rows(&stage["modules"]).into_iter().enumerate().map(module).collect();
        format!("{}[{}]", title(&stage), modules.join(" "))
    };
    let stages: Vec<String> =
        rows(&payload["trainingPath"]["stages"]).into_iter().enumerate().map(stage).collect();
    stages.join(" ")
}

/// A draft `Un[A B] Deux[C]`, and who may change it.
async fn draft(hub: &TestHub) -> (Actor, Uuid, Vec<Uuid>, Vec<Uuid>) {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let path = hub.training_path(owner, "Cuisine").draft();
    let path = path.stage("Un", &["A", "B"]).stage("Deux", &["C"]).await;
    let (stages, modules) = hub.outline(path).await;
    (editor, path, stages, modules)
}

on_both!(stages_are_added_named_moved_and_removed, |hub| {
    let (editor, path, stages, _) = draft(&hub).await;
    let title = json!({ "fr": "Trois" });
    let add = json!({ "path": training_path_id(path), "title": title, "position": 1, "expectedVersion": 1 });
    let added = hub.mutate(&editor, "addPathStage", add, CHANGED).await;
    assert_eq!(order(&added), "Trois[] Un[A B] Deux[C]");
    let id = added["stage"]["id"].clone();
    let rename = json!({ "id": id, "title": { "fr": "Zéro" }, "expectedVersion": 2 });
    let renamed = hub.mutate(&editor, "updatePathStage", rename.clone(), CHANGED).await;
    assert_eq!(order(&renamed), "Zéro[] Un[A B] Deux[C]");
    assert_eq!(renamed["trainingPath"]["version"], 3);
    let shift = json!({ "id": id, "position": 3, "expectedVersion": 3 });
    assert_eq!(order(&hub.mutate(&editor, "movePathStage", shift, CHANGED).await), "Un[A B] Deux[C] Zéro[]");
    let remove = json!({ "id": stage_id(stages[0]), "expectedVersion": 4 });
    let removed = hub.mutate(&editor, "removePathStage", remove, CHANGED).await;
    assert_eq!(order(&removed), "Deux[C] Zéro[]");
    assert_eq!(removed["stage"], Value::Null);
    let stale = hub.mutate(&editor, "updatePathStage", rename, CHANGED).await;
    assert_eq!(stale["conflict"]["current"]["version"], 5);
    assert_eq!(hub.events().await, ["path.updated"; 4]);
    assert!(hub.logged().await.iter().all(|row| row.changed_fields == json!(["stages"])));
});

on_both!(modules_are_added_changed_moved_and_removed, |hub| {
    let (editor, _, stages, modules) = draft(&hub).await;
    let add = json!({ "stage": stage_id(stages[1]), "kind": "WORKSHOP", "title": { "fr": "D" }, "minutes": 120,
        "required": false, "requires": [module_id(modules[0]), module_id(modules[2])], "position": 1, "expectedVersion": 1 });
    let added = hub.mutate(&editor, "addPathModule", add, CHANGED).await;
    assert_eq!(order(&added), "Un[A B] Deux[D<A+C C]");
    let module = &added["module"];
    assert_eq!((&module["minutes"], &module["required"]), (&json!(120), &json!(false)));
    let change = json!({ "id": module["id"], "title": { "fr": "E" }, "minutes": 60, "expectedVersion": 2 });
    let changed = hub.mutate(&editor, "updatePathModule", change, CHANGED).await;
    assert_eq!(
        (order(&changed).as_str(), &changed["module"]["minutes"]),
        ("Un[A B] Deux[E<A+C C]", &json!(60))
    );
    assert_eq!(changed["module"]["required"], false);
    let shift = json!({ "id": module_id(modules[1]), "stage": stage_id(stages[1]), "position": 2, "expectedVersion": 3 });
    assert_eq!(order(&hub.mutate(&editor, "movePathModule", shift, CHANGED).await), "Un[A] Deux[E<A+C B C]");
    let remove = json!({ "id": module_id(modules[0]), "expectedVersion": 4 });
    assert_eq!(order(&hub.mutate(&editor, "removePathModule", remove, CHANGED).await), "Un[] Deux[E<C B C]");
});

on_both!(what_a_module_requires_comes_before_it_and_never_in_a_circle, |hub| {
    let (editor, _, stages, modules) = draft(&hub).await;
    let [a, b, c] = [0, 1, 2].map(|at| module_id(modules[at]));
    let say = async |mutation: &str, module: &str, requires: &str, version: i32| {
        let input = json!({ "module": module, "requires": requires, "expectedVersion": version });
        hub.mutate(&editor, mutation, input, CHANGED).await
    };
    let (add, remove) = ("addModulePrerequisite", "removeModulePrerequisite");
    assert_eq!(order(&say(add, &b, &a, 1).await), "Un[A B<A] Deux[C]");
    assert_eq!(order(&say(add, &c, &b, 2).await), "Un[A B<A] Deux[C<B]");
    for (module, requires, code, why) in [
        (&a, &b, "INVALID", "circle"),
        (&a, &a, "INVALID", "circle"),
        (&a, &c, "INVALID", "later stage"),
        (&b, &a, "DUPLICATE", "already"),
        (&b, &stage_id(stages[0]), "NOT_FOUND", "no such module"),
    ] {
        let refused = say(add, module, requires, 3).await;
        assert_eq!(refusals(&refused), [format!("{code} input.requires")]);
        assert!(refused["userErrors"][0]["message"].as_str().expect("a message").contains(why), "{refused}");
    }
    let shift = json!({ "id": stage_id(stages[1]), "position": 1, "expectedVersion": 3 });
    assert_eq!(
        refusals(&hub.mutate(&editor, "movePathStage", shift, CHANGED).await),
        ["INVALID input.position"]
    );
    let shift = json!({ "id": b, "stage": stage_id(stages[1]), "position": 1, "expectedVersion": 3 });
    assert_eq!(order(&hub.mutate(&editor, "movePathModule", shift, CHANGED).await), "Un[A] Deux[B<A C<B]");
    let shift = json!({ "id": c, "stage": stage_id(stages[0]), "position": 1, "expectedVersion": 4 });
    assert_eq!(
        refusals(&hub.mutate(&editor, "movePathModule", shift, CHANGED).await),
        ["INVALID input.stage"]
    );
    assert_eq!(order(&say(remove, &c, &b, 4).await), "Un[A] Deux[B<A C]");
    assert_eq!(refusals(&say(remove, &c, &b, 5).await), ["NOT_FOUND input.requires"]);
});

on_both!(what_stands_in_another_path_is_none_of_this_one, |hub| {
    let (editor, path, stages, modules) = draft(&hub).await;
    let owner = hub.structure("Autre").visibility(Visibility::Public).await;
    let other = hub.training_path(owner, "Autre").visibility(Visibility::Public).await;
    let (theirs, their_modules) = hub.outline(other).await;
    let shift = json!({ "id": module_id(modules[0]), "stage": stage_id(theirs[0]), "position": 1, "expectedVersion": 1 });
    assert_eq!(
        refusals(&hub.mutate(&editor, "movePathModule", shift, CHANGED).await),
        ["NOT_FOUND input.stage"]
    );
    let require = json!({ "module": module_id(modules[0]), "requires": module_id(their_modules[0]), "expectedVersion": 1 });
    let refused = hub.mutate(&editor, "addModulePrerequisite", require, CHANGED).await;
    assert_eq!(refusals(&refused), ["NOT_FOUND input.requires"]);
    let add = json!({ "stage": stage_id(stages[0]), "kind": "LESSON", "title": { "fr": "D" }, "minutes": 30,
        "requires": [module_id(their_modules[0])], "expectedVersion": 1 });
    assert_eq!(
        refusals(&hub.mutate(&editor, "addPathModule", add, CHANGED).await),
        ["NOT_FOUND input.requires"]
    );
    let rename = json!({ "id": stage_id(theirs[0]), "title": { "fr": "À moi" }, "expectedVersion": 1 });
    assert_eq!(
        refusals(&hub.mutate(&editor, "updatePathStage", rename, CHANGED).await),
        ["FORBIDDEN input.id"]
    );
    let add = json!({ "path": training_path_id(path), "title": { "fr": "D" }, "position": 4, "expectedVersion": 1 });
    assert_eq!(
        refusals(&hub.mutate(&editor, "addPathStage", add, CHANGED).await),
        ["INVALID input.position"]
    );
    assert_eq!(hub.events().await, [""; 0]);
});

on_both!(every_fault_of_a_module_is_told_at_once, |hub| {
    let (editor, _, stages, modules) = draft(&hub).await;
    let owner = hub.structure("Autre").visibility(Visibility::Public).await;
    let hidden = hub.resource(owner, "Caché").visibility(Visibility::Private).await;
    let add = json!({ "stage": stage_id(stages[0]), "kind": "RESOURCE", "title": { "fr": " " }, "minutes": 0,
        "resource": resource_id(hidden), "expectedVersion": 1 });
    let refused = hub.mutate(&editor, "addPathModule", add, CHANGED).await;
    let expected = [
        "REQUIRED input.title.fr",
        "NOT_FOUND input.resource",
        "INVALID input.minutes",
        "INVALID input.resource",
    ];
    assert_eq!(refusals(&refused), expected);
    let change = json!({ "id": module_id(modules[0]), "kind": "RESOURCE", "expectedVersion": 1 });
    assert_eq!(
        refusals(&hub.mutate(&editor, "updatePathModule", change, CHANGED).await),
        ["INVALID input.resource"]
    );
});

on_both!(of_ten_at_once_one_adds_its_stage, |hub| {
    let (editor, path, _, _) = draft(&hub).await;
    let add = json!({ "path": training_path_id(path), "title": { "fr": "Trois" }, "expectedVersion": 1 });
    let adds = (0..10).map(|_| hub.mutate(&editor, "addPathStage", add.clone(), CHANGED));
    let answers = futures_util::future::join_all(adds).await;
    let (done, stale): (Vec<_>, Vec<_>) =
        answers.iter().partition(|answer| answer["userErrors"] == json!([]));
    assert_eq!((done.len(), stale.len()), (1, 9));
    assert!(stale.iter().all(|answer| answer["conflict"]["current"]["version"] == 2), "{stale:?}");
    assert_eq!(hub.outline(path).await.0.len(), 3);
});

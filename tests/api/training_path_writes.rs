//! Making, changing and publishing training paths.

use std::collections::BTreeSet;

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, ClientActor, Role, Scope};
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{refusals, structure_id};
use crate::support::training_path::training_path_id;

const SHOWN: &str =
    "trainingPath { id version status revision changedSinceRevision title { value } summary { value }
    provider { name } certification certificationCode price languages sectors { code } themes { code } }";
const CHANGED: &str =
    "trainingPath { id version status revision changedSinceRevision title { value } price sectors { code } }
    conflict { current { version } changedFields }";

async fn step(hub: &TestHub, actor: &Actor, id: &Value, to: &str, version: i32) -> Value {
    let input = json!({ "id": id, "to": to, "expectedVersion": version, "reason": "à revoir" });
    hub.mutate(actor, "changeTrainingPathStatus", input, CHANGED).await
}

on_both!(a_path_goes_from_draft_to_its_readers_and_back, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let draft = hub.training_path(owner, "Cuisine").draft().await;
    let id = json!(training_path_id(draft));
    let count = async || {
        let answer = hub.ask("{ trainingPaths { totalCount } }", json!({})).await;
        answer["data"]["trainingPaths"]["totalCount"].clone()
    };
    let steps = [
        ("IN_REVIEW", 0, 0),
        ("DRAFT", 0, 0),
        ("IN_REVIEW", 0, 0),
        ("PUBLISHED", 1, 1),
        ("SUSPENDED", 0, 1),
        ("PUBLISHED", 1, 1),
        ("ARCHIVED", 0, 1),
    ];
    for (version, (to, readers, revision)) in (1..).zip(steps) {
        let after = step(&hub, &editor, &id, to, version).await;
        assert_eq!(after["userErrors"], json!([]), "{to}");
        assert_eq!(
            (&after["trainingPath"]["status"], &after["trainingPath"]["revision"]),
            (&json!(to), &json!(revision))
        );
        assert_eq!(count().await, readers, "{to}");
    }
    let refused = step(&hub, &editor, &id, "PUBLISHED", 8).await;
    assert_eq!(refusals(&refused), ["INVALID_TRANSITION input.to"]);
    let updated = "path.updated";
    let published = "path.published";
    assert_eq!(hub.events().await, [updated, updated, updated, published, updated, published, updated]);
    let logged = hub.logged().await;
    assert_eq!(logged[3].withheld_before, Some(true));
    assert_eq!((logged[3].withheld_after, logged[3].visible_after.as_deref()), (Some(false), Some("PUBLIC")));
    assert_eq!(logged[4].withheld_after, Some(true));
    assert_eq!(hub.count("path_revision").await, 1);
});

on_both!(a_step_that_takes_a_path_from_its_readers_is_explained, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let id = training_path_id(hub.training_path(owner, "Cuisine").await);
    let input = json!({ "id": id, "to": "SUSPENDED", "expectedVersion": 1 });
    let refused = hub.mutate(&editor, "changeTrainingPathStatus", input, CHANGED).await;
    assert_eq!(refusals(&refused), ["REQUIRED input.reason"]);
});

on_both!(a_path_that_teaches_nothing_is_not_published, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let empty = hub.training_path(owner, "Vide").draft().stage("Découvrir", &[]).await;
    let id = json!(training_path_id(empty));
    step(&hub, &editor, &id, "IN_REVIEW", 1).await;
    assert_eq!(refusals(&step(&hub, &editor, &id, "PUBLISHED", 2).await), ["REQUIRED input.to"]);
    assert_eq!(hub.count("path_revision").await, 0);
});

on_both!(what_is_said_of_a_path_is_kept_and_changed_field_by_field, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    for code in ["alimentation", "bois"] {
        hub.sector(code).await;
    }
    let input = json!({ "owner": structure_id(owner), "title": { "fr": "Cuisine" }, "modality": "HYBRID",
        "summary": { "fr": "On cuisine." }, "certification": "RNCP", "certificationCode": "rncp 35974",
        "price": 12000, "languages": ["FR", "ca", "fr"], "sectors": ["alimentation"] });
    let made = hub.mutate(&editor, "createTrainingPath", input, SHOWN).await;
    let mut path = made["trainingPath"].clone();
    let id = path["id"].take();
    let expected = json!({ "id": null, "version": 1, "status": "DRAFT", "revision": 0, "changedSinceRevision": true,
        "title": { "value": "Cuisine" }, "summary": { "value": "On cuisine." }, "provider": { "name": "Cal Forn" },
        "certification": "RNCP", "certificationCode": "RNCP35974", "price": 12000, "languages": ["fr", "ca"],
        "sectors": [{ "code": "alimentation" }], "themes": [] });
    assert_eq!(path, expected, "{made}");
    let change = json!({ "id": id, "expectedVersion": 1, "title": { "fr": "Four" }, "summary": null,
        "certification": "NONE", "certificationCode": null, "sectors": ["bois"] });
    let changed = hub.mutate(&editor, "updateTrainingPath", change.clone(), SHOWN).await;
    let path = &changed["trainingPath"];
    assert_eq!((&path["version"], &path["title"]["value"]), (&json!(2), &json!("Four")), "{changed}");
    assert_eq!(
        (&path["summary"], &path["certificationCode"], &path["price"]),
        (&Value::Null, &Value::Null, &json!(12000))
    );
    assert_eq!(path["sectors"], json!([{ "code": "bois" }]));
    let stale = hub.mutate(&editor, "updateTrainingPath", change, CHANGED).await;
    let fields = ["title", "summary", "certification", "certificationCode", "sectors"];
    assert_eq!(stale["conflict"], json!({ "current": { "version": 2 }, "changedFields": fields }));
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
    let same = json!({ "id": id, "expectedVersion": 2, "title": { "fr": "Four" } });
    assert_eq!(hub.mutate(&editor, "updateTrainingPath", same, CHANGED).await["trainingPath"]["version"], 2);
    assert_eq!(hub.events().await, ["path.created", "path.updated"]);
    assert_eq!(hub.count("audit_event").await, 2);
});

on_both!(every_fault_of_a_path_is_told_at_once, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let hidden = hub.structure("Coopérative discrète").visibility(Visibility::Private).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let faulty = json!({ "owner": structure_id(owner), "title": { "fr": " " }, "modality": "ONSITE",
        "euLevel": 9, "languages": ["français"], "certification": "RS", "certificationCode": "RNCP35974",
        "provider": structure_id(hidden), "sectors": ["rien"], "themes": ["rien"] });
    let expected = [
        "REQUIRED input.title.fr",
        "INVALID input.euLevel",
        "INVALID input.languages.0",
        "INVALID input.certificationCode",
        "NOT_FOUND input.provider",
        "INVALID input.sectors.0",
        "INVALID input.themes.0",
    ];
    assert_eq!(refusals(&hub.mutate(&editor, "createTrainingPath", faulty, SHOWN).await), expected);
    let uncertified = json!({ "owner": structure_id(owner), "title": { "fr": "A" }, "modality": "ONSITE",
        "certification": "BADGE", "certificationCode": "RS5787" });
    let refused = hub.mutate(&editor, "createTrainingPath", uncertified, SHOWN).await;
    assert_eq!(refusals(&refused), ["INVALID input.certificationCode"]);
});

on_both!(who_may_not_change_a_path_is_told_so_only_if_it_sees_it, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let viewer = hub.person("Biel", owner, Role::Viewer).await;
    let draft = training_path_id(hub.training_path(owner, "Brouillon").draft().await);
    let open = training_path_id(hub.training_path(owner, "Ouvert").await);
    for (id, code) in [(draft, "NOT_FOUND"), (open, "FORBIDDEN")] {
        let input = json!({ "id": id, "expectedVersion": 1, "title": { "fr": "Autre" } });
        let refused = hub.mutate(&viewer, "updateTrainingPath", input, CHANGED).await;
        assert_eq!(refusals(&refused), [format!("{code} input.id")]);
        let input = json!({ "path": id, "expectedVersion": 1, "title": { "fr": "Autre" } });
        let refused = hub.mutate(&viewer, "addPathStage", input, CHANGED).await;
        assert_eq!(refusals(&refused), [format!("{code} input.path")]);
    }
});

on_both!(a_program_writes_paths_when_its_key_says_so, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let make = async |scope: Scope| {
        let client = ClientActor {
            client: hub.new_id(),
            partner: hub.new_id(),
            structures: vec![owner],
            scopes: BTreeSet::from([scope]),
            requests_per_minute: 300,
            expires_at: None,
        };
        let input =
            json!({ "owner": structure_id(owner), "title": { "fr": "Cuisine" }, "modality": "ONSITE" });
        refusals(&hub.mutate(&Actor::Client(client), "createTrainingPath", input, SHOWN).await)
    };
    assert_eq!(make(Scope::WriteResources).await, ["FORBIDDEN input.owner"]);
    assert_eq!(make(Scope::WriteTraining).await, [""; 0]);
});

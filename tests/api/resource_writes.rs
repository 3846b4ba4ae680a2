//! Making, changing, publishing and relating teaching resources.

use respyrem::access::Visibility;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{refusals, structure_id};
use crate::support::resource::resource_id;

const SHOWN: &str = "resource { id version status visibility publishedOn title { value } licence languages learningMinutes
    links { position url } contributions { role name structure { name } } themes { code } relations { totalCount } }";
const CHANGED: &str =
    "resource { version status visibility licence learningMinutes title { value } relations { totalCount } }
    conflict { current { version } changedFields }";

async fn made(hub: &TestHub, editor: &Actor, owner: Uuid, content: Value) -> Value {
    let mut input = json!({ "owner": structure_id(owner), "title": { "fr": "Atelier" } });
    input.as_object_mut().expect("an object").extend(content.as_object().expect("an object").clone());
    hub.mutate(editor, "createResource", input, SHOWN).await
}

async fn step(hub: &TestHub, actor: &Actor, id: &Value, to: &str, version: i32) -> Value {
    let input = json!({ "id": id, "to": to, "expectedVersion": version, "reason": "à revoir" });
    hub.mutate(actor, "changeResourceStatus", input, CHANGED).await
}

on_both!(a_resource_goes_from_draft_to_its_readers_and_back, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).partner(true).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let content = json!({ "visibility": "PUBLIC", "description": { "fr": "On cuisine." },
        "languages": ["FR", "ca", "fr"], "licence": "cc-by-sa-4.0", "learningMinutes": 45,
        "links": [{ "url": "https://example.org/a.pdf" }],
        "contributions": [{ "role": "PUBLISHER", "structure": structure_id(owner) },
            { "role": "AUTHOR", "name": "Collectif du four" }] });
    let made = made(&hub, &editor, owner, content).await;
    assert_eq!(made["userErrors"], json!([]));
    let resource = &made["resource"];
    assert_eq!((&resource["status"], &resource["languages"]), (&json!("DRAFT"), &json!(["fr", "ca"])));
    assert_eq!(resource["licence"], "CC-BY-SA-4.0");
    assert_eq!(
        resource["contributions"],
        json!([
            { "role": "PUBLISHER", "name": null, "structure": { "name": "Cal Forn" } },
            { "role": "AUTHOR", "name": "Collectif du four", "structure": null },
        ])
    );
    let id = &resource["id"];
    let count = async || {
        hub.ask("{ resources { totalCount } }", json!({})).await["data"]["resources"]["totalCount"].take()
    };
    for (version, to, readers) in
        [(1, "IN_REVIEW", 0), (2, "PUBLISHED", 1), (3, "WITHDRAWN", 0), (4, "DRAFT", 0)]
    {
        let after = step(&hub, &editor, id, to, version).await;
        assert_eq!(after["userErrors"], json!([]), "{to}");
        assert_eq!(after["resource"]["status"], to);
        assert_eq!(count().await, readers, "{to}");
    }
    let expected = [
        "resource.created",
        "resource.updated",
        "resource.published",
        "resource.withdrawn",
        "resource.updated",
    ];
    assert_eq!(hub.events().await, expected);
    let withheld: Vec<_> =
        hub.logged().await.into_iter().map(|row| (row.withheld_before, row.withheld_after)).collect();
    assert_eq!(withheld[2], (Some(true), Some(false)));
    assert_eq!(withheld[3], (Some(false), Some(true)));
    assert_eq!(hub.logged().await[2].visible_after.as_deref(), Some("PUBLIC"));
});

on_both!(all_that_a_publication_lacks_is_told_at_once, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let bare = made(&hub, &editor, owner, json!({})).await;
    let id = &bare["resource"]["id"];
    step(&hub, &editor, id, "IN_REVIEW", 1).await;
    let refused = step(&hub, &editor, id, "PUBLISHED", 2).await;
    let lacking =
        ["description", "languages", "licence", "links"].map(|field| format!("REQUIRED input.to.{field}"));
    assert_eq!(refusals(&refused), lacking);
    let image = json!({ "id": id, "expectedVersion": 2, "description": { "fr": "Une image." }, "languages": ["fr"],
        "licence": "UNKNOWN", "links": [{ "url": "https://example.org/a.png", "mime": "image/png" }] });
    assert_eq!(hub.mutate(&editor, "updateResource", image, CHANGED).await["resource"]["version"], 3);
    assert_eq!(refusals(&step(&hub, &editor, id, "PUBLISHED", 3).await), ["REQUIRED input.to.altText"]);
    assert_eq!(refusals(&step(&hub, &editor, id, "WITHDRAWN", 3).await), ["INVALID_TRANSITION input.to"]);
});

on_both!(what_is_published_stays_fit_to_be, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let id = resource_id(hub.resource(owner, "Atelier").await);
    let emptied = json!({ "id": id, "expectedVersion": 1, "description": null, "links": [] });
    let refused = hub.mutate(&editor, "updateResource", emptied, CHANGED).await;
    assert_eq!(refusals(&refused), ["REQUIRED input.description", "REQUIRED input.links"]);
    let renamed = json!({ "id": id, "expectedVersion": 1, "title": { "fr": "Four" }, "learningMinutes": 20 });
    let changed = hub.mutate(&editor, "updateResource", renamed.clone(), CHANGED).await;
    assert_eq!(changed["resource"]["title"]["value"], "Four");
    assert_eq!(changed["resource"]["licence"], "CC-BY-4.0");
    let stale = hub.mutate(&editor, "updateResource", renamed, CHANGED).await;
    let conflict = json!({ "current": { "version": 2 }, "changedFields": ["title", "learningMinutes"] });
    assert_eq!(stale["conflict"], conflict);
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
});

on_both!(every_fault_of_a_resource_is_told_at_once, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let hidden = hub.structure("Coopérative discrète").visibility(Visibility::Private).await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let faulty = json!({ "title": { "fr": " " }, "languages": ["français"], "licence": "CC BY", "learningMinutes": 0,
        "url": "ftp://example.org", "ageRange": { "min": 12, "max": 8 },
        "contributions": [{ "role": "AUTHOR" }] });
    let expected = [
        "REQUIRED input.title.fr",
        "INVALID input.languages.0",
        "INVALID input.url",
        "INVALID input.licence",
        "INVALID input.learningMinutes",
        "INVALID input.ageRange.max",
        "INVALID input.contributions.0",
    ];
    assert_eq!(refusals(&made(&hub, &editor, owner, faulty).await), expected);
    let unseen = json!({ "themes": ["rien"], "contributions": [{ "role": "AUTHOR", "structure": structure_id(hidden) }] });
    let expected = ["NOT_FOUND input.contributions.0.structure", "INVALID input.themes.0"];
    assert_eq!(refusals(&made(&hub, &editor, owner, unseen).await), expected);
});

on_both!(what_one_learns_changes_without_what_it_is_about, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    hub.theme("eau").await;
    for code in ["mesurer", "conter"] {
        hub.term("SKILL", code).await;
    }
    let words = json!({ "themes": ["eau"], "skills": ["mesurer"] });
    let id = made(&hub, &editor, owner, words).await["resource"]["id"].take();
    let words = "resource { themes { code } skills { code } }";
    let update = async |version: i32, skills: Value| {
        let input = json!({ "id": id, "expectedVersion": version, "skills": skills });
        hub.mutate(&editor, "updateResource", input, words).await
    };
    let themes = json!([{ "code": "eau" }]);
    assert_eq!(
        update(1, json!(["conter"])).await["resource"],
        json!({ "themes": themes, "skills": [{ "code": "conter" }] })
    );
    assert_eq!(update(2, Value::Null).await["resource"], json!({ "themes": themes, "skills": [] }));
    assert_eq!(refusals(&update(3, json!(["eau"])).await), ["INVALID input.skills.0"]);
});

on_both!(parts_never_close_a_circle, |hub| {
    let owner = hub.structure("Cal Forn").await;
    let editor = hub.person("Aina", owner, Role::Editor).await;
    let [a, b, c] =
        [hub.resource(owner, "A").await, hub.resource(owner, "B").await, hub.resource(owner, "C").await];
    hub.relation(a, "IS_PART_OF", b).await;
    hub.relation(b, "IS_PART_OF", c).await;
    let relate = async |mutation: &str, from: Uuid, kind: &str, to: Uuid, version: i32| {
        let input = json!({ "from": resource_id(from), "kind": kind, "to": resource_id(to), "expectedVersion": version });
        hub.mutate(&editor, mutation, input, CHANGED).await
    };
    for (from, kind, to, code) in
        [(c, "IS_PART_OF", a, "INVALID"), (a, "REQUIRES", a, "INVALID"), (a, "IS_PART_OF", b, "DUPLICATE")]
    {
        assert_eq!(
            refusals(&relate("relateResources", from, kind, to, 1).await),
            [format!("{code} input.to")]
        );
    }
    let related = relate("relateResources", c, "REQUIRES", a, 1).await;
    assert_eq!(related["resource"]["relations"]["totalCount"], 1);
    let parted = relate("unrelateResources", c, "REQUIRES", a, 2).await;
    assert_eq!(parted["resource"]["relations"]["totalCount"], 0);
    assert_eq!(hub.events().await, ["resource.updated", "resource.updated"]);
});

on_both!(who_may_not_change_a_resource_is_told_so_only_if_it_sees_it, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let viewer = hub.person("Biel", owner, Role::Viewer).await;
    let draft = resource_id(hub.resource(owner, "Brouillon").draft().await);
    let open = resource_id(hub.resource(owner, "Ouvert").await);
    for (id, code) in [(draft, "NOT_FOUND"), (open, "FORBIDDEN")] {
        let input = json!({ "id": id, "expectedVersion": 1, "title": { "fr": "Autre" } });
        let refused = hub.mutate(&viewer, "updateResource", input, CHANGED).await;
        assert_eq!(refusals(&refused), [format!("{code} input.id")]);
    }
});

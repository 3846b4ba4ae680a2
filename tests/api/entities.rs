//! Gateways name entities by their keys: each is answered at its place, of whatever types they are.

use respyrem::access::Visibility;
use respyrem::gql::document::DocumentSettings;
use respyrem::gql::pipeline::Pipeline;
use respyrem::kernel::actor::{Actor, Role};
use serde_json::{Value, json};

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::structure_id;
use crate::support::hub::{SCHEMA, ask_through};
use crate::support::project::project_id;

const ENTITIES: &str = "query($reps: [_Any!]!) { _entities(representations: $reps) {
    __typename ... on Structure { id name siret } ... on Territory { name population } ... on Project { slug } } }";
const SIRET: &str = "73282932000074";

fn gateway(hub: &TestHub) -> Pipeline {
    SCHEMA.for_gateways(&hub.pipeline, DocumentSettings::default()).expect("a valid schema")
}

async fn ask(hub: &TestHub, actor: &Actor, query: &str, variables: Value) -> Value {
    ask_through(&gateway(hub), actor, query, variables).await
}

async fn entities(hub: &TestHub, representations: Value) -> Value {
    ask(hub, &Actor::Anonymous, ENTITIES, json!({ "reps": representations })).await
}

on_both!(entities_are_found_by_national_identifiers_in_their_order_one_statement_a_type, |hub| {
    let forn = hub.structure("Cal Forn").visibility(Visibility::Public).siret(SIRET).await;
    let fonda = hub.structure("La Fonda").visibility(Visibility::Public).await;
    hub.commune("66149", "Prades").await;
    let representations = json!([
        { "__typename": "Territory", "kind": "COMMUNE", "code": "66149" },
        { "__typename": "Structure", "siret": "732 829 320 00074" },
        { "__typename": "Structure", "id": structure_id(fonda) },
        { "__typename": "Structure", "siret": SIRET },
    ]);
    let (answer, statements) = hub.statements(entities(&hub, representations)).await;
    let found = &answer["data"]["_entities"];
    assert_eq!(found[0]["name"], "Prades", "{answer}");
    assert_eq!(found[1]["id"], structure_id(forn));
    assert_eq!(found[1]["siret"], SIRET);
    assert_eq!(found[2]["name"], "La Fonda");
    assert_eq!(found[3], found[1]);
    assert_eq!(statements, 2);
});

on_both!(what_is_unknown_and_what_is_unseen_are_null_at_their_places, |hub| {
    hub.structure("Hidden").visibility(Visibility::Team).siret(SIRET).await;
    let open = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let project = hub.project(open, "Four solaire").visibility(Visibility::Private).await;
    let answer = entities(
        &hub,
        json!([
            { "__typename": "Structure", "siret": SIRET },
            { "__typename": "Structure", "siret": "35600000000048" },
            { "__typename": "Structure", "siret": "12345678901234" },
            { "__typename": "Project", "id": project_id(project) },
            { "__typename": "Structure", "id": project_id(project) },
            { "__typename": "Structure", "id": structure_id(open) },
        ]),
    )
    .await;
    let found = &answer["data"]["_entities"];
    for place in 0..5 {
        assert_eq!(found[place], Value::Null, "{answer}");
    }
    assert_eq!(found[5]["name"], "Cal Forn");
});

on_both!(a_key_in_parts_finds_what_has_them_all, |hub| {
    hub.commune("66149", "Prades").await;
    let answer = entities(
        &hub,
        json!([
            { "__typename": "Territory", "kind": "EPCI", "code": "66149" },
            { "__typename": "Territory", "kind": "COMMUNE", "code": "66149" },
        ]),
    )
    .await;
    assert_eq!(answer["data"]["_entities"][0], Value::Null);
    assert_eq!(answer["data"]["_entities"][1]["name"], "Prades");
});

on_both!(a_school_is_found_by_its_number_and_a_partner_by_its_slug, |hub| {
    let school = hub.structure("École de Prades").visibility(Visibility::Public).uai("0660001T").await;
    hub.partner("parc").await;
    let query = "query($reps: [_Any!]!) { _entities(representations: $reps) {
        ... on Structure { id uai } ... on Partner { name } } }";
    let representations = json!([
        { "__typename": "Partner", "slug": "parc" },
        { "__typename": "Structure", "uai": "0660001T" },
    ]);
    let answer = ask(&hub, &Actor::Anonymous, query, json!({ "reps": representations })).await;
    let found = json!([{ "name": "parc" }, { "id": structure_id(school), "uai": "0660001T" }]);
    assert_eq!(answer["data"]["_entities"], found, "{answer}");
});

on_both!(a_key_that_is_null_names_nothing_and_costs_the_others_nothing, |hub| {
    hub.structure("Cal Forn").visibility(Visibility::Public).siret(SIRET).await;
    let answer = entities(
        &hub,
        json!([
            { "__typename": "Structure", "siret": null },
            { "__typename": "Structure", "rna": null, "siret": SIRET },
            { "__typename": "Territory", "kind": "COMMUNE", "code": null },
        ]),
    )
    .await;
    assert_eq!(answer["errors"], Value::Null);
    assert_eq!(answer["data"]["_entities"][0], Value::Null);
    assert_eq!(answer["data"]["_entities"][1]["name"], "Cal Forn");
    assert_eq!(answer["data"]["_entities"][2], Value::Null);
});

on_both!(a_representation_that_names_nothing_is_refused_with_the_keys, |hub| {
    let answer = entities(&hub, json!([{ "__typename": "Structure", "name": "Cal Forn" }])).await;
    let message = answer["errors"][0]["message"].as_str().expect("a message");
    assert!(message.contains("by id, or by siret, or by rna, or by uai"), "{message}");
    let answer = entities(&hub, json!([{ "__typename": "Boat", "id": "1" }])).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "INVALID");
    let many: Vec<Value> = (0..1_001).map(|_| json!({ "__typename": "Note", "id": "x" })).collect();
    let short = "query($reps: [_Any!]!) { _entities(representations: $reps) { __typename } }";
    let answer = ask(&hub, &Actor::Anonymous, short, json!({ "reps": many })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "TOO_MANY");
});

on_both!(the_number_of_one_that_was_merged_finds_the_one_that_stayed, |hub| {
    let loser = hub.structure("Forn").visibility(Visibility::Public).siret(SIRET).await;
    let winner = hub.structure("Cal Forn").visibility(Visibility::Public).await;
    let boss = hub.operator("Opérateur").await;
    let input = json!({ "winner": structure_id(winner), "loser": structure_id(loser),
        "expectedVersion": 1, "expectedLoserVersion": 1 });
    hub.mutate(&boss, "mergeStructures", input, "structure { id }").await;
    let answer = entities(
        &hub,
        json!([
            { "__typename": "Structure", "siret": SIRET },
            { "__typename": "Structure", "id": structure_id(loser) },
        ]),
    )
    .await;
    assert_eq!(answer["data"]["_entities"][0]["id"], structure_id(winner), "{answer}");
    assert_eq!(answer["data"]["_entities"][1]["id"], structure_id(winner));
});

on_both!(members_of_a_team_are_answered_under_their_rights, |hub| {
    let owner = hub.structure("Cal Forn").visibility(Visibility::Team).partner(true).siret(SIRET).await;
    let vera = hub.person("Vera", owner, Role::Viewer).await;
    let reps = json!({ "reps": [{ "__typename": "Structure", "siret": SIRET }] });
    let answer = ask(&hub, &vera, ENTITIES, reps).await;
    assert_eq!(answer["data"]["_entities"][0]["name"], "Cal Forn");
});

on_both!(the_service_says_its_schema_with_the_keys, |hub| {
    let answer = ask(&hub, &Actor::Anonymous, "{ _service { sdl } }", json!({})).await;
    let sdl = answer["data"]["_service"]["sdl"].as_str().expect("a schema");
    for part in [
        "https://specs.apollo.dev/federation/v2.3",
        r#"type Structure implements Node & Record @key(fields: "id") @key(fields: "siret") @key(fields: "rna") @key(fields: "uai")"#,
        r#"type Partner implements Node @key(fields: "id") @key(fields: "slug")"#,
        r#"@key(fields: "kind code")"#,
        "type PageInfo @shareable",
    ] {
        assert!(sdl.contains(part), "{part} is not in the schema");
    }
    assert!(!sdl.contains("_entities"), "gateways add it themselves");
});

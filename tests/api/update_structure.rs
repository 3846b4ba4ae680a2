//! Changing what a structure says of itself.

use entities::structure;
use respyrem::kernel::actor::{Actor, Role};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::on_both;
use crate::support::TestHub;
use crate::support::build::{refusals, structure_id};

const SELECTED: &str = "structure { version name kind acronym email website siret territory { name }
        location { precision } description { value } identifierWaiver }
    conflict { current { version } changedFields changedBy { displayName } }";

/// A structure at Prades, and its editor.
async fn forn(hub: &TestHub) -> (Uuid, Actor) {
    let prades = hub.commune("66149", "Prades").await;
    let structure = hub.structure("Cal Forn").partner(true).at(prades).email("forn@example.org").await;
    (structure, hub.person("Aina", structure, Role::Editor).await)
}

/// Changes the structure from its first version; `more` is merged into the input.
async fn update(hub: &TestHub, actor: &Actor, structure: Uuid, more: Value) -> Value {
    let mut input = json!({ "id": structure_id(structure), "expectedVersion": 1 });
    if let (Value::Object(input), Value::Object(more)) = (&mut input, more) {
        input.extend(more);
    }
    hub.mutate(actor, "updateStructure", input, SELECTED).await
}

on_both!(what_is_absent_of_a_structure_stays_and_what_is_null_is_emptied, |hub| {
    let (structure, aina) = forn(&hub).await;
    let more = json!({ "acronym": " CF ", "email": null, "website": "https://forn.example",
        "description": { "fr": "Un four commun" } });
    let updated = update(&hub, &aina, structure, more).await;
    assert_eq!(updated["userErrors"], json!([]));
    let shown = &updated["structure"];
    assert_eq!((&shown["version"], &shown["name"]), (&json!(2), &json!("Cal Forn")));
    assert_eq!((&shown["acronym"], &shown["email"]), (&json!("CF"), &Value::Null));
    assert_eq!(
        (&shown["website"], &shown["territory"]["name"]),
        (&json!("https://forn.example"), &json!("Prades"))
    );
    let logged = hub.logged().await;
    assert_eq!((logged.len(), logged[0].event.as_str()), (1, "structure.updated"));
    assert_eq!(logged[0].changed_fields, json!(["acronym", "description", "email", "website"]));
});

on_both!(a_structure_is_listed_where_it_now_sits_by_its_new_name, |hub| {
    let (structure, aina) = forn(&hub).await;
    hub.commune("66124", "Mosset").await;
    let listed = async |code: &str| {
        let query =
            "query($code: String!) { structures(filter: { territory: { kind: COMMUNE, code: $code } }) {
            nodes { name } } }";
        hub.ask_as(&aina, query, json!({ "code": code })).await["data"]["structures"]["nodes"].take()
    };
    let more = json!({ "name": "Le Moulin", "kind": "PRIVATE", "territory": { "kind": "COMMUNE", "code": "66124" } });
    assert_eq!(update(&hub, &aina, structure, more).await["structure"]["territory"]["name"], "Mosset");
    assert_eq!((listed("66149").await, listed("66124").await), (json!([]), json!([{ "name": "Le Moulin" }])));
    hub.assert_placed().await;
    let nowhere = json!({ "expectedVersion": 2, "territory": null });
    assert_eq!(update(&hub, &aina, structure, nowhere).await["structure"]["territory"], Value::Null);
    assert_eq!(listed("66124").await, json!([]));
});

on_both!(a_structure_of_which_nothing_new_is_said_keeps_its_version, |hub| {
    let (structure, aina) = forn(&hub).await;
    let same = json!({ "name": " Cal Forn", "email": "Forn@Example.org", "geoPrecision": null,
        "territory": { "kind": "COMMUNE", "code": "66149" } });
    for more in [json!({}), same] {
        assert_eq!(update(&hub, &aina, structure, more).await["structure"]["version"], 1);
    }
    assert!(hub.events().await.is_empty());
});

on_both!(every_fault_of_a_change_is_told_at_once, |hub| {
    let (structure, aina) = forn(&hub).await;
    let more = json!({ "kind": null, "name": "x", "lat": 91.0, "email": "forn", "website": "ftp://x",
        "acronym": "x".repeat(201), "identifierWaiver": null });
    let expected = [
        "REQUIRED input.kind",
        "INVALID input.name",
        "INVALID input.lat",
        "INVALID input.lat",
        "INVALID input.acronym",
        "INVALID input.email",
        "INVALID input.website",
        "REQUIRED input.identifierWaiver",
    ];
    assert_eq!(refusals(&update(&hub, &aina, structure, more).await), expected);
    let elsewhere = json!({ "territory": { "kind": "COMMUNE", "code": "99999" } });
    assert_eq!(refusals(&update(&hub, &aina, structure, elsewhere).await), ["INVALID input.territory"]);
});

on_both!(a_structure_with_an_rna_number_stays_an_association, |hub| {
    let (structure, aina) = forn(&hub).await;
    let registered = structure::Entity::update_many()
        .col_expr(structure::Column::Rna, Expr::value("W662000123"))
        .filter(structure::Column::Id.eq(structure));
    registered.exec(hub.connection()).await.expect("a number");
    let refused = update(&hub, &aina, structure, json!({ "kind": "PUBLIC" })).await;
    assert_eq!(refusals(&refused), ["INVALID input.kind"]);
    let unwaived = update(&hub, &aina, structure, json!({ "identifierWaiver": null })).await;
    assert_eq!(unwaived["structure"]["identifierWaiver"], Value::Null);
});

on_both!(a_structure_changed_meanwhile_is_not_written_over, |hub| {
    let (structure, aina) = forn(&hub).await;
    update(&hub, &aina, structure, json!({ "acronym": "A" })).await;
    let stale = update(&hub, &aina, structure, json!({ "acronym": "B" })).await;
    let expected = json!({ "current": { "version": 2 }, "changedFields": ["acronym"],
        "changedBy": { "displayName": "Aina" } });
    assert_eq!(stale["conflict"], expected);
    assert_eq!(refusals(&stale), ["CONFLICT input.expectedVersion"]);
});

on_both!(only_editors_of_a_structure_change_it, |hub| {
    let (structure, _) = forn(&hub).await;
    let viewer = hub.person("Biel", structure, Role::Viewer).await;
    let cases = [(&Actor::Anonymous, "NOT_FOUND input.id"), (&viewer, "FORBIDDEN input.id")];
    for (actor, expected) in cases {
        assert_eq!(refusals(&update(&hub, actor, structure, json!({ "acronym": "X" })).await), [expected]);
    }
});

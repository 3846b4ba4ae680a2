//! Objects without keys: another service gives the rest of them through their parents.

use serde_json::json;

use crate::support::World;

/// Three services have a product's category; none finds a category itself.
fn categories() -> World {
    World::new()
        .with(
            "a",
            r#"type Query { product: Product products: [Product] } type Product @key(fields: "id pid") { id: ID! pid: ID! }"#,
            json!({ "Query": {
                "product": { "id": "1", "pid": "p1" },
                "products": [{ "id": "1", "pid": "p1" }, null, { "id": "2", "pid": "p2" }],
            } }),
        )
        .with(
            "b",
            r#"type Product @key(fields: "id") { id: ID! category: Category @shareable } type Category { details: String }"#,
            json!({ "Product": [{ "id": "1", "category": { "details": "D1" } }, { "id": "2", "category": { "details": null } }] }),
        )
        .with(
            "c",
            r#"type Product @key(fields: "id pid") { id: ID! pid: ID! category: Category @shareable }
               type Category { id: ID! tag: String in: [Part!] of: Maker }
               type Part { tag: String } type Maker @key(fields: "id") { id: ID! }"#,
            json!({ "Product": [
                { "id": "1", "pid": "p1", "category": { "id": "c1", "tag": "T1", "in": [{ "tag": "T0" }], "of": { "id": "m" } } },
                { "id": "2", "pid": "p2", "category": { "id": "c2", "tag": "T2", "in": null } },
            ] }),
        )
        .with("d", r#"type Maker @key(fields: "id") { id: ID! name: String }"#, json!({ "Maker": [{ "id": "m", "name": "M" }] }))
}

#[test]
fn both_halves_of_a_child_come_through_its_parent() {
    categories().answers([
        ("{ product { category { details } } }", json!({ "product": { "category": { "details": "D1" } } })),
        (
            "{ product { category { details id tag } id } }",
            json!({ "product": { "category": { "details": "D1", "id": "c1", "tag": "T1" }, "id": "1" } }),
        ),
        (
            "{ products { c: category { __typename tag d: details } pid } }",
            json!({ "products": [
                { "c": { "__typename": "Category", "tag": "T1", "d": "D1" }, "pid": "p1" },
                null,
                { "c": { "__typename": "Category", "tag": "T2", "d": null }, "pid": "p2" },
            ] }),
        ),
    ]);
}

#[test]
fn entities_are_reached_below_such_a_child() {
    categories().answers([(
        "{ product { category { details of { name } in { tag } } } }",
        json!({ "product": { "category": { "details": "D1", "of": { "name": "M" }, "in": [{ "tag": "T0" }] } } }),
    )]);
}

#[test]
fn a_child_of_a_child() {
    let sdl = |level: &str, fields: &str| {
        format!(
            r#"type Shop @key(fields: "id") {{ id: ID! hours: Hours @shareable }} type Hours {{ week: Week @shareable {level} }}
               type Week {{ {fields} }}"#
        )
    };
    let world = World::new()
        .with(
            "shops",
            r#"type Query { shops: [Shop!]! } type Shop @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "shops": [{ "id": "1" }, { "id": "2" }] } }),
        )
        .with(
            "open",
            &sdl("note: String", "monday: String"),
            json!({ "Shop": [
                { "id": "1", "hours": { "note": "n", "week": { "monday": "9" } } }, { "id": "2", "hours": { "week": null } },
            ] }),
        )
        .with(
            "closed",
            &sdl("holiday: Boolean", "sunday: String tuesday: String"),
            json!({ "Shop": [
                { "id": "1", "hours": { "holiday": true, "week": { "sunday": "-", "tuesday": "8" } } },
                { "id": "2", "hours": { "holiday": false, "week": null } },
            ] }),
        );
    world.answers([(
        "{ shops { hours { note holiday week { monday tuesday sunday } } } }",
        json!({ "shops": [
            { "hours": { "note": "n", "holiday": true, "week": { "monday": "9", "tuesday": "8", "sunday": "-" } } },
            { "hours": { "note": null, "holiday": false, "week": null } },
        ] }),
    )]);
}

#[test]
fn lists_of_children_are_joined_item_by_item() {
    let sdl = |field: &str| {
        format!(
            r#"type Cart @key(fields: "id") {{ id: ID! lines: [Line!] @shareable }} type Line {{ n: Int @shareable {field}: String }}"#
        )
    };
    let world = World::new()
        .with(
            "a",
            &format!("type Query {{ cart: Cart }} {}", sdl("name")),
            json!({
                "Query": { "cart": "@Cart/1" },
                "Cart": [{ "id": "1", "lines": [{ "n": 1, "name": "x" }, { "n": 2, "name": "y" }] }],
            }),
        )
        .with("b", &sdl("price"), json!({ "Cart": [{ "id": "1", "lines": [{ "n": 1, "price": "5" }, { "n": 2, "price": null }] }] }));
    world.answers([(
        "{ cart { lines { price n name } } }",
        json!({ "cart": { "lines": [{ "price": "5", "n": 1, "name": "x" }, { "price": null, "n": 2, "name": "y" }] } }),
    )]);
}

#[test]
fn a_child_of_the_root_is_such_a_child_too() {
    let world = World::new()
        .with(
            "a",
            "type Query { settings: Settings! @shareable } type Settings { theme: Theme @shareable a: Int } type Theme { dark: Boolean }",
            json!({ "Query": { "settings": { "a": 1, "theme": { "dark": true } } } }),
        )
        .with(
            "b",
            "type Query { settings: Settings! @shareable } type Settings { theme: Theme @shareable b: Int } type Theme { font: String }",
            json!({ "Query": { "settings": { "b": 2, "theme": { "font": "serif" } } } }),
        );
    world.answers([(
        "{ s: settings { theme { font dark } b a } settings { b } }",
        json!({ "s": { "theme": { "font": "serif", "dark": true }, "b": 2, "a": 1 }, "settings": { "b": 2 } }),
    )]);
}

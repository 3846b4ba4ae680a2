//! Fields of roots and values that several services give.

use serde_json::json;

use crate::support::World;

/// Each gives a third of a product.
fn product() -> World {
    let part = |name: &str, field: &str| {
        let sdl = format!(
            "type Query {{ product: Product! @shareable products: [Product!]! @shareable }}
             type Product {{ id: ID! @shareable {field} }} type {name} {{ value: String }}"
        );
        let one = json!({ "id": "1", name.to_lowercase(): { "value": format!("{name} 1") } });
        let two = json!({ "id": "2", name.to_lowercase(): null });
        (sdl, json!({ "Query": { "product": one, "products": [one, two] } }))
    };
    let (name, category, price) =
        (part("Name", "name: Name"), part("Category", "category: Category"), part("Price", "price: Price"));
    World::new()
        .with("name", &name.0, name.1)
        .with("category", &category.0, category.1)
        .with("price", &price.0, price.1)
}

#[test]
fn a_root_is_asked_of_each_that_gives_a_part() {
    product().answers([
        (
            "{ product { id name { value } category { value } price { value } } }",
            json!({ "product": { "id": "1", "name": { "value": "Name 1" }, "category": { "value": "Category 1" }, "price": { "value": "Price 1" } } }),
        ),
        (
            "{ products { id price { value } name { v: value __typename } } }",
            json!({ "products": [
                { "id": "1", "price": { "value": "Price 1" }, "name": { "v": "Name 1", "__typename": "Name" } },
                { "id": "2", "price": null, "name": null },
            ] }),
        ),
        (
            "{ a: product { name { value } } b: product { price { value } id } }",
            json!({ "a": { "name": { "value": "Name 1" } }, "b": { "price": { "value": "Price 1" }, "id": "1" } }),
        ),
    ]);
}

#[test]
fn what_one_alone_gives_is_asked_of_it_alone() {
    let world = product();
    world.data("{ product { price { value } } }");
    assert_eq!(world.asked(), ["price"]);
    let world = product();
    world.data("{ product { id } }");
    assert_eq!(world.asked().len(), 1);
}

#[test]
fn arguments_and_variables_go_to_each_that_is_asked() {
    let sdl = |field: &str| {
        format!(
            "type Query {{ search(text: String!, first: Int = 3): Found @shareable }} type Found @shareable {{ text: String {field}: String }}"
        )
    };
    let world = World::new()
        .with(
            "a",
            &sdl("a").replace("@shareable {", "{ ").replace("text: String a", "text: String @shareable a"),
            json!({ "Query": { "search": { "text": "t", "a": "in a" } } }),
        )
        .with(
            "b",
            &sdl("b").replace("@shareable {", "{ ").replace("text: String b", "text: String @shareable b"),
            json!({ "Query": { "search": { "text": "t", "b": "in b" } } }),
        );
    let answer = world.ask_with("query($t: String!) { search(text: $t) { a b text } }", json!({ "t": "x" }));
    assert_eq!(answer, json!({ "data": { "search": { "a": "in a", "b": "in b", "text": "t" } } }));
    assert_eq!(world.asked().len(), 2);
}

#[test]
fn a_shared_value_is_taken_whole_from_where_the_object_is() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { a: User } type User @key(fields: "id") { id: ID! address: Address @shareable }
               type Address @shareable { street: String city: City } type City @shareable { name: String }"#,
            json!({ "Query": { "a": { "id": "1", "address": { "street": "s", "city": { "name": "Pau" } } } } }),
        )
        .with(
            "b",
            r#"type Query { b: User } type User @key(fields: "id") { id: ID! address: Address @shareable age: Int }
               type Address @shareable { street: String city: City } type City @shareable { name: String }"#,
            json!({
                "Query": { "b": { "id": "1", "age": 3, "address": null } },
                "User": [{ "id": "1", "age": 3, "address": { "street": "other", "city": null } }],
            }),
        );
    world.answers([
        (
            "{ a { address { street city { name } } } }",
            json!({ "a": { "address": { "street": "s", "city": { "name": "Pau" } } } }),
        ),
        ("{ b { age address { street } } }", json!({ "b": { "age": 3, "address": null } })),
        (
            "{ a { age address { city { name } } } }",
            json!({ "a": { "age": 3, "address": { "city": { "name": "Pau" } } } }),
        ),
    ]);
}

#[test]
fn a_shared_list_of_entities_is_completed_by_their_owners() {
    let sdl = "type Query { feed: [Post!]! @shareable }";
    let feed = json!({ "Query": { "feed": [{ "id": "2" }, { "id": "1" }] } });
    let mut full = feed.clone();
    full["Post"] = json!([{ "id": "1", "text": "one" }, { "id": "2", "text": "two" }]);
    full["Query"]["feed"] = json!(["@Post/2", "@Post/1"]);
    let world = World::new()
        .with("a", &format!(r#"{sdl} type Post @key(fields: "id") {{ id: ID! }}"#), feed)
        .with("b", &format!(r#"{sdl} type Post @key(fields: "id") {{ id: ID! text: String }}"#), full)
        .with(
            "c",
            r#"type Post @key(fields: "id") { id: ID! likes: Int }"#,
            json!({ "Post": [{ "id": "1", "likes": 1 }, { "id": "2", "likes": 2 }] }),
        );
    world.answers([
        (
            "{ feed { text likes } }",
            json!({ "feed": [{ "text": "two", "likes": 2 }, { "text": "one", "likes": 1 }] }),
        ),
        ("{ feed { likes } }", json!({ "feed": [{ "likes": 2 }, { "likes": 1 }] })),
    ]);
}

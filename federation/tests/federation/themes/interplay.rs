//! Rules that meet one another.

use serde_json::json;

use crate::support::World;

#[test]
fn a_list_of_interfaces_leads_into_entities_and_back() {
    let world = World::new()
        .with(
            "catalog",
            r#"type Query { similar: [Product!]! }
               interface Product { id: ID! related: [Product!] publisher: Publisher }
               union Publisher = Agency | Group
               type Agency @key(fields: "id") { id: ID! } type Group @key(fields: "id") { id: ID! title: String
                   @shareable }
               type Book implements Product @key(fields: "id") { id: ID! related: [Product!] publisher: Publisher }
               type Disc implements Product @key(fields: "id") { id: ID! related: [Product!] publisher: Publisher }"#,
            json!({
                "Query": { "similar": ["@Book/b1", "@Disc/d1"] },
                "Book": [{ "id": "b1", "related": ["@Disc/d1"], "publisher": { "__typename": "Agency", "id": "a1" } }],
                "Disc": [{ "id": "d1", "related": ["@Book/b1", "@Book/b1"], "publisher": { "__typename":
                    "Group", "id": "g1", "title": "G" } }],
            }),
        )
        .with(
            "stock",
            r#"interface Product { id: ID! price: Int }
               type Book implements Product @key(fields: "id") { id: ID! price: Int pages: Int }
               type Disc implements Product @key(fields: "id") { id: ID! price: Int }
               type Agency @key(fields: "id") { id: ID! company: Company } type Company { name: String }"#,
            json!({
                "Book": [{ "id": "b1", "price": 5, "pages": 100 }],
                "Disc": [{ "id": "d1", "price": 9 }],
                "Agency": [{ "id": "a1", "company": { "name": "A" } }],
            }),
        );
    let query = "{ similar { __typename price
        publisher { ... on Agency { id company { name } } ... on Group { title } }
        related { id price ... on Book { pages publisher { __typename } } } } }";
    assert_eq!(
        world.data(query),
        json!({ "similar": [
            {
                "__typename": "Book", "price": 5,
                "publisher": { "id": "a1", "company": { "name": "A" } },
                "related": [{ "id": "d1", "price": 9 }],
            },
            {
                "__typename": "Disc", "price": 9, "publisher": { "title": "G" },
                "related": [
                    { "id": "b1", "price": 5, "pages": 100, "publisher": { "__typename": "Agency" } },
                    { "id": "b1", "price": 5, "pages": 100, "publisher": { "__typename": "Agency" } },
                ],
            },
        ] })
    );
}

#[test]
fn an_interface_object_is_entered_by_an_object_that_requires_it() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { accounts: [Account!]! } interface Account @key(fields: "id") { id: ID! }
               type Admin implements Account @key(fields: "id") { id: ID! email: String }
               type Regular implements Account @key(fields: "id") { id: ID! }"#,
            json!({
                "Query": { "accounts": ["@Admin/1", "@Regular/2"] },
                "Admin": [{ "id": "1", "email": "a@b" }], "Regular": [{ "id": "2" }],
            }),
        )
        .with(
            "names",
            r#"type Query { some: Account } type Account @interfaceObject @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Query": { "some": "@Account/1" }, "Account": [{ "id": "1", "name": "Ada" }, { "id": "2",
                "name": "Bo" }] }),
        )
        .with(
            "greet",
            r#"type Account @interfaceObject @key(fields: "id") { id: ID! name: String @external hello: String
                @requires(fields: "name") }"#,
            json!({ "Account": [{ "id": "1", "hello": "hi {name}" }, { "id": "2", "hello": "hey {name}" }] }),
        );
    assert_eq!(
        world.data(
            "{ accounts { id hello ... on Admin { email name } } some { hello __typename ... on Admin {
            email } } }"
        ),
        json!({
            "accounts": [{ "id": "1", "hello": "hi Ada", "email": "a@b", "name": "Ada" }, { "id": "2", "hello":
                "hey Bo" }],
            "some": { "hello": "hi Ada", "__typename": "Admin", "email": "a@b" },
        })
    );
}

#[test]
fn entities_come_through_a_shared_value_type() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { page: Page } type Page @shareable { items: [Item!]! total: Int } type Item
                @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "page": { "items": [{ "id": "1" }, { "id": "2" }], "total": 2 } } }),
        )
        .with(
            "b",
            r#"type Query { other: Page } type Page @shareable { items: [Item!]! total: Int } type Item
                @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Query": { "other": { "items": [], "total": 0 } }, "Item": [{ "id": "1", "name": "one" }, {
                "id": "2", "name": "two" }] }),
        );
    assert_eq!(
        world.data("{ page { total items { name } } other { total items { id } } }"),
        json!({ "page": { "total": 2, "items": [{ "name": "one" }, { "name": "two" }] }, "other": { "total": 0,
            "items": [] } })
    );
}

#[test]
fn nested_lists_keep_their_shape_and_their_nulls() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { grid: [[Cell]] } type Cell @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "grid": [[{ "id": "1" }, null], [], null, [{ "id": "2" }]] } }),
        )
        .with(
            "b",
            r#"type Cell @key(fields: "id") { id: ID! v: Int }"#,
            json!({ "Cell": [{ "id": "1", "v": 1 },
            { "id": "2", "v": 2 }] }),
        );
    assert_eq!(world.data("{ grid { v } }"), json!({ "grid": [[{ "v": 1 }, null], [], null, [{ "v": 2 }]] }));
}

#[test]
fn the_same_field_with_other_arguments_is_asked_under_its_aliases() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { u: U } type U @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "u": { "id": "1" } } }),
        )
        .with(
            "b",
            r#"type U @key(fields: "id") { id: ID! at(zone: String = "UTC"): String }"#,
            json!({ "U": [{ "id": "1", "at": "now {zone}" }] }),
        );
    let query = r#"query($z: String) { u { a: at b: at(zone: "CET") c: at(zone: $z) } }"#;
    assert_eq!(
        world.ask_with(query, json!({ "z": "EET" })),
        json!({ "data": { "u": { "a": "now UTC", "b": "now CET", "c": "now EET" } } })
    );
}

#[test]
fn two_paths_to_the_same_type_are_asked_in_one_call() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { p: P } type P { author: U editor: U } type U @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "p": { "author": { "id": "1" }, "editor": { "id": "2" } } } }),
        )
        .with(
            "b",
            r#"type U @key(fields: "id") { id: ID! name: String age: Int }"#,
            json!({ "U": [{ "id": "1",
            "name": "A", "age": 1 }, { "id": "2", "name": "B", "age": 2 }] }),
        );
    assert_eq!(
        world.data("{ p { author { name } editor { name age } } }"),
        json!({ "p": { "author": { "name": "A" }, "editor": { "name": "B", "age": 2 } } })
    );
    assert_eq!(world.asked(), ["a", "b"]);
}

#[test]
fn a_mutation_goes_on_into_other_services() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { x: Int } type Mutation { make(input: New!): Made } input New { name: String! } type
                Made { item: Item query: Query }
               type Item @key(fields: "id") { id: ID! }"#,
            json!({ "Mutation": { "make": { "item": { "id": "1" }, "query": {} } } }),
        )
        .with(
            "b",
            r#"type Query { y: Int } type Item @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Query": { "y": 4 }, "Item": [{ "id": "1", "name": "n" }] }),
        );
    assert_eq!(
        world.ask_with(
            "mutation($i: New!) { make(input: $i) { item { name } query { y __typename } } }",
            json!({ "i": { "name": "n" } })
        ),
        json!({ "data": { "make": { "item": { "name": "n" }, "query": { "y": 4, "__typename": "Query" } } } })
    );
}

#[test]
fn requirements_may_be_circular_between_two_types() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { feed: [Post!]! } type Post @key(fields: "id") { id: ID! author: Author }
               type Author @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Query": { "feed": ["@Post/p"] }, "Post": [{ "id": "p", "author": "@Author/1" }], "Author":
                [{ "id": "1", "name": "Ada" }] }),
        )
        .with(
            "b",
            r#"type Post @key(fields: "id") { id: ID! author: Author @external byNovice: Boolean @external
                byExpert: String @requires(fields: "byNovice author { name }") }
               type Author @key(fields: "id") { id: ID! name: String @external yearsText: String
                   @requires(fields: "name") }"#,
            json!({ "Post": [{ "id": "p", "byExpert": "{byNovice} {author.name}" }], "Author": [{ "id": "1",
                "yearsText": "y{name}" }] }),
        )
        .with(
            "c",
            r#"type Post @key(fields: "id") { id: ID! author: Author @external byNovice: Boolean
                @requires(fields: "author { yearsText }") }
               type Author @key(fields: "id") { id: ID! yearsText: String @external }"#,
            json!({ "Post": [{ "id": "p", "byNovice": true }] }),
        );
    assert_eq!(world.data("{ feed { byExpert } }"), json!({ "feed": [{ "byExpert": "true Ada" }] }));
}

#[test]
fn a_union_of_entities_that_two_services_know_in_part() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { v: Viewer } type Viewer @key(fields: "id") { id: ID! media: Media @shareable aMedia:
                Media } union Media = Book | Song
               type Book { title: String @shareable } type Song { length: Int }"#,
            json!({ "Query": { "v": { "id": "1", "media": { "__typename": "Book", "title": "T" }, "aMedia": {
                "__typename": "Song", "length": 3 } } } }),
        )
        .with(
            "b",
            r#"type Viewer @key(fields: "id") { id: ID! media: Media @shareable bMedia: Media } union Media =
                Book | Movie
               type Book { title: String @shareable } type Movie { director: String }"#,
            json!({ "Viewer": [{ "id": "1", "media": { "__typename": "Book", "title": "T" }, "bMedia": {
                "__typename": "Movie", "director": "D" } }] }),
        );
    assert_eq!(
        world.data(
            "{ v { media { __typename ... on Song { length } ... on Book { title } ... on Movie { director } }
               aMedia { ... on Song { length } ... on Movie { director } } bMedia { __typename ... on Movie {
                   director } } } }"
        ),
        json!({ "v": {
            "media": { "__typename": "Book", "title": "T" }, "aMedia": { "length": 3 },
            "bMedia": { "__typename": "Movie", "director": "D" },
        } })
    );
}

#[test]
fn interfaces_of_interfaces_are_told_apart_over_services() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { all: [Named!]! } interface Named { name: String } interface Owned implements Named {
                name: String owner: User }
               type User @key(fields: "id") { id: ID! } type Car implements Owned & Named @key(fields: "id") {
                   id: ID! name: String owner: User }
               type City implements Named @key(fields: "id") { id: ID! name: String }"#,
            json!({ "Query": { "all": [
                { "__typename": "Car", "id": "c", "name": "car", "owner": { "id": "1" } }, { "__typename":
                    "City", "id": "p", "name": "Pau" },
            ] } }),
        )
        .with(
            "b",
            r#"type User @key(fields: "id") { id: ID! nick: String } type City @key(fields: "id") { id: ID!
                people: Int }"#,
            json!({ "User": [{ "id": "1", "nick": "ada" }], "City": [{ "id": "p", "people": 77000 }] }),
        );
    assert_eq!(
        world.data("{ all { name ... on Owned { owner { nick } } ... on City { people } } }"),
        json!({ "all": [{ "name": "car", "owner": { "nick": "ada" } }, { "name": "Pau", "people": 77000 }] })
    );
}

#[test]
fn what_composed_elsewhere_is_served_as_well() {
    let world = World::new()
        .with(
            "a",
            r#"type Query { me: U } type U @key(fields: "id") { id: ID! }"#,
            json!({ "Query": { "me": {
            "id": "1" } } }),
        )
        .with(
            "b",
            r#"type U @key(fields: "id") { id: ID! n: Int }"#,
            json!({ "U": [{ "id": "1", "n": 2 }] }),
        );
    let again = federation::Supergraph::parse(world.compose().unwrap().sdl()).unwrap();
    assert!(again.warm().is_ok());
    assert!(again.prepare("{ me { n } }", None, &world.limits).is_ok());
}

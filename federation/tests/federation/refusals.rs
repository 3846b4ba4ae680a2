//! Every refusal of composition and of the policy, as a partner's developer reads it.

use federation::{Policy, Rights};
use serde_json::json;

use crate::support::World;

fn two(a: &str, b: &str) -> World {
    World::new().with_unserved("a", a).with_unserved("b", b)
}

macro_rules! refused {
    ($($name:ident: $a:expr, $b:expr;)*) => {$(
        #[test]
        fn $name() {
            insta::assert_snapshot!(stringify!($name), two($a, $b).refusals());
        }
    )*};
}

refused! {
    a_schema_that_cannot_be_parsed: "type Query { a: Int", "type Query { b: Int }";
    an_unknown_type: "type Query { a: Missing }", "type Query { b: Int }";
    a_directive_that_is_not_defined: "type Query { a: Int @mine }", "type Query { b: Int }";
    a_directive_that_is_not_imported: "type Query { a: Int @listSize }", "type Query { b: Int }";
    guards_that_the_gateway_would_have_to_hold:
        r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@authenticated"]) type
            Query { a: Int @authenticated }"#,
        "type Query { b: Int }";
    an_argument_that_the_gateway_would_have_to_fill:
        r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@context",
            "@fromContext"])
            type Query { shop: Shop } type Shop @key(fields: "id") @context(name: "shop") { id: ID! currency: String
                item: Item }
            type Item @key(fields: "id") { id: ID! price(in: String @fromContext(field: "$shop { currency }")): Int }"#,
        "type Query { b: Int }";
    an_argument_that_is_needed_and_hidden: "type Query { a(x: Int! @inaccessible): Int b(i: I): Int }
        input I { x: Int! @inaccessible y: Int! = 1 @inaccessible }", "type Query { c: Int }";
    a_field_that_two_give_and_do_not_share: "type Query { a: X } type X { n: Int }",
        "type Query { b: X } type X { n: Int @shareable }";
    a_field_that_an_interface_object_gives_as_well:
        r#"type Query { a: [I] } interface I @key(fields: "id") { id: ID! } type X implements I @key(fields: "id")
            { id: ID! n: Int }"#,
        r#"type I @interfaceObject @key(fields: "id") { id: ID! n: Int }"#;
    types_that_do_not_fit: "type Query { a: Int @shareable }", "type Query { a: String @shareable }";
    kinds_that_do_not_fit: "type Query { a: X } type X { n: Int }", "type Query { b: X } enum X { N }";
    a_key_of_a_field_that_is_not_there: r#"type Query { a: X } type X @key(fields: "id") { n: Int }"#,
        "type Query { b: Int }";
    a_key_that_stops_at_an_object: r#"type Query { a: X } type X @key(fields: "y") { y: Y } type Y { n: Int }"#,
        "type Query { b: Int }";
    a_requirement_of_an_own_field: r#"type Query { a: X } type X @key(fields: "id") { id: ID! n: Int m: Int
        @requires(fields: "n") }"#, "type Query { b: Int }";
    an_external_field_that_no_one_gives: r#"type Query { a: X } type X @key(fields: "id") { id: ID! n: Int
        @external m: Int @requires(fields: "n") }"#, "type Query { b: Int }";
    an_argument_that_one_needs_and_another_does_not_take: "type Query { a(x: Int!): Int @shareable }",
        "type Query { a: Int @shareable }";
    defaults_that_differ: "type Query { a(x: Int = 1): Int @shareable }",
        "type Query { a(x: Int = 2): Int @shareable }";
    input_types_without_a_common_field: "type Query { a(x: X): Int } input X { n: Int }",
        "type Query { b(x: X): Int } input X { m: Int }";
    an_input_field_that_one_needs_and_another_does_not_know:
        "type Query { a(x: X): Int } input X { n: Int m: Int! }", "type Query { b(x: X): Int } input X { n: Int }";
    an_enum_that_is_sent_and_answered: "type Query { a(x: E): E } enum E { A B }", "type Query { b: E } enum E { A C }";
    an_enum_without_a_common_value: "type Query { a(x: E): Int } enum E { A }",
        "type Query { b(x: E): Int } enum E { B }";
    an_interface_object_without_its_interface: r#"type Query { a: M } type M @interfaceObject @key(fields: "id")
        { id: ID! }"#, "type Query { b: Int }";
    a_field_that_cannot_be_reached:
        r#"type Query { a: X } type X { n: Int @shareable }"#,
        r#"type Query { b: X } type X { n: Int @shareable m: Int }"#;
    a_field_whose_key_the_others_do_not_give:
        r#"type Query { a: X } type X @key(fields: "id") { id: ID! }"#,
        r#"type X @key(fields: "sku") { sku: ID! m: Int }"#;
    a_key_that_its_service_does_not_give:
        r#"type Query { a: X } type X @key(fields: "id") { id: ID! @external n: Int }"#,
        r#"type X @key(fields: "id") { id: ID! m: Int }"#;
    an_override_from_itself: r#"type Query { a: Int @override(from: "a") }"#, "type Query { b: Int }";
    an_override_by_a_label_that_is_none: "type Query { a: Int }",
        r#"type Query { a: Int @override(from: "a", label: "half of them") }"#;
    two_that_override_one_another: r#"type Query { a: Int @override(from: "b") }"#, r#"type Query { a: Int
        @override(from: "a") }"#;
    a_type_that_breaks_the_interface_of_another:
        "type Query { a: I } interface I { n: Int } type X implements I @shareable { n: Int }",
            "type Query { b: I } interface I { n: Int m: Int } type Y implements I @shareable { n: Int m: Int }";
    no_query_at_all: "scalar A", "scalar B";
}

/// A hub that everybody trusts, and one partner with these rights.
fn partner(sdl: &str, rights: Rights) -> World {
    let hub = r#"type Query { structure: Structure kind: Kind } type Mutation { rename(name: Name!): Structure }
        interface Named { name: String }
        type Structure implements Named @key(fields: "id") @key(fields: "siret") { id: ID! siret: String name:
            String email: String }
        enum Kind { ASSOCIATION COMPANY } input Name { text: String! } union Any = Structure"#;
    let mut world = World::new().with_unserved("hub", hub).with_unserved("partner", sdl);
    world.policy = Policy { trusted: ["hub".to_owned()].into(), ..Policy::default() };
    world.policy.partners.insert("partner".to_owned(), rights);
    world
}

macro_rules! policy {
    ($($name:ident: $sdl:expr;)*) => {$(
        #[test]
        fn $name() {
            insta::assert_snapshot!(stringify!($name), partner($sdl, Rights::default()).refusals());
        }
    )*};
}

policy! {
    a_partner_adds_to_a_type_without_the_right: r#"type Structure @key(fields: "siret") { siret: String rating: Int }"#;
    a_partner_overrides: r#"type Structure @key(fields: "siret") { siret: String email: String @override(from:
        "hub") }"#;
    a_partner_shares_a_field_of_the_hub: r#"type Structure @key(fields: "siret") { siret: String email: String
        @shareable }"#;
    a_partner_hides_a_type: r#"type Query { mine: Int } type Structure @key(fields: "siret") @inaccessible {
        siret: String }"#;
    a_partner_hides_a_field: r#"type Query { mine: Int } type Structure @key(fields: "siret") { siret: String
        email: String @external @inaccessible mine: Int @requires(fields: "email") }"#;
    a_partner_requires_without_the_right: r#"type Structure @key(fields: "siret") { siret: String email: String
        @external mine: Int @requires(fields: "email") }"#;
    a_partner_provides_what_is_the_hubs: r#"type Query { top: Structure @provides(fields: "name") } type
        Structure @key(fields: "siret") { siret: String name: String @external }"#;
    a_partner_gives_a_root_field_of_the_hub: "type Query { structure: Int @shareable }";
    a_partner_makes_a_key_of_a_field_of_the_hub: r#"type Structure @key(fields: "email", resolvable: false) {
        email: String } type Query { mine: Structure }"#;
    a_partner_weakens_a_key: r#"type Structure @key(fields: "id", resolvable: false) { id: ID } type Query {
        mine: Structure }"#;
    a_partner_subscribes: "type Query { mine: Int } type Subscription { ticks: Int }";
    a_partner_changes_an_enum: "type Query { mine: Kind } enum Kind { ASSOCIATION OTHER }";
    a_partner_changes_an_input: "type Query { mine(name: Name): Int } input Name { text: String! more: Int }";
    a_partner_adds_to_a_union: "type Query { mine: Any } union Any = Mine type Mine { n: Int }";
    a_partner_adds_a_type_to_an_interface:
        "type Query { mine: Mine } interface Named { name: String } type Mine implements Named { name: String }";
}

#[test]
fn a_partner_with_the_rights_may_add_and_require() {
    let rights =
        Rights { extend: ["Structure".to_owned()].into(), require: ["Structure.email".to_owned()].into() };
    let sdl = r#"type Query { partner_top: [Structure!] } type Structure @key(fields: "siret") { siret: String
        email: String @external domain: String @requires(fields: "email") }"#;
    assert!(partner(sdl, rights).compose().is_ok());
}

#[test]
fn what_another_partner_adds_is_required_by_right_only() {
    let may_add = Rights { extend: ["Structure".to_owned()].into(), ..Rights::default() };
    let sdl = r#"type Structure @key(fields: "siret") { siret: String rating: Int @external stars: Int
        @requires(fields: "rating") }"#;
    let other = r#"type Structure @key(fields: "siret") { siret: String rating: Int }"#;
    let mut world = partner(sdl, may_add.clone()).with_unserved("other", other);
    world.policy.partners.insert("other".to_owned(), may_add);
    insta::assert_snapshot!(world.refusals());
}

#[test]
fn a_stub_of_a_type_of_the_hub_needs_no_right() {
    let sdl = r#"type Query { visits: [Visit!]! } type Visit { at: Structure } type Structure @key(fields:
        "siret", resolvable: false) { siret: String }"#;
    assert!(partner(sdl, Rights::default()).compose().is_ok());
}

#[test]
fn two_services_of_one_name_are_refused() {
    let world = World::new().with("a", "type Query { a: Int }", json!({})).with(
        "a",
        "type Query { b: Int }",
        json!({}),
    );
    insta::assert_snapshot!(world.refusals());
}

//! The rules of validation that partners meet most, and the form in which a breach of them is told.

use super::sample::{find, refused};
use crate::gql::request::{Location, RequestErrorKind};

fn invalid(text: &str) -> String {
    let (code, message) = refused(text);
    assert_eq!(code, "GRAPHQL_VALIDATION_FAILED", "{message}");
    message
}

#[test]
fn an_error_has_a_code_and_a_place_and_is_one_line() {
    let refused = find("{\n  node(id: 1) {\n    colour\n  }\n}").unwrap_err();
    assert_eq!(refused.kind, RequestErrorKind::Malformed);
    assert_eq!(refused.errors.len(), 1);
    assert_eq!(refused.errors[0].message, "type `Node` does not have a field `colour`");
    assert_eq!(refused.errors[0].locations, [Location { line: 3, column: 5 }]);
}

#[test]
fn what_is_no_graphql_fails_to_parse() {
    for text in ["", "{", "{ a(b: ) }", "query {", "\u{0}", "{ a }}"] {
        assert_eq!(refused(text).0, "GRAPHQL_PARSE_FAILED", "{text:?}");
    }
}

#[test]
fn an_unknown_field_is_not_answered_with_names_of_the_schema() {
    let message = invalid("{ projets { totalCount } }");
    assert!(!message.contains("projects"), "{message}");
}

#[test]
fn a_fragment_must_be_used() {
    assert!(
        invalid("{ __typename } fragment F on Query { __typename }").contains("fragment `F` must be used")
    );
}

#[test]
fn a_fragment_must_exist() {
    assert!(invalid("{ ...Nowhere }").contains("cannot find fragment `Nowhere`"));
}

#[test]
fn a_fragment_must_not_spread_itself() {
    let text = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }";
    assert_eq!(invalid(text), "the fragment `A` must not spread itself");
}

#[test]
fn a_fragment_must_be_able_to_apply() {
    invalid("{ projects { ... on Action { id } } }");
    invalid("{ node(id: 1) { ... on Status { id } } }");
}

#[test]
fn a_variable_must_be_defined_and_used_and_fit() {
    assert!(invalid("{ node(id: $id) { id } }").contains("variable `$id` is not defined"));
    assert!(invalid("query($id: ID) { __typename }").contains("unused variable: `$id`"));
    assert!(invalid("query($id: Int!) { node(id: $id) { id } }").contains("$id"));
    assert!(invalid("query($p: Project) { project(key: $p) { id } }").contains("input type"));
}

#[test]
fn an_argument_must_be_known_given_and_of_its_type() {
    assert!(invalid("{ node(id: 1, colour: 2) { id } }").contains("argument `colour` is not supported"));
    assert!(invalid("{ node { id } }").contains("required argument"));
    assert!(invalid("{ projects(first: \"five\") { totalCount } }").contains("expected value of type Int"));
    assert!(invalid("{ projects(filter: { status: [LATE] }) { totalCount } }").contains("LATE"));
}

#[test]
fn objects_need_a_selection_and_scalars_take_none() {
    invalid("{ node(id: 1) }");
    invalid("{ node(id: 1) { id { x } } }");
}

#[test]
fn fields_of_one_key_must_agree() {
    assert!(
        invalid("{ a: node(id: 1) { id } a: node(id: 2) { id } }").contains("conflicting field arguments")
    );
}

#[test]
fn a_directive_must_be_known() {
    invalid("{ __typename @shout }");
}

#[test]
fn a_subscription_has_one_root_field() {
    invalid("subscription { a: changed(id: 1) { id } b: changed(id: 2) { id } }");
}

#[test]
fn an_executable_document_defines_no_types() {
    invalid("{ __typename } type T { a: Int }");
}

#[test]
fn a_document_of_fragments_holds_no_operation() {
    let (code, _) = refused("fragment F on Query { __typename }");
    assert_eq!(code, "GRAPHQL_VALIDATION_FAILED");
}

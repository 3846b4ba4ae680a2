//! What variables become, and what is said of those that do not fit.

use serde_json::{Value, json};

use super::{DocumentLimits, DocumentSettings, Documents, sample};
use crate::gql::request::{RequestError, RequestErrorKind};

fn coerce(signature: &str, use_of_it: &str, given: Value) -> Result<Value, RequestError> {
    coerce_within(DocumentLimits::default(), signature, use_of_it, given)
}

fn coerce_within(
    limits: DocumentLimits,
    signature: &str,
    use_of_it: &str,
    given: Value,
) -> Result<Value, RequestError> {
    let settings = DocumentSettings { limits, ..DocumentSettings::default() };
    let documents = Documents::<()>::new(sample::schema(), settings);
    let text = format!("query({signature}) {{ {use_of_it} }}");
    let prepared = documents.find(&sample::request(&text)).unwrap();
    let variables = documents.variables(&prepared.operation, sample::object(given))?;
    Ok(Value::Object(variables.as_map().clone()))
}

fn filter(given: Value) -> Result<Value, RequestError> {
    coerce("$f: Filter", "projects(filter: $f) { totalCount }", json!({ "f": given }))
        .map(|all| all["f"].clone())
}

fn faults(refused: RequestError) -> Vec<String> {
    assert_eq!(refused.kind, RequestErrorKind::Malformed);
    refused.errors.into_iter().map(|error| error.message).collect()
}

#[test]
fn absent_null_and_default_are_kept_apart() {
    let (signature, used) = ("$a: Int, $b: Int = 2, $c: Int = 3", "deep(values: [[$a, $b, $c]])");
    assert_eq!(coerce(signature, used, json!({ "c": null })).unwrap(), json!({ "b": 2, "c": null }));
}

#[test]
fn what_the_operation_does_not_declare_is_left_out() {
    let used = "projects(first: $a) { totalCount }";
    assert_eq!(coerce("$a: Int", used, json!({ "a": 1, "z": 9 })).unwrap(), json!({ "a": 1 }));
}

#[test]
fn a_required_variable_is_asked_for_at_its_definition() {
    let refused = coerce("$id: ID!", "node(id: $id) { id }", json!({})).unwrap_err();
    assert_eq!(refused.errors[0].locations.len(), 1);
    assert_eq!(refused.errors[0].extensions["code"], "BAD_USER_INPUT");
    assert_eq!(faults(refused), ["variable `$id`: is required: expected ID!"]);
}

#[test]
fn defaults_of_input_objects_are_filled_in() {
    assert_eq!(filter(json!({})).unwrap(), json!({ "status": ["OPEN"], "limit": 5 }));
}

#[test]
fn a_single_item_stands_for_its_list() {
    assert_eq!(filter(json!({ "status": "CLOSED" })).unwrap()["status"], json!(["CLOSED"]));
}

#[test]
fn numbers_are_taken_as_json_writes_them() {
    let coerced = filter(json!({ "rate": 1, "limit": 4.0 })).unwrap();
    assert_eq!((&coerced["rate"], &coerced["limit"]), (&json!(1), &json!(4)));
    assert_eq!(coerce("$id: ID!", "node(id: $id) { id }", json!({ "id": 7 })).unwrap(), json!({ "id": "7" }));
}

#[test]
fn each_fault_names_its_place_and_what_was_expected() {
    let given = json!({
        "status": ["OPEN", "LATE", 3], "window": { "from": "2026-01-01" }, "limit": 2_147_483_648_u32,
        "and": [{ "text": 1 }, { "colour": "red" }], "rate": "fast",
    });
    assert_eq!(
        faults(filter(given).unwrap_err()),
        [
            "variable `$f.status[1]`: \"LATE\" is no value of Status",
            "variable `$f.status[2]`: expected Status!, found 3",
            "variable `$f.window.to`: is required: expected Date!",
            "variable `$f.and[0].text`: expected String, found 1",
            "variable `$f.and[1]`: `colour` is no field of Filter",
            "variable `$f.rate`: expected Float, found \"fast\"",
            "variable `$f.limit`: expected Int!, found 2147483648",
        ]
    );
}

#[test]
fn at_most_twenty_faults_are_reported() {
    assert_eq!(faults(filter(json!({ "status": vec![0; 1_000] })).unwrap_err()).len(), 20);
}

#[test]
fn an_input_of_one_field_takes_exactly_one() {
    let key = |given: Value| coerce("$k: Key!", "project(key: $k) { id }", json!({ "k": given }));
    assert!(key(json!({ "slug": "a" })).is_ok());
    for wrong in [json!({}), json!({ "slug": "a", "id": 1 }), json!({ "slug": null })] {
        assert_eq!(
            faults(key(wrong).unwrap_err()),
            ["variable `$k`: Key takes exactly one of its fields, not null"]
        );
    }
}

#[test]
fn strings_are_bounded_all_together() {
    let limits = DocumentLimits { variable_bytes: 100, ..DocumentLimits::default() };
    let used = "search(text: $t, days: $d) { __typename }";
    let given = |length: usize| json!({ "t": "x".repeat(length), "d": ["2026-01-01"] });
    assert!(coerce_within(limits, "$t: String!, $d: [Date!]", used, given(90)).is_ok());
    let refused = coerce_within(limits, "$t: String!, $d: [Date!]", used, given(91)).unwrap_err();
    assert_eq!(refused.kind, RequestErrorKind::OverLimit);
    assert_eq!(refused.errors[0].message, "bytes within the variables: more than the limit of 100");
}

#[test]
fn values_are_bounded_all_together_within_custom_scalars_too() {
    let refused = coerce(
        "$d: [Date!]",
        "search(text: \"\", days: $d) { __typename }",
        json!({ "d": [vec![0; 30_000]] }),
    );
    assert_eq!(refused.unwrap_err().errors[0].extensions["code"], "LIMIT_VARIABLES");
}

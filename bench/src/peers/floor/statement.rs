//! The statements and what they ask of a request.

use chrono::NaiveDate;
use serde_json::Value as Json;

use crate::data::fold;
use crate::peers::today;

/// Kinds of structures, at most: SQLite, which has no arrays, takes as many parameters.
pub(super) const KINDS: usize = 3;

/// One read by hand, for each database.
#[derive(Debug)]
pub(super) struct Statement {
    name: &'static str,
    pub postgres: &'static str,
    pub sqlite: &'static str,
    /// In the order in which they are bound.
    parameters: &'static [Parameter],
}

/// Where a value comes from: mostly from a place in the request's variables (a JSON pointer).
#[derive(Debug)]
enum Parameter {
    Text(&'static str),
    Kinds(&'static str),
    /// Folded, as the words of records are.
    Word(&'static str),
    Today,
}

/// A value to bind.
pub(super) enum Value {
    Text(Option<String>),
    Kinds(Vec<String>),
    Day(NaiveDate),
}

macro_rules! statement {
    ($name:literal, $parameters:expr) => {
        Statement {
            name: $name,
            postgres: include_str!(concat!("../../../sql/", $name, ".postgres.sql")),
            sqlite: include_str!(concat!("../../../sql/", $name, ".sqlite.sql")),
            parameters: $parameters,
        }
    };
}

static STATEMENTS: [Statement; 3] = [
    statement!(
        "nested",
        &[Parameter::Kinds("/kind"), Parameter::Text("/within"), Parameter::Text("/code"), Parameter::Today]
    ),
    statement!(
        "directory",
        &[
            Parameter::Kinds("/filter/kind"),
            Parameter::Text("/filter/territory/kind"),
            Parameter::Text("/filter/territory/code"),
            Parameter::Word("/filter/search"),
        ]
    ),
    statement!("siret", &[Parameter::Text("/siret"), Parameter::Today]),
];

/// The statement of that name.
pub(super) fn named(name: &str) -> Result<&'static Statement, String> {
    STATEMENTS.iter().find(|statement| statement.name == name).ok_or_else(|| format!("there is no {name}"))
}

impl Statement {
    /// What to bind for these variables.
    pub(super) fn values(&self, variables: &Json) -> impl Iterator<Item = Value> {
        self.parameters.iter().map(|parameter| match parameter {
            Parameter::Text(place) => Value::Text(text(variables, place).map(str::to_owned)),
            Parameter::Kinds(place) => {
                let kinds = variables.pointer(place).and_then(Json::as_array);
                Value::Kinds(
                    kinds.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect(),
                )
            }
            Parameter::Word(place) => Value::Text(text(variables, place).map(fold)),
            Parameter::Today => Value::Day(today()),
        })
    }
}

fn text<'a>(variables: &'a Json, place: &str) -> Option<&'a str> {
    variables.pointer(place)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_in_the_order_of_the_parameters() {
        let variables = serde_json::json!({
            "filter": { "kind": ["PUBLIC"], "territory": { "kind": "EPCI", "code": "1" }, "search": "Forêt" }
        });
        let values: Vec<_> = named("directory").unwrap().values(&variables).collect();
        let [Value::Kinds(kinds), Value::Text(kind), Value::Text(code), Value::Text(word)] = &values[..]
        else {
            panic!("other values");
        };
        assert_eq!(kinds, &["PUBLIC"]);
        let texts = [kind, code, word].map(Option::as_deref);
        assert_eq!(texts, [Some("EPCI"), Some("1"), Some("foret")]);
    }

    #[test]
    fn a_variable_that_is_null_is_bound_as_null() {
        let variables = serde_json::json!({ "filter": { "search": null } });
        let last = named("directory").unwrap().values(&variables).last();
        assert!(matches!(last, Some(Value::Text(None))));
    }
}

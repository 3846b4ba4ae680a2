//! Every way of asking that the published schema offers, read from it.

use apollo_compiler::Schema;
use apollo_compiler::schema::{ExtendedType, FieldDefinition, ObjectType};
use serde_json::{Value, json};

use super::values::{is_narrow, of_argument, of_condition};

/// Something to ask.
#[derive(Debug)]
pub(super) struct Question {
    /// What it is about, for who reads of a fault.
    pub(super) about: String,
    pub(super) query: String,
    /// A list whose second page is asked for too: the root field.
    pub(super) pages: Option<String>,
    /// Whether a list may go along all of its rows in their order, until it has as many as it shows.
    pub(super) may_walk: bool,
    /// Whether one viewer stands for all: what is under a list is found by the same indexes for each.
    pub(super) by_one: bool,
}

impl Question {
    const fn new(about: String, query: String) -> Self {
        Self { about, query, pages: None, may_walk: true, by_one: false }
    }
}

/// All of them.
pub(super) fn all(schema: &Schema) -> Vec<Question> {
    let query = schema.get_object("Query").expect("a query type");
    let mut questions = Vec::new();
    for field in query.fields.values() {
        if field.argument_by_name("filter").is_some() {
            lists(schema, field, &mut questions);
        } else {
            singles(schema, field, &mut questions);
        }
    }
    questions
}

/// A root field that is not a list of all: by each of its arguments, by all of them, and by none where it may.
fn singles(schema: &Schema, field: &FieldDefinition, questions: &mut Vec<Question>) {
    let name = field.name.as_str();
    let selected = selection(schema, field.ty.inner_named_type(), 1);
    let required = field.arguments.iter().filter(|argument| argument.is_required());
    let required: Vec<&str> = required.map(|argument| argument.name.as_str()).collect();
    let mut asked: Vec<Vec<&str>> = field.arguments.iter().map(|one| vec![one.name.as_str()]).collect();
    if asked.is_empty() || name == "dashboard" {
        asked.push(Vec::new());
    }
    for arguments in asked {
        // A cursor is that of an answer: pages are asked for below.
        if arguments == ["after"] {
            continue;
        }
        let mut arguments = arguments;
        arguments
            .extend(required.iter().filter(|name| !arguments.contains(*name)).copied().collect::<Vec<_>>());
        let given =
            arguments.iter().map(|argument| format!("{argument}: {}", literal(&of_argument(name, argument))));
        let given: Vec<String> = given.collect();
        let given = if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) };
        questions.push(Question::new(format!("{name}{given}"), format!("{{ {name}{given} {selected} }}")));
    }
}

/// A list of all: in each order, under each condition, with each of its facets, and with each field of its rows.
fn lists(schema: &Schema, field: &FieldDefinition, questions: &mut Vec<Question>) {
    let name = field.name.as_str();
    let connection = schema.get_object(field.ty.inner_named_type()).expect("a connection");
    let row = row_of(schema, connection).expect("rows");
    for order in orders(schema, field) {
        let query = format!(
            "query($after: Cursor) {{ {name}(first: 20, after: $after, orderBy: [{order}]) {{ nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        questions.push(Question {
            pages: Some(name.to_owned()),
            ..Question::new(format!("{name} by {order}"), query)
        });
    }
    for (condition, value) in conditions(schema, field, &row.name) {
        let is_narrow = is_narrow(&condition);
        let counted =
            if is_narrow { format!("totalCount {}", facets(schema, connection)) } else { String::new() };
        let order = match condition.as_str() {
            "near" => ", orderBy: [{ by: DISTANCE }]",
            _ => "",
        };
        let filter = literal(&json!({ condition: value }));
        let query = format!(
            "{{ {name}(first: 20, filter: {filter}{order}) {{ nodes {{ id }} pageInfo {{ hasNextPage }} {counted} }} }}"
        );
        questions.push(Question {
            may_walk: !is_narrow,
            ..Question::new(format!("{name} where {filter}"), query)
        });
    }
    let query = format!("{{ {name}(first: 3) {{ nodes {} }} }}", selection(schema, &row.name, 1));
    questions.push(Question::new(format!("{name} whole"), query));
    for field in row.fields.values() {
        for (number, (about, selected)) in fields(schema, field).into_iter().enumerate() {
            let query = format!("{{ {name}(first: 3) {{ nodes {{ {selected} }} }} }}");
            let about = format!("{name} with {about}");
            questions.push(Question { by_one: number > 0, ..Question::new(about, query) });
        }
    }
}

/// A list under the rows of a list: as it is, in each order and under each condition.
fn fields(schema: &Schema, field: &FieldDefinition) -> Vec<(String, String)> {
    let name = field.name.as_str();
    let inner = field.ty.inner_named_type();
    let connection = schema.get_object(inner).filter(|ty| ty.fields.contains_key("pageInfo"));
    let Some(connection) = connection else { return Vec::new() };
    let row = row_of(schema, connection).expect("rows");
    let whole = format!(
        "{{ totalCount nodes {} pageInfo {{ hasNextPage }} {} }}",
        selection(schema, &row.name, 1),
        facets(schema, connection)
    );
    let mut asked = vec![(name.to_owned(), format!("{name}(first: 3) {whole}"))];
    for order in orders(schema, field) {
        asked.push((
            format!("{name} by {order}"),
            format!("{name}(first: 3, orderBy: [{order}]) {{ nodes {{ id }} }}"),
        ));
    }
    for (condition, value) in conditions(schema, field, &row.name) {
        let filter = literal(&json!({ condition: value }));
        asked.push((
            format!("{name} where {filter}"),
            format!("{name}(first: 3, filter: {filter}) {{ nodes {{ id }} }}"),
        ));
    }
    asked
}

fn row_of<'a>(schema: &'a Schema, connection: &ObjectType) -> Option<&'a ObjectType> {
    schema.get_object(connection.fields.get("nodes")?.ty.inner_named_type()).map(|ty| &**ty)
}

/// The orders of a list, upwards and downwards, as they are written in a document.
fn orders(schema: &Schema, field: &FieldDefinition) -> Vec<String> {
    let Some(argument) = field.argument_by_name("orderBy") else { return Vec::new() };
    let order = schema.get_input_object(argument.ty.inner_named_type()).expect("an order");
    let codes = schema.get_enum(order.fields["by"].ty.inner_named_type()).expect("fields to order by");
    let both = |code: &str| ["ASC", "DESC"].map(|way| format!("{{ by: {code}, direction: {way} }}"));
    // Those of what a condition finds are asked for with it.
    let by_themselves = codes.values.keys().filter(|code| !matches!(code.as_str(), "DISTANCE" | "RELEVANCE"));
    by_themselves.flat_map(|code| both(code.as_str())).collect()
}

/// The conditions of a list of rows of `of`, each with values for it.
fn conditions(schema: &Schema, field: &FieldDefinition, of: &str) -> Vec<(String, Value)> {
    let Some(argument) = field.argument_by_name("filter") else { return Vec::new() };
    let filter = schema.get_input_object(argument.ty.inner_named_type()).expect("a filter");
    let single = filter.fields.values().filter(|field| !matches!(field.name.as_str(), "and" | "or" | "not"));
    single
        .flat_map(|field| {
            let values = of_condition(schema, of, field.name.as_str(), &field.ty);
            values.into_iter().map(|value| (field.name.to_string(), value)).collect::<Vec<_>>()
        })
        .collect()
}

/// Every facet of a list, as it is selected.
fn facets(schema: &Schema, connection: &ObjectType) -> String {
    let Some(field) = connection.fields.get("facets") else { return String::new() };
    let names = field.argument_by_name("names").expect("names of facets");
    let codes = schema.get_enum(names.ty.inner_named_type()).expect("facets");
    let codes: Vec<&str> = codes.values.keys().map(|code| code.as_str()).collect();
    format!("facets(names: [{}]) {{ buckets {{ value count label {{ value }} }} }}", codes.join(", "))
}

/// Whether a field may be asked without arguments.
fn is_bare(field: &FieldDefinition) -> bool {
    field.arguments.iter().all(|argument| !argument.is_required())
}

/// All that a type offers to `depth` types below it; nothing for a value.
fn selection(schema: &Schema, ty: &str, depth: usize) -> String {
    let fields = match schema.types.get(ty) {
        Some(ExtendedType::Object(object)) => &object.fields,
        Some(ExtendedType::Interface(_)) => return "{ id }".to_owned(),
        _ => return String::new(),
    };
    let mut selected = String::from("{ __typename");
    for field in fields.values().filter(|field| is_bare(field)) {
        let inner = field.ty.inner_named_type();
        let is_value =
            matches!(schema.types.get(inner), Some(ExtendedType::Scalar(_) | ExtendedType::Enum(_)));
        let below = if is_value {
            String::new()
        } else if depth > 0 {
            selection(schema, inner, depth - 1)
        } else {
            continue;
        };
        // A page of a page is asked for by itself.
        if inner.ends_with("Connection") {
            continue;
        }
        selected.push_str(&format!(" {} {below}", field.name));
    }
    selected.push_str(" }");
    selected
}

/// A value as it is written in a document. Codes look like texts in JSON: they are those in capitals.
fn literal(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{name}: {}", literal(value))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(literal).collect();
            format!("[{}]", values.join(", "))
        }
        Value::String(text) if is_code(text) => text.clone(),
        value => value.to_string(),
    }
}

fn is_code(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_')
}

//! From untrusted text to a valid document, with every limit checked before the step it protects.

use apollo_compiler::{
    ExecutableDocument, Schema,
    ast::{self, Definition, Selection},
    parser::Parser,
    validation::{DiagnosticList, Valid},
};

use super::{
    limits::{DocumentLimits, DocumentSettings},
    measure::{Measures, Ruler, Unmeasurable},
    merging,
    refusal::{self, INTROSPECTION_DISABLED, PARSE_FAILED, VALIDATION_FAILED},
};
use crate::gql::request::RequestError;

/// A valid document and the measures of its operations, in their order in the text.
pub(super) struct CheckedDocument {
    pub(super) document: Valid<ExecutableDocument>,
    pub(super) measures: Vec<Measures>,
}

/// Parses, measures and validates the text.
pub(super) fn check(
    schema: &Valid<Schema>,
    settings: &DocumentSettings,
    text: &str,
) -> Result<CheckedDocument, RequestError> {
    let limits = &settings.limits;
    let syntax = parse(limits, text)?;
    bound_definitions(limits, &syntax)?;
    let measures = measure(limits, &syntax)?;
    if !settings.introspection && measures.iter().any(|measured| measured.introspects) {
        return Err(refusal::malformed(INTROSPECTION_DISABLED, "introspection is switched off here"));
    }
    let document = syntax.to_executable(schema).map_err(|failed| invalid(&failed.errors))?;
    let compared = merging::comparisons(schema, &document, limits.comparisons);
    within(&[("LIMIT_VALIDATION", "fields to compare with one another", compared, limits.comparisons)])?;
    let document = document.validate(schema).map_err(|failed| invalid(&failed.errors))?;
    Ok(CheckedDocument { document, measures })
}

fn invalid(errors: &DiagnosticList) -> RequestError {
    refusal::diagnostics(VALIDATION_FAILED, errors)
}

fn parse(limits: &DocumentLimits, text: &str) -> Result<ast::Document, RequestError> {
    within(&[("LIMIT_BYTES", "bytes of the document", text.len() as u64, limits.bytes as u64)])?;
    let mut parser = Parser::new().token_limit(limits.tokens).recursion_limit(limits.nesting);
    let parsed = parser.parse_ast(text, "operation");
    if parser.tokens_reached() > limits.tokens {
        return Err(refusal::beyond_limit("LIMIT_TOKENS", "tokens of the document", limits.tokens as u64));
    }
    if parser.recursion_reached() > limits.nesting {
        return Err(too_nested(limits));
    }
    parsed.map_err(|failed| refusal::diagnostics(PARSE_FAILED, &failed.errors))
}

fn too_nested(limits: &DocumentLimits) -> RequestError {
    refusal::beyond_limit("LIMIT_NESTING", "nesting of the document", limits.nesting as u64)
}

fn measure(limits: &DocumentLimits, syntax: &ast::Document) -> Result<Vec<Measures>, RequestError> {
    let mut ruler = Ruler::new(syntax, limits.nesting);
    let mut all = Vec::new();
    for operation in syntax.definitions.iter().filter_map(Definition::as_operation_definition) {
        let measures = ruler.operation(operation).map_err(|unmeasurable| match unmeasurable {
            Unmeasurable::TooNested => too_nested(limits),
            Unmeasurable::Cycle(name, span) => refusal::malformed_at(
                VALIDATION_FAILED,
                format!("the fragment `{name}` must not spread itself"),
                span,
                &syntax.sources,
            ),
        })?;
        bound_operation(limits, &measures, operation.variables.len() as u64)?;
        all.push(measures);
    }
    Ok(all)
}

fn bound_operation(limits: &DocumentLimits, found: &Measures, variables: u64) -> Result<(), RequestError> {
    let figures = [
        ("LIMIT_DEPTH", "depth of the operation", found.depth, limits.depth),
        ("LIMIT_NESTING", "nesting of the operation", found.nesting, limits.nesting as u64),
        ("LIMIT_FIELDS", "fields with all fragments expanded", found.fields, limits.fields),
        ("LIMIT_ROOT_FIELDS", "fields of the root", found.root_fields, limits.root_fields),
        ("LIMIT_ALIASES", "aliases with all fragments expanded", found.aliases, limits.aliases),
        ("LIMIT_DIRECTIVES", "directives with all fragments expanded", found.directives, limits.directives),
        ("LIMIT_LITERAL", "values within one argument", found.largest_literal, limits.literal_values),
        ("LIMIT_VARIABLES", "variables of the operation", variables, limits.variables),
        (
            "LIMIT_INTROSPECTION",
            "nested lists of types in the introspection",
            found.introspection_depth,
            limits.introspection_depth,
        ),
    ];
    within(&figures)
}

/// The compiler's search for cycles starts anew at each fragment and for each operation.
fn bound_definitions(limits: &DocumentLimits, syntax: &ast::Document) -> Result<(), RequestError> {
    let (mut operations, mut fragments, mut spread) = (0_u64, 0_u64, 0_u64);
    for definition in &syntax.definitions {
        match definition {
            Definition::OperationDefinition(_) => operations += 1,
            Definition::FragmentDefinition(fragment) => {
                fragments += 1;
                spread += selections(&fragment.selection_set);
            }
            _ => {}
        }
    }
    within(&[
        ("LIMIT_OPERATIONS", "operations of the document", operations, limits.operations),
        ("LIMIT_FRAGMENTS", "fragments of the document", fragments, limits.fragments),
        (
            "LIMIT_VALIDATION",
            "operations × fragments × selections of fragments",
            operations.saturating_mul(fragments).saturating_mul(spread),
            limits.fragment_steps,
        ),
    ])
}

/// As deep as the parser let the text be.
fn selections(set: &[Selection]) -> u64 {
    let below = |selection: &Selection| match selection {
        Selection::Field(field) => selections(&field.selection_set),
        Selection::InlineFragment(inline) => selections(&inline.selection_set),
        Selection::FragmentSpread(_) => 0,
    };
    set.iter().map(|selection| 1 + below(selection)).sum()
}

fn within(figures: &[(&str, &str, u64, u64)]) -> Result<(), RequestError> {
    match figures.iter().find(|(_, _, found, limit)| found > limit) {
        Some((code, what, found, limit)) => Err(refusal::over_limit(code, what, *found, *limit)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::super::{DocumentSettings, Documents, sample};

    fn repeated(count: usize, part: impl Fn(usize) -> String) -> String {
        (0..count).map(part).collect()
    }

    #[test]
    fn ten_thousand_aliases_are_too_many_tokens() {
        let text = format!("{{ {} }}", repeated(10_000, |number| format!("a{number}: __typename ")));
        let (code, message) = sample::refused(&text);
        assert_eq!(code, "LIMIT_TOKENS");
        assert_eq!(message, "tokens of the document: more than the limit of 15000");
    }

    #[test]
    fn aliases_are_counted_with_both_figures() {
        let text = format!("{{ node(id: 1) {{ {} }} }}", repeated(201, |number| format!("a{number}: id ")));
        let expected = "aliases with all fragments expanded: 201, over the limit of 200";
        assert_eq!(sample::refused(&text), ("LIMIT_ALIASES".to_owned(), expected.to_owned()));
    }

    #[test]
    fn a_query_fifty_levels_deep_is_refused() {
        let text = format!("{{ node(id: 1) {} id {} }}", "{ peer ".repeat(48) + "{", "}".repeat(49));
        assert_eq!(sample::refused(&text).0, "LIMIT_DEPTH");
    }

    #[test]
    fn a_million_expanded_fields_are_refused() {
        let mut text = "{ ...F0 }".to_owned();
        for level in 0..20 {
            let next = level + 1;
            write!(text, " fragment F{level} on Query {{ ...F{next} ...F{next} }}").unwrap();
        }
        text.push_str(" fragment F20 on Query { __typename }");
        let expected = "fields with all fragments expanded: 1048576, over the limit of 5000";
        assert_eq!(sample::refused(&text), ("LIMIT_FIELDS".to_owned(), expected.to_owned()));
    }

    #[test]
    fn lists_within_lists_end_at_the_nesting_limit() {
        let text = format!("{{ deep(values: {}{}) }}", "[".repeat(5_000), "]".repeat(5_000));
        assert_eq!(sample::refused(&text).0, "LIMIT_NESTING");
    }

    #[test]
    fn a_long_literal_belongs_in_a_variable() {
        let text = format!("{{ deep(values: [[{}]]) }}", "1 ".repeat(501));
        assert_eq!(sample::refused(&text).0, "LIMIT_LITERAL");
    }

    #[test]
    fn thousands_of_variables_are_refused() {
        let text =
            format!("query({}) {{ __typename }}", repeated(2_000, |number| format!("$v{number}:Int ")));
        assert_eq!(sample::refused(&text).0, "LIMIT_VARIABLES");
    }

    #[test]
    fn a_thousand_fragments_are_refused() {
        let fragments = repeated(1_000, |number| format!("fragment F{number} on Query{{id}}"));
        assert_eq!(sample::refused(&format!("{{ __typename }} {fragments}")).0, "LIMIT_FRAGMENTS");
    }

    #[test]
    fn a_thousand_operations_are_refused() {
        let text = repeated(1_000, |number| format!("query Q{number}{{__typename}}"));
        assert_eq!(sample::refused(&text).0, "LIMIT_OPERATIONS");
    }

    #[test]
    fn many_directives_are_refused() {
        let text = format!("{{ __typename {} }}", "@include(if: true)".repeat(201));
        assert_eq!(sample::refused(&text).0, "LIMIT_DIRECTIVES");
    }

    #[test]
    fn a_huge_document_is_refused_before_it_is_read() {
        assert_eq!(sample::refused(&format!("{{ __typename }} #{}", "x".repeat(300_000))).0, "LIMIT_BYTES");
    }

    #[test]
    fn types_listed_within_types_again_and_again_are_refused() {
        let text = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
        assert_eq!(sample::refused(text).0, "LIMIT_INTROSPECTION");
    }

    #[test]
    fn introspection_can_be_switched_off_but_for_typename() {
        let settings = DocumentSettings { introspection: false, ..DocumentSettings::default() };
        let documents = Documents::<()>::new(sample::schema(), settings);
        let text = "{ ...F } fragment F on Query { __type(name: \"Query\") { nam } }";
        let refused = documents.find(&sample::request(text)).unwrap_err();
        assert_eq!(sample::first_error(&refused).0, "INTROSPECTION_DISABLED");
        assert!(documents.find(&sample::request("{ __typename }")).is_ok());
    }

    #[test]
    fn at_most_twenty_errors_are_reported() {
        let text = format!("{{ node(id: 1) {{ {} }} }}", repeated(100, |number| format!("unknown{number} ")));
        assert_eq!(sample::find(&text).unwrap_err().errors.len(), 20);
    }

    #[test]
    fn what_is_as_nested_as_may_be_is_validated_within_the_stack() {
        let inline = format!("{}__typename{}", "... { ".repeat(98), "}".repeat(98));
        assert!(sample::find(&format!("{{ {inline} }}")).is_ok());
        let mut chain = "{ ...F0 }".to_owned();
        for level in 0..98 {
            write!(chain, " fragment F{level} on Query {{ ...F{} }}", level + 1).unwrap();
        }
        assert!(sample::find(&format!("{chain} fragment F98 on Query {{ __typename }}")).is_ok());
    }
}

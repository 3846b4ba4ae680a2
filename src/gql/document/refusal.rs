//! The one form in which a document is refused: a code, one line that says what is wrong, and where.

use apollo_compiler::{
    parser::{SourceMap, SourceSpan},
    response::GraphQLError,
    validation::DiagnosticList,
};

use crate::gql::request::{GraphqlError, Location, RequestError, RequestErrorKind};

/// Errors reported for one request; the rest is only counted.
pub(super) const MAX_ERRORS: usize = 20;
const MAX_MESSAGE_CHARS: usize = 400;

/// The text is no GraphQL.
pub(super) const PARSE_FAILED: &str = "GRAPHQL_PARSE_FAILED";
/// The document does not fit the schema.
pub(super) const VALIDATION_FAILED: &str = "GRAPHQL_VALIDATION_FAILED";
/// The variables or arguments do not fit the operation.
pub(super) const BAD_USER_INPUT: &str = "BAD_USER_INPUT";
/// The request itself is not well formed.
pub(super) const BAD_REQUEST: &str = "BAD_REQUEST";
/// No operation, or several, fit the request.
pub(super) const OPERATION_RESOLUTION_FAILURE: &str = "OPERATION_RESOLUTION_FAILURE";
/// `__schema` and `__type` are switched off.
pub(super) const INTROSPECTION_DISABLED: &str = "INTROSPECTION_DISABLED";
/// The hash is not known: send it again with the document.
pub(super) const PERSISTED_QUERY_NOT_FOUND: &str = "PERSISTED_QUERY_NOT_FOUND";
/// Only documents of the manifest are executed.
pub(super) const DOCUMENT_NOT_TRUSTED: &str = "DOCUMENT_NOT_TRUSTED";

/// A refusal with one error.
pub(super) fn malformed(code: &str, message: impl Into<String>) -> RequestError {
    one(RequestErrorKind::Malformed, GraphqlError::new(code, message))
}

/// A refusal with one error that has a place in the document.
pub(super) fn malformed_at(
    code: &str,
    message: impl Into<String>,
    span: Option<SourceSpan>,
    sources: &SourceMap,
) -> RequestError {
    let error = GraphQLError::new(message, span, sources);
    one(RequestErrorKind::Malformed, from_compiler(code, error))
}

/// A hash that stands for no document known here.
pub(super) fn persisted_query_not_found() -> RequestError {
    let error = GraphqlError::new(PERSISTED_QUERY_NOT_FOUND, "PersistedQueryNotFound");
    one(RequestErrorKind::PersistedQueryNotFound, error)
}

/// A document that the manifest of trusted documents does not hold.
pub(super) fn not_trusted() -> RequestError {
    let message = "only documents registered with this deployment are executed here";
    one(RequestErrorKind::NotTrusted, GraphqlError::new(DOCUMENT_NOT_TRUSTED, message))
}

/// A figure over its limit.
pub(super) fn over_limit(code: &str, what: &str, found: u64, limit: u64) -> RequestError {
    let mut error = GraphqlError::new(code, format!("{what}: {found}, over the limit of {limit}"));
    error.extensions.insert("found".to_owned(), found.into());
    error.extensions.insert("limit".to_owned(), limit.into());
    one(RequestErrorKind::OverLimit, error)
}

/// A limit at which reading stopped, so that the figure itself is not known.
pub(super) fn beyond_limit(code: &str, what: &str, limit: u64) -> RequestError {
    let mut error = GraphqlError::new(code, format!("{what}: more than the limit of {limit}"));
    error.extensions.insert("limit".to_owned(), limit.into());
    one(RequestErrorKind::OverLimit, error)
}

/// What the compiler found wrong.
pub(super) fn diagnostics(code: &str, list: &DiagnosticList) -> RequestError {
    let errors = list.iter().take(MAX_ERRORS).map(|found| from_compiler(code, found.to_json())).collect();
    RequestError { kind: RequestErrorKind::Malformed, errors }
}

/// Several errors of one kind.
pub(super) fn several(errors: Vec<GraphqlError>) -> RequestError {
    RequestError { kind: RequestErrorKind::Malformed, errors }
}

/// One error of the compiler in the form of the hub.
pub(super) fn from_compiler(code: &str, error: GraphQLError) -> GraphqlError {
    let places = error.locations.iter().map(|place| Location { line: place.line, column: place.column });
    GraphqlError { locations: places.collect(), ..GraphqlError::new(code, one_line(&error.message)) }
}

/// The text on one line, cut when it quotes too much of the client's own document.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == MAX_MESSAGE_CHARS {
            line.push('…');
            break;
        }
        line.push(if character.is_control() { ' ' } else { character });
    }
    line
}

fn one(kind: RequestErrorKind, error: GraphqlError) -> RequestError {
    RequestError { kind, errors: vec![error] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_bounded_line() {
        let line = one_line(&"a\nb\u{1b}".repeat(1_000));
        assert!(!line.contains('\n') && !line.contains('\u{1b}'));
        assert_eq!(line.chars().count(), MAX_MESSAGE_CHARS + 1);
    }

    #[test]
    fn a_limit_is_refused_with_both_figures() {
        let refused = over_limit("LIMIT_DEPTH", "depth", 51, 20);
        assert_eq!(refused.kind, RequestErrorKind::OverLimit);
        assert_eq!(refused.errors[0].message, "depth: 51, over the limit of 20");
        assert_eq!(refused.errors[0].extensions["found"], 51);
    }
}

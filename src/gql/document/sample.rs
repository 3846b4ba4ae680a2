//! A small schema with what documents are tried on: connections, an interface, a union, inputs, all three roots.

use std::sync::Arc;

use apollo_compiler::{Schema, validation::Valid};
use serde_json::{Map, Value};

use super::{CheckedOperation, DocumentSettings, Documents, Prepared};
use crate::gql::request::{GraphqlRequest, RequestError};

pub(super) const SDL: &str = r#"
    directive @oneOf on INPUT_OBJECT
    scalar Date
    enum Status { OPEN CLOSED }
    interface Node { id: ID! peer: Node }
    type PageInfo { hasNextPage: Boolean! }
    type Project implements Node {
        id: ID! peer: Node name(max: Int): String! status: Status since: Date parent: Project
        actions(first: Int = 10, after: String, last: Int): ActionConnection!
    }
    type Action implements Node { id: ID! peer: Node title: String! project: Project! }
    type ActionConnection { nodes: [Action!]! pageInfo: PageInfo! }
    type ProjectConnection { nodes: [Project!]! totalCount: Int! }
    union Hit = Project | Action
    input Window { from: Date = "2000-01-01" to: Date! }
    input Filter {
        status: [Status!] = [OPEN], window: Window, text: String, and: [Filter!], rate: Float, limit: Int! = 5
    }
    input Key @oneOf { id: ID slug: String }
    type Query {
        node(id: ID!): Node
        nodes(ids: [ID!]!): [Node]!
        project(key: Key!): Project
        projects(first: Int, filter: Filter): ProjectConnection!
        search(text: String!, days: [Date!]): [Hit!]!
        deep(values: [[Int]]): Boolean
    }
    type Mutation { closeProject(id: ID!): Project }
    type Subscription { changed(id: ID!): Project }
"#;

pub(super) fn schema() -> Arc<Valid<Schema>> {
    Arc::new(Schema::parse_and_validate(SDL, "sample.graphql").unwrap())
}

pub(super) fn documents() -> Documents<()> {
    Documents::new(schema(), DocumentSettings::default())
}

pub(super) fn request(query: &str) -> GraphqlRequest {
    GraphqlRequest { query: Some(query.to_owned()), ..GraphqlRequest::default() }
}

pub(super) fn find(query: &str) -> Result<Arc<Prepared<()>>, RequestError> {
    documents().find(&request(query))
}

/// The code and the message of the first error.
pub(super) fn refused(query: &str) -> (String, String) {
    first_error(&find(query).expect_err("a refusal"))
}

pub(super) fn first_error(refused: &RequestError) -> (String, String) {
    let error = &refused.errors[0];
    (error.extensions["code"].as_str().unwrap().to_owned(), error.message.clone())
}

pub(super) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}

/// The first field of the operation's root.
pub(super) fn root_field(operation: &CheckedOperation) -> &apollo_compiler::executable::Field {
    operation.operation().selection_set.fields().next().unwrap()
}

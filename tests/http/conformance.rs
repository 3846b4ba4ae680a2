//! The GraphQL over HTTP draft, as the audits of npm's `graphql-http` read it: all of them, MUST, SHOULD and MAY.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use apollo_compiler::Schema;
use apollo_compiler::executable::OperationType;
use futures_util::FutureExt;
use respyrem::gql::document::{DocumentSettings, Documents, RootValues};
use respyrem::gql::pipeline::OperationKind;
use respyrem::gql::request::{CachePolicy, GraphqlRequest, Reply, RequestError};
use respyrem::http::services::{Operations, PreparedCall, Run};
use serde_json::Value;
use tokio::process::Command;

use super::support::{TestServer, services};

/// Real documents on a schema of nothing: the audits ask only what every schema answers.
struct Introspected(Arc<Documents<()>>);

impl Operations for Introspected {
    fn prepare(&self, request: GraphqlRequest) -> Result<PreparedCall, RequestError> {
        let found = self.0.find(&request)?;
        let variables = self.0.variables(&found.operation, request.variables)?;
        let kind = match found.operation.kind() {
            OperationType::Query => OperationKind::Query,
            OperationType::Mutation => OperationKind::Mutation,
            OperationType::Subscription => OperationKind::Subscription,
        };
        let name = found.operation.name().map(str::to_owned);
        let values = self.0.introspect(&found.operation, &variables)?;
        Ok(PreparedCall {
            kind,
            name,
            run: Run::Once(Box::new(move |_| async move { reply(&values) }.boxed())),
        })
    }
}

fn reply(values: &RootValues) -> Reply {
    let fields: Vec<String> =
        values.iter().map(|(name, value)| format!("{}:{value}", Value::from(name.as_str()))).collect();
    let body = format!(r#"{{"data":{{{}}}}}"#, fields.join(",")).into();
    Reply { body, cache: CachePolicy::Public, has_errors: false, has_data: true }
}

#[tokio::test]
async fn every_audit_of_graphql_over_http_is_met() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    assert!(folder.join("node_modules").exists(), "run `npm ci` in tests/conformance first");
    let sdl = "type Query { hub: String } type Mutation { hub: String }";
    let schema = Schema::parse_and_validate(sdl, "audits.graphql").unwrap();
    let documents = Documents::new(Arc::new(schema), DocumentSettings::default());
    let mut services = services();
    services.operations = Arc::new(Introspected(Arc::new(documents)));
    let server = TestServer::with(services, &[]).await;
    let audits = Command::new("node")
        .args(["audit.js", &server.url("/graphql")])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&audits.stdout);
    assert!(audits.status.success(), "{said}{}", String::from_utf8_lossy(&audits.stderr));
    assert!(said.contains("61 of 61 audits are met"), "{said}");
}

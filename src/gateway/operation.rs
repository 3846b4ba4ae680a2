//! Answering an operation: by the hub alone where it can, else by a plan over the hub and partners' services.

use std::sync::Arc;

use bytes::Bytes;
use federation::Plan;
use serde_json::Value;
use serde_json_bytes::{ByteString, Map as JsonMap, Value as JsonValue};
use tokio::sync::{OnceCell, OwnedSemaphorePermit};

use super::graph::{Graph, Route};
use super::running::Gateway;
use super::transport::Carrier;
use crate::gql::document::{self, Variables};
use crate::gql::pipeline::{Call, OperationKind};
use crate::gql::request::{CachePolicy, Caller, GraphqlError, GraphqlRequest, Reply, RequestError};

/// An operation that was found, checked and weighed.
pub enum Prepared {
    /// The hub answers it alone.
    Hub(Call),
    /// Partners' services have a part in it.
    Joined(JoinedCall),
}

/// An operation over several services, on the graph of the moment when it was prepared.
#[derive(Debug)]
pub struct JoinedCall {
    pub(super) gateway: Gateway,
    graph: Arc<Graph>,
    prepared: Arc<document::Prepared<Route>>,
    pub(super) variables: Variables,
}

impl Gateway {
    /// Finds, checks and weighs the operation; executes nothing.
    ///
    /// # Errors
    /// When the request must not be executed.
    pub fn prepare(&self, request: GraphqlRequest) -> Result<Prepared, RequestError> {
        let hub = &self.inner.hub;
        let Some(graph) = self.current() else { return hub.prepare(request).map(Prepared::Hub) };
        let prepared = match graph.documents.find(&request) {
            Ok(prepared) => prepared,
            // A document that is known by its hash from before this graph was there.
            Err(refused) => match (&request.query, hub.documents().find(&request)) {
                (None, Ok(known)) => return hub.call(known, request.variables).map(Prepared::Hub),
                _ => return Err(refused),
            },
        };
        match prepared.plan.get_or_init(|| self.route(&prepared, &request)) {
            Route::Hub(known) => hub.call(Arc::clone(known), request.variables).map(Prepared::Hub),
            Route::Joined(_) => {
                let variables = graph.documents.variables(&prepared.operation, request.variables)?;
                Ok(Prepared::Joined(JoinedCall { gateway: self.clone(), graph, prepared, variables }))
            }
        }
    }

    /// Who answers: the hub, if it knows all that is asked for. What the whole schema is, it does not.
    fn route(&self, prepared: &document::Prepared<Route>, request: &GraphqlRequest) -> Route {
        let alone = GraphqlRequest {
            query: Some(prepared.operation.text().to_string()),
            operation_name: request.operation_name.clone(),
            ..GraphqlRequest::default()
        };
        match self.inner.hub.documents().find(&alone) {
            Ok(known) if !known.operation.introspects() => Route::Hub(known),
            _ => Route::Joined(OnceCell::new()),
        }
    }
}

impl JoinedCall {
    /// Query, mutation or subscription.
    #[must_use]
    pub fn kind(&self) -> OperationKind {
        self.prepared.operation.kind().into()
    }

    /// The operation's name, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.prepared.operation.name()
    }

    /// Answers it.
    pub async fn execute(self, caller: Caller) -> Reply {
        let plan = match self.plan().await {
            Ok(plan) => plan,
            Err(errors) => return refused(&errors),
        };
        let carrier = Carrier::new(&self.gateway, Some(Arc::clone(&self.graph)), caller.clone());
        match federation::execute(&plan, &shared(&self.variables), &carrier).await {
            Ok(federation::Response { body, errors }) => {
                let has_errors = errors > 0;
                let cache = CachePolicy::of(self.kind(), has_errors, &caller);
                let has_data = !body.starts_with(b"{\"data\":null");
                Reply { body: body.into(), cache, has_errors, has_data }
            }
            Err(error) => refused(&[converted(&error)]),
        }
    }

    /// The plan, made once for all who ask the same: by a thread that may take its time.
    pub(super) async fn plan(&self) -> Result<Plan, Vec<GraphqlError>> {
        let Some(Route::Joined(kept)) = self.prepared.plan.get() else { return Err(unplanned("no route")) };
        let plan = kept.get_or_try_init(|| async {
            // To be told to come again is no answer for ever.
            let turn = self.gateway.inner.planning.take().await?;
            Ok::<_, Vec<GraphqlError>>(self.planned(turn).await)
        });
        plan.await?.clone()
    }

    async fn planned(&self, turn: OwnedSemaphorePermit) -> Result<Plan, Vec<GraphqlError>> {
        let (graph, prepared) = (Arc::clone(&self.graph), Arc::clone(&self.prepared));
        let planned = tokio::task::spawn_blocking(move || {
            let (operation, _turn) = (&prepared.operation, turn);
            graph.supergraph.prepare(operation.text(), operation.name(), &graph.limits())
        });
        match planned.await {
            Ok(planned) => planned.map_err(|refused| refused.errors().iter().map(converted).collect()),
            Err(error) => Err(unplanned(&error.to_string())),
        }
    }
}

fn unplanned(why: &str) -> Vec<GraphqlError> {
    tracing::error!(why, "an operation was not planned");
    vec![GraphqlError::new("INTERNAL", "The operation could not be planned.")]
}

/// An answer that is nothing but errors.
fn refused(errors: &[GraphqlError]) -> Reply {
    let body = serde_json::json!({ "errors": errors }).to_string();
    let body = Bytes::from(body).into();
    Reply { body, cache: CachePolicy::NoStore, has_errors: true, has_data: false }
}

pub(super) fn converted(error: &apollo_compiler::response::GraphQLError) -> GraphqlError {
    let read = serde_json::to_value(error).and_then(serde_json::from_value);
    read.unwrap_or_else(|_| GraphqlError::new("INTERNAL", error.message.clone()))
}

/// Variables as the plan takes them.
pub(super) fn shared(variables: &Variables) -> JsonMap<ByteString, JsonValue> {
    match JsonValue::from(Value::Object(variables.as_map().clone())) {
        JsonValue::Object(map) => map,
        _ => JsonMap::new(),
    }
}

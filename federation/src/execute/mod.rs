//! Carries out a plan: asks services in its order, puts their answers together, and projects what the client asked for.

mod blame;
mod entities;
mod merge;
mod path;
mod rewrite;

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use apollo_compiler::{
    introspection, request,
    response::{GraphQLError, JsonMap, JsonValue},
    validation::Valid,
};
use bytes::Bytes;
use futures_util::{
    FutureExt as _,
    future::{BoxFuture, join_all},
};

use crate::{
    Plan,
    operation::Prepared,
    plan::{Fetch, Node, Rewrite, Segment},
    project,
    transport::{Answer, Call, Failure, Transports},
};

/// The answer to an operation.
#[derive(Debug)]
pub struct Response {
    /// The whole response as JSON: `data`, and `errors` if there are any.
    pub body: Bytes,
    /// How many errors it tells of.
    pub errors: usize,
}

/// Answers an operation with the variables of one request. What services fail at becomes null and an error.
///
/// # Errors
/// Variables that do not fit, or a subscription: nothing has run then.
pub async fn execute(
    plan: &Plan,
    variables: &JsonMap,
    transports: &dyn Transports,
) -> Result<Response, GraphQLError> {
    if plan.is_subscription() {
        return Err(refused("A subscription is answered event by event."));
    }
    let prepared = &*plan.0;
    let variables = coerced(prepared, variables)?;
    Run::new(prepared, &variables, transports).finish().await
}

/// Answers one event of a subscription: what its source gave, with what the other services say of it. A service that
/// fails costs its own fields of this event, and the next event asks it again.
///
/// # Errors
/// Variables that do not fit, or a plan without a source: nothing has run then.
pub async fn execute_event(
    plan: &Plan,
    variables: &JsonMap,
    event: Answer,
    transports: &dyn Transports,
) -> Result<Response, GraphQLError> {
    let prepared = &*plan.0;
    let source = prepared.source.as_ref().ok_or_else(|| refused("Only a subscription has events."))?;
    let variables = coerced(prepared, variables)?;
    let run = Run::new(prepared, &variables, transports);
    run.received(&source.fetch, &[], &source.rewrites, heard(&source.fetch, event));
    run.finish().await
}

impl Plan {
    /// Of a subscription, the operation to listen with and the service to send it to.
    ///
    /// # Errors
    /// Variables that do not fit.
    #[expect(clippy::result_large_err, reason = "the error of `execute`, and as rare")]
    pub fn source(&self, variables: &JsonMap) -> Result<Option<Call<'_>>, GraphQLError> {
        let Some(source) = &self.0.source else { return Ok(None) };
        let variables = coerced(&self.0, variables)?;
        Ok(Some(call(&self.0, &source.fetch, &variables, JsonMap::new())))
    }
}

#[expect(clippy::result_large_err, reason = "the error of `execute`, and as rare")]
fn coerced(prepared: &Prepared, variables: &JsonMap) -> Result<Valid<JsonMap>, GraphQLError> {
    request::coerce_variable_values(&prepared.api.schema, &prepared.operation, variables)
        .map_err(|e| e.to_graphql_error(&prepared.document.sources))
}

fn refused(message: &str) -> GraphQLError {
    GraphQLError {
        message: message.to_owned(),
        locations: Vec::new(),
        path: Vec::new(),
        extensions: JsonMap::new(),
    }
}

/// A call with its own variables and those of the client's that it uses.
fn call<'p>(prepared: &Prepared, fetch: &'p Fetch, client: &JsonMap, mut variables: JsonMap) -> Call<'p> {
    for name in &fetch.variables {
        if let Some((name, value)) = client.get_key_value(name.as_str()) {
            variables.insert(name.clone(), value.clone());
        }
    }
    Call {
        service: &fetch.service,
        query: &fetch.query,
        variables,
        mutation: fetch.mutation,
        answer_bytes: prepared.limits.answer_bytes,
    }
}

/// What counts of an answer: no more than was asked.
fn heard(fetch: &Fetch, mut answer: Answer) -> Result<Answer, Failure> {
    if answer.data.is_null() && answer.errors.is_empty() {
        return Err(Failure::Garbled);
    }
    merge::keep(&fetch.shape, &mut answer.data);
    Ok(answer)
}

/// One operation under way.
struct Run<'a> {
    prepared: &'a Prepared,
    variables: &'a Valid<JsonMap>,
    transports: &'a dyn Transports,
    data: Mutex<JsonValue>,
    errors: Mutex<Vec<JsonValue>>,
    calls: AtomicUsize,
    /// Whether a service has failed: what is not in the data may then be missing.
    lost: AtomicBool,
}

impl<'a> Run<'a> {
    fn new(prepared: &'a Prepared, variables: &'a Valid<JsonMap>, transports: &'a dyn Transports) -> Self {
        Self {
            prepared,
            variables,
            transports,
            data: Mutex::new(JsonValue::Object(JsonMap::new())),
            errors: Mutex::new(Vec::new()),
            calls: AtomicUsize::new(0),
            lost: AtomicBool::new(false),
        }
    }

    /// Runs what is planned, and projects what is known then.
    async fn finish(self) -> Result<Response, GraphQLError> {
        let prepared = self.prepared;
        if let Some(node) = &prepared.node {
            self.node(node).await;
        }
        let mut errors = self.errors.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut data = self.data.into_inner().unwrap_or_else(PoisonError::into_inner);
        if prepared.introspection {
            let told = introspection::partial_execute(
                &prepared.api.schema,
                &prepared.api.implementers,
                &prepared.document,
                &prepared.operation,
                self.variables,
            )
            .map_err(|e| e.to_graphql_error(&prepared.document.sources))?;
            if let (Some(told), Some(data)) = (told.data, data.as_object_mut()) {
                data.extend(told);
            }
        }
        let body = project::response(prepared, self.variables, &data, &mut errors);
        Ok(Response { body: body.into(), errors: errors.len() })
    }

    fn node<'s>(&'s self, node: &'s Node) -> BoxFuture<'s, ()> {
        match node {
            Node::Sequence(nodes) => async move {
                for node in nodes {
                    self.node(node).await;
                }
            }
            .boxed(),
            Node::Parallel(nodes) => join_all(nodes.iter().map(|n| self.node(n))).map(|_| ()).boxed(),
            Node::Condition { variable, then, otherwise } => {
                let holds = self.variables.get(variable.as_str()).and_then(JsonValue::as_bool) == Some(true);
                match if holds { then } else { otherwise } {
                    Some(node) => self.node(node),
                    None => async {}.boxed(),
                }
            }
            Node::Fetch { fetch, into, rewrites } => self.fetch(fetch, into, rewrites).boxed(),
            Node::Entities { fetch, batches } => entities::fetch(self, fetch, batches).boxed(),
        }
    }

    async fn fetch(&self, fetch: &Fetch, into: &[Segment], rewrites: &[Rewrite]) {
        let result = self.call(fetch, JsonMap::new()).await;
        self.received(fetch, into, rewrites, result);
    }

    /// Takes what a root was answered into the data.
    fn received(
        &self,
        fetch: &Fetch,
        into: &[Segment],
        rewrites: &[Rewrite],
        result: Result<Answer, Failure>,
    ) {
        let mut data = self.data();
        let targets = path::targets(&self.prepared.api, &data, into);
        let places: Vec<path::Path> = targets.into_iter().map(|(path, _)| path).collect();
        match result {
            Ok(mut answer) => {
                for rewrite in rewrites {
                    rewrite::apply(&self.prepared.api, rewrite, &mut answer.data);
                }
                for place in &places {
                    if let Some(target) = path::at(&mut data, place) {
                        merge::deep(&self.prepared.api, target, answer.data.clone());
                    }
                }
                drop(data);
                self.complain(blame::of_root(self.prepared, fetch, &answer.errors, &places, rewrites));
            }
            Err(failure) => {
                drop(data);
                self.complain(blame::failed_root(self.prepared, fetch, failure, &places));
            }
        }
    }

    /// Asks a service; its own errors are in what comes back.
    async fn call(&self, fetch: &Fetch, variables: JsonMap) -> Result<Answer, Failure> {
        let limits = &self.prepared.limits;
        if self.calls.fetch_add(1, Ordering::Relaxed) >= limits.calls {
            return Err(Failure::TooManyCalls);
        }
        let call = call(self.prepared, fetch, self.variables, variables);
        let answered = tokio::time::timeout(limits.call, self.transports.call(call)).await;
        heard(fetch, answered.unwrap_or(Err(Failure::TimedOut))?)
    }

    fn data(&self) -> MutexGuard<'_, JsonValue> {
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn complain(&self, errors: Vec<JsonValue>) {
        if errors.is_empty() {
            return;
        }
        self.lost.store(true, Ordering::Relaxed);
        let mut told = self.errors.lock().unwrap_or_else(PoisonError::into_inner);
        let room = self.prepared.limits.errors.saturating_sub(told.len());
        told.extend(errors.into_iter().take(room));
    }
}

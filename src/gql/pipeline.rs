//! The operation pipeline: the one way by which every transport has an operation answered.
//!
//! [`Pipeline::prepare`] finds the operation (persisted, or parsed, validated and weighed once) and coerces its
//! variables. [`Pipeline::execute`] answers it: fields on records by the plan, introspection by the schema itself,
//! everything else by async-graphql, whose answer may hold references that the plan then fills in.

use std::sync::{Arc, OnceLock};

use apollo_compiler::executable::OperationType;
use async_graphql::parser::types::ExecutableDocument;

use super::cache::{Answered, CacheSettings, Key, ResponseCache};
use super::document::{Documents, Prepared, Variables};
use super::execution::{Executed, Execution, Noting};
use super::plan::Catalog;
use super::plan::operation::CompiledOperation;
use super::request::{Body, CachePolicy, Caller, GraphqlRequest, Reply, RequestError};
use super::stream::{Occasion, SharedMessages};
use crate::access::Scene;
use crate::feed::{Feed, FeedSettings};
use crate::store::Store;

/// What kind of operation a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// Reads.
    Query,
    /// Writes.
    Mutation,
    /// Stays open.
    Subscription,
}

/// What an operation is compiled to, once.
#[derive(Debug, Default)]
pub struct Compiled {
    /// The planned part.
    pub(crate) plan: OnceLock<Arc<CompiledOperation>>,
    /// The document as async-graphql parses it, for the rest.
    pub(crate) document: OnceLock<ExecutableDocument>,
    /// How many bytes its last answer had.
    pub(crate) length: std::sync::atomic::AtomicUsize,
}

/// An operation that was found, validated and weighed, with its variables coerced.
#[derive(Clone, Debug)]
pub struct Call {
    pub(crate) prepared: Arc<Prepared<Compiled>>,
    pub(crate) variables: Arc<Variables>,
}

impl From<OperationType> for OperationKind {
    fn from(kind: OperationType) -> Self {
        match kind {
            OperationType::Query => Self::Query,
            OperationType::Mutation => Self::Mutation,
            OperationType::Subscription => Self::Subscription,
        }
    }
}

impl Call {
    /// Query, mutation or subscription.
    #[must_use]
    pub fn kind(&self) -> OperationKind {
        self.prepared.operation.kind().into()
    }

    /// The operation's name, if it has one: for logs and metrics.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.prepared.operation.name()
    }
}

/// Answers what is not planned: async-graphql's schema, without its types.
pub type Executor = Arc<dyn super::execution::Execute>;

/// The pipeline. Cheap to clone.
#[derive(Clone)]
pub struct Pipeline {
    inner: Arc<Inner>,
}

#[derive(Clone)]
struct Inner {
    documents: Arc<Documents<Compiled>>,
    catalog: Arc<Catalog>,
    executor: Executor,
    store: Store,
    feed: Feed,
    shared: Arc<SharedMessages>,
    cache: Option<Arc<ResponseCache>>,
}

impl std::fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pipeline").finish_non_exhaustive()
    }
}

impl Pipeline {
    /// A pipeline over a schema, which keeps no answers.
    #[must_use]
    pub fn new(documents: Documents<Compiled>, catalog: Catalog, executor: Executor, store: Store) -> Self {
        let (documents, catalog) = (Arc::new(documents), Arc::new(catalog));
        let feed = Feed::new(store.clone(), FeedSettings::default());
        let shared = Arc::new(SharedMessages::new());
        let inner = Inner { documents, catalog, executor, store, feed, shared, cache: None };
        Self { inner: Arc::new(inner) }
    }

    /// The same pipeline over this feed.
    #[must_use]
    pub fn following(&self, feed: Feed) -> Self {
        Self { inner: Arc::new(Inner { feed, ..(*self.inner).clone() }) }
    }

    /// The same pipeline, keeping answers.
    #[must_use]
    pub fn keeping(&self, settings: CacheSettings) -> Self {
        let feed = self.inner.feed.clone();
        let cache = (settings.bytes > 0).then(|| Arc::new(ResponseCache::new(settings, feed)));
        Self { inner: Arc::new(Inner { cache, ..(*self.inner).clone() }) }
    }

    /// The same pipeline over another schema, which offers what this one does and more.
    #[must_use]
    pub fn over(&self, documents: Documents<Compiled>, catalog: Catalog) -> Self {
        let (documents, catalog) = (Arc::new(documents), Arc::new(catalog));
        Self { inner: Arc::new(Inner { documents, catalog, ..(*self.inner).clone() }) }
    }

    /// The limits of documents, for those who write them.
    #[must_use]
    pub fn documents(&self) -> &Documents<Compiled> {
        &self.inner.documents
    }

    /// The declared types.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.inner.catalog
    }

    /// Finds, parses, validates and weighs the operation; executes nothing.
    ///
    /// # Errors
    /// When the request must not be executed.
    pub fn prepare(&self, request: GraphqlRequest) -> Result<Call, RequestError> {
        let prepared = self.inner.documents.find(&request)?;
        self.call(prepared, request.variables)
    }

    /// An operation that was found, with these variables.
    ///
    /// # Errors
    /// When they do not fit, or with them the operation costs more than the limit.
    pub fn call(
        &self,
        prepared: Arc<Prepared<Compiled>>,
        variables: serde_json::Map<String, serde_json::Value>,
    ) -> Result<Call, RequestError> {
        let variables = self.inner.documents.variables(&prepared.operation, variables)?;
        Ok(Call { prepared, variables: Arc::new(variables) })
    }

    /// Answers the call.
    pub async fn execute(&self, call: Call, caller: Caller) -> Reply {
        let scene = self.scene(&caller);
        let execution = self.execution(&call, &caller, &scene, None);
        let is_query = call.kind() == OperationKind::Query;
        let kept = self.inner.cache.as_ref().filter(|_| is_query && execution.is_planned());
        match kept.and_then(|cache| Some((cache, Key::of(&call, &scene)?))) {
            Some((cache, key)) => {
                let answer = || async {
                    let mut executed = execution.run(Noting::Reads).await;
                    let reads = executed.reads.take();
                    Answered { reply: reply(executed, &call, &caller), reads }
                };
                cache.answer(key, answer).await
            }
            None => reply(execution.run(Noting::Nothing).await, &call, &caller),
        }
    }

    /// The point of view of a caller at this moment.
    pub(super) fn scene(&self, caller: &Caller) -> Scene {
        Scene::new(&caller.actor, self.store().clock(), caller.locales.clone())
    }

    pub(super) fn execution<'a>(
        &'a self,
        call: &'a Call,
        caller: &'a Caller,
        scene: &'a Scene,
        occasion: Option<Occasion>,
    ) -> Execution<'a> {
        let Inner { documents, catalog, executor, store, feed, .. } = &*self.inner;
        let (executor, plan) = (&**executor, OnceLock::new());
        Execution { documents, catalog, executor, store, feed, call, caller, scene, plan, occasion }
    }

    /// The database.
    pub(super) fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The log, followed.
    #[must_use]
    pub fn feed(&self) -> &Feed {
        &self.inner.feed
    }

    pub(super) fn shared(&self) -> &SharedMessages {
        &self.inner.shared
    }
}

/// An answer, closed.
pub(super) struct Closed {
    pub(super) body: Body,
    has_errors: bool,
    has_data: bool,
}

/// Writes the errors of an answer, and closes it.
pub(super) fn close(executed: Executed) -> Closed {
    let has_data = executed.has_data();
    let Executed { mut body, errors, .. } = executed;
    let has_errors = !errors.is_empty();
    if has_errors {
        body.extend_from_slice(b",\"errors\":");
        // Writing into memory cannot fail.
        let _ = serde_json::to_writer(&mut body, &errors);
    }
    body.push(b'}');
    Closed { body: body.into(), has_errors, has_data }
}

fn reply(executed: Executed, call: &Call, caller: &Caller) -> Reply {
    let Closed { body, has_errors, has_data } = close(executed);
    let cache = CachePolicy::of(call.kind(), has_errors, caller);
    Reply { body, cache, has_errors, has_data }
}

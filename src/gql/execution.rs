//! Answering one call: each root field by whoever answers it, joined into one answer.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, OnceLock};

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{Request, Response, ServerError, Value};
use data_encoding::HEXLOWER;
use futures_util::future::BoxFuture;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::context::{Gained, OperationContext};
use super::document::{Documents, RootValues};
use super::pipeline::{Call, Compiled};
use super::plan::cell::write_text;
use super::plan::compile::Compiler;
use super::plan::fetch::Fetcher;
use super::plan::operation::{AnsweredBy, CompiledOperation, RootSlot};
use super::plan::{Catalog, references};
use super::request::{Caller, GraphqlError, Location};
use super::stream::Occasion;
use crate::access::Scene;
use crate::feed::Feed;
use crate::kernel::error::{Error, Result};
use crate::store::{Reader, Reads, Store};

/// What executes the part of an operation that is not planned.
pub trait Execute: Send + Sync {
    /// Executes the request.
    fn execute(&self, request: Request) -> BoxFuture<'_, Response>;
    /// The first result of a subscription's field, if it gives any.
    fn execute_first(&self, request: Request) -> BoxFuture<'_, Option<Response>>;
}

/// One call being answered.
pub(crate) struct Execution<'a> {
    pub(crate) documents: &'a Documents<Compiled>,
    pub(crate) catalog: &'a Arc<Catalog>,
    pub(crate) executor: &'a dyn Execute,
    pub(crate) store: &'a Store,
    pub(crate) feed: &'a Feed,
    pub(crate) call: &'a Call,
    pub(crate) caller: &'a Caller,
    pub(crate) scene: &'a Scene,
    /// What the operation is compiled to, where that serves this call only.
    pub(crate) plan: OnceLock<Arc<CompiledOperation>>,
    /// Why a subscription is executed.
    pub(crate) occasion: Option<Occasion>,
}

/// What is taken down beside the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noting {
    Nothing,
    Reads,
}

/// What the body of an answer begins with.
const DATA: &[u8] = b"{\"data\":";

/// The answer, before its errors are written and it is closed.
pub(crate) struct Executed {
    /// The body up to the end of `data`.
    pub(crate) body: Vec<u8>,
    pub(crate) errors: Vec<GraphqlError>,
    /// What was read, when that is wanted and known.
    pub(crate) reads: Option<Reads>,
}

impl Executed {
    pub(crate) fn has_data(&self) -> bool {
        self.body.get(DATA.len()..) != Some(b"null")
    }
}

impl Execution<'_> {
    pub(crate) async fn run(&self, noting: Noting) -> Executed {
        let mut errors = Vec::new();
        // As long as the operation's last answer was: to grow is to copy.
        let length = &self.call.prepared.plan.get_or_init(Compiled::default).length;
        let mut body = Vec::with_capacity(length.load(Relaxed) + 1024);
        body.extend_from_slice(DATA);
        let reader = self.store.reader();
        let reader = if noting == Noting::Reads { reader.noting() } else { reader };
        let answered = self.answer(&reader, &mut errors, &mut body).await;
        errors.extend(answered.as_ref().err().map(|error| self.explain(error, None)));
        if !answered.unwrap_or_default() {
            body.truncate(DATA.len());
            body.extend_from_slice(b"null");
        }
        length.store(body.len(), Relaxed);
        Executed { body, errors, reads: reader.reads() }
    }

    /// Writes the value of `data`; whether there is any.
    async fn answer(
        &self,
        reader: &Reader<'_>,
        errors: &mut Vec<GraphqlError>,
        out: &mut Vec<u8>,
    ) -> Result<bool> {
        let plan = self.compiled()?;
        let gained = Gained::default();
        let executed =
            if plan.needs_executor { Some(self.ask_executor(&gained, errors).await?) } else { None };
        if matches!(executed, Some(Value::Null)) {
            return Ok(false);
        }
        let introspected = if plan.introspects { Some(self.introspect(errors)) } else { None };
        let scene = gained.seen_from(self.scene);
        let fetcher = self.fetcher(reader, &scene);
        out.push(b'{');
        for (position, root) in plan.roots.iter().enumerate() {
            out.extend_from_slice(if position > 0 { b",\"" } else { b"\"" });
            out.extend_from_slice(root.key.as_bytes());
            out.extend_from_slice(b"\":");
            let start = out.len();
            let written = match &root.by {
                AnsweredBy::Typename => {
                    write_text(self.call.prepared.operation.operation().object_type(), out);
                    Ok(())
                }
                AnsweredBy::Introspection => {
                    let values = introspected.iter().flat_map(|values| values.iter());
                    let value =
                        values.filter(|(key, _)| **key == *root.key).map(|(_, value)| value.get()).next();
                    out.extend_from_slice(value.unwrap_or("null").as_bytes());
                    Ok(())
                }
                AnsweredBy::Plan(planned) => planned.answer(&fetcher, self.catalog, out).await,
                AnsweredBy::Executor => self.place(root, executed.as_ref(), &fetcher, out).await,
            };
            if let Err(error) = written {
                errors.push(self.explain(&error, Some(root)));
                if self.is_non_null(root) {
                    return Ok(false);
                }
                out.truncate(start);
                out.extend_from_slice(b"null");
            }
        }
        out.push(b'}');
        Ok(true)
    }

    /// Whether the plan answers all of it from records.
    pub(crate) fn is_planned(&self) -> bool {
        self.compiled().is_ok_and(|plan| !plan.needs_executor && !plan.introspects)
    }

    /// The compiled operation: kept with the document, unless `@skip` or `@include` depends on a variable.
    fn compiled(&self) -> Result<Arc<CompiledOperation>> {
        let prepared = &self.call.prepared;
        let slot = &prepared.plan.get_or_init(Compiled::default).plan;
        if let Some(plan) = slot.get().or_else(|| self.plan.get()) {
            return Ok(Arc::clone(plan));
        }
        let variables = self.call.variables.as_map();
        let compiled = Arc::new(CompiledOperation::compile(self.catalog, &prepared.operation, variables)?);
        let _ = if compiled.conditional { &self.plan } else { slot }.set(Arc::clone(&compiled));
        Ok(compiled)
    }

    fn fetcher<'b>(&'b self, reader: &'b Reader<'b>, scene: &'b Scene) -> Fetcher<'b> {
        Fetcher { reader, scene, schema: self.documents.schema(), variables: &self.call.variables }
    }

    fn introspect(&self, errors: &mut Vec<GraphqlError>) -> RootValues {
        match self.documents.introspect(&self.call.prepared.operation, &self.call.variables) {
            Ok(values) => values,
            Err(refused) => {
                errors.extend(refused.errors);
                RootValues::default()
            }
        }
    }

    /// Has async-graphql execute the operation. Planned fields answer null there, and are not looked at.
    async fn ask_executor(&self, gained: &Gained, errors: &mut Vec<GraphqlError>) -> Result<Value> {
        let prepared = &self.call.prepared;
        let text = prepared.operation.text();
        let kept = &prepared.plan.get_or_init(Compiled::default).document;
        let document: ExecutableDocument = match kept.get() {
            Some(document) => document.clone(),
            None => {
                let parsed = async_graphql::parser::parse_query(&**text)
                    .map_err(|error| Error::Internal(format!("a valid document does not parse: {error}")))?;
                kept.get_or_init(|| parsed).clone()
            }
        };
        let variables = Json::Object(self.call.variables.as_map().clone());
        let fingerprint = fingerprint(text, &variables);
        let mut request = Request::new(&**text)
            .variables(async_graphql::Variables::from_json(variables))
            .data(OperationContext {
                store: self.store.clone(),
                feed: self.feed.clone(),
                caller: self.caller.clone(),
                scene: self.scene.clone(),
                catalog: Arc::clone(self.catalog),
                fingerprint,
                gained: gained.clone(),
            });
        request.set_parsed_query(document);
        request.operation_name = prepared.operation.name().map(str::to_owned);
        let response = match &self.occasion {
            None => self.executor.execute(request).await,
            Some(occasion) => {
                let first = self.executor.execute_first(request.data(occasion.clone())).await;
                first.unwrap_or_else(|| Response::new(Value::Null))
            }
        };
        errors.extend(response.errors.into_iter().map(|error| self.convert(error)));
        Ok(response.data)
    }

    /// Writes what async-graphql answered for a root field, with planned objects in place of references.
    async fn place(
        &self,
        root: &RootSlot,
        answer: Option<&Value>,
        fetcher: &Fetcher<'_>,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        let value = match answer {
            Some(Value::Object(object)) => object.get(&*root.key),
            _ => None,
        };
        let operation = &self.call.prepared.operation;
        let compiler = Compiler::new(self.catalog, operation.document(), self.call.variables.as_map());
        let roots = compiler.collect(&[&operation.operation().selection_set], &|_| true);
        match (value, roots.iter().find(|selected| selected.key == &*root.key)) {
            (Some(value), Some(selected)) => {
                references::write(&compiler, fetcher, selected, value, out).await
            }
            _ => {
                out.extend_from_slice(b"null");
                Ok(())
            }
        }
    }

    fn is_non_null(&self, root: &RootSlot) -> bool {
        let operation = &self.call.prepared.operation;
        let fields = operation.operation().root_fields(operation.document());
        fields.into_iter().any(|field| field.response_key() == &*root.key && field.ty().is_non_null())
    }

    /// An error as the client reads it: what it can mend in full, a fault of the hub by its request id only.
    pub(crate) fn explain(&self, error: &Error, root: Option<&RootSlot>) -> GraphqlError {
        let path = root.map(|root| Json::from(&*root.key)).into_iter().collect();
        let mut explained = match error {
            Error::Refused(faults) => {
                let fault = faults.first();
                let code = fault.map_or("INVALID", |fault| fault.code.as_str());
                let mut explained = GraphqlError::new(code, error.to_string());
                if let Some(fault) = fault.filter(|fault| !fault.field.is_empty()) {
                    explained.extensions.insert("argument".to_owned(), fault.field.join(".").into());
                }
                explained
            }
            Error::Busy => GraphqlError::new("BUSY", error.to_string()),
            Error::Internal(detail) => {
                tracing::error!(request_id = %self.caller.request_id, %detail, "operation failed");
                let mut explained = GraphqlError::new(
                    "INTERNAL",
                    "something went wrong in the hub; give its operator this request id",
                );
                explained.extensions.insert("requestId".to_owned(), self.caller.request_id.as_str().into());
                explained
            }
        };
        explained.path = path;
        explained
    }

    fn convert(&self, error: ServerError) -> GraphqlError {
        let path = error.path.iter().map(|segment| match segment {
            async_graphql::PathSegment::Field(name) => Json::from(name.as_str()),
            async_graphql::PathSegment::Index(at) => Json::from(*at),
        });
        let path = path.collect();
        let locations =
            error.locations.iter().map(|at| Location { line: at.line, column: at.column }).collect();
        let mut converted = match error.source::<Error>() {
            Some(source) => self.explain(source, None),
            None => GraphqlError::new("BAD_USER_INPUT", error.message),
        };
        converted.path = path;
        converted.locations = locations;
        converted
    }
}

/// The digest of a document and its variables.
fn fingerprint(text: &str, variables: &Json) -> String {
    let mut digest = Sha256::new();
    digest.update(text);
    digest.update([0]);
    digest.update(variables.to_string());
    HEXLOWER.encode(&digest.finalize())
}

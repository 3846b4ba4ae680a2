//! Services out of tables: an SDL, and JSON for its roots and its objects.
//!
//! - An object is found by what is sent of it: the first of its table that has the same plain values. What is sent
//!   is then part of it, so that fields can be made of what is required.
//! - `"@Product/1"` where an object is expected stands for the one of that table with that `id`.
//! - `{price}` in a text stands for an argument of the field or else a value of the object; `{a.b}` goes deeper.
//! - `{"$error": "…"}` makes the field fail.

mod objects;
mod served;

use std::sync::Mutex;

use apollo_compiler::{
    ExecutableDocument, Schema, request, resolvers::Execution, response::JsonMap, validation::Valid,
};
use federation::{
    Answer, Call, CompositionError, Failure, Limits, Policy, Response, Subgraph, Supergraph, Transports,
    compose, execute,
};
use futures_util::future::BoxFuture;
use serde_json::{Value, json};

use objects::Object;
use served::served;

const LINK: &str = r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@requires",
    "@provides", "@external", "@shareable", "@override", "@inaccessible", "@tag", "@extends", "@interfaceObject"])"#;

fn subgraph(name: &str, sdl: &str) -> Subgraph {
    Subgraph { name: name.to_owned(), url: format!("http://{name}.example/"), sdl: sdl.to_owned() }
}

struct Service {
    schema: Valid<Schema>,
    tables: Value,
    failure: Option<Failure>,
}

/// Services joined, and what they were asked.
pub(crate) struct World {
    subgraphs: Vec<Subgraph>,
    services: Vec<(String, Service)>,
    asked: Mutex<Vec<(String, String)>>,
    pub(crate) policy: Policy,
    pub(crate) limits: Limits,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            subgraphs: Vec::new(),
            services: Vec::new(),
            asked: Mutex::new(Vec::new()),
            policy: Policy::open(),
            limits: Limits::default(),
        }
    }

    /// A service of the second version: what it uses is imported for it.
    pub(crate) fn with(self, name: &str, sdl: &str, tables: Value) -> Self {
        self.with_raw(name, &format!("{LINK}\n{sdl}"), tables)
    }

    /// A service with its SDL as it is: of the first version, if it links nothing.
    pub(crate) fn with_raw(mut self, name: &str, sdl: &str, tables: Value) -> Self {
        self.subgraphs.push(subgraph(name, sdl));
        let service = Service { schema: served(sdl), tables, failure: None };
        self.services.push((name.to_owned(), service));
        self
    }

    /// One that is only composed.
    pub(crate) fn with_unserved(mut self, name: &str, sdl: &str) -> Self {
        let sdl = if sdl.contains("@link") { sdl.to_owned() } else { format!("{LINK}\n{sdl}") };
        self.subgraphs.push(subgraph(name, &sdl));
        self
    }

    /// From now on a service does not answer.
    pub(crate) fn broken(mut self, name: &str, failure: Failure) -> Self {
        for (_, service) in self.services.iter_mut().filter(|(n, _)| n == name) {
            service.failure = Some(failure);
        }
        self
    }

    pub(crate) fn compose(&self) -> Result<Supergraph, Vec<CompositionError>> {
        compose(&self.subgraphs, &self.policy)
    }

    /// What composition refuses, a line each.
    pub(crate) fn refusals(&self) -> String {
        let errors = self.compose().expect_err("it composes");
        errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn ask(&self, query: &str) -> Value {
        self.ask_with(query, json!({}))
    }

    pub(crate) fn ask_with(&self, query: &str, variables: Value) -> Value {
        self.answered(&self.graph(), query, variables)
    }

    fn graph(&self) -> Supergraph {
        self.compose().unwrap_or_else(|e| panic!("it does not compose: {e:#?}"))
    }

    fn answered(&self, supergraph: &Supergraph, query: &str, variables: Value) -> Value {
        self.tried(supergraph, query, variables).unwrap_or_else(|e| panic!("{e}\n{query}"))
    }

    fn tried(&self, supergraph: &Supergraph, query: &str, variables: Value) -> Result<Value, String> {
        let plan = supergraph.prepare(query, None, &self.limits).map_err(|e| format!("{e}: {e:?}"))?;
        let variables: JsonMap = serde_json::from_value(variables).expect("variables");
        let response: Response = block_on(execute(&plan, &variables, self)).expect("variables fit");
        Ok(serde_json::from_slice(&response.body).expect("an answer is JSON"))
    }

    /// Composed once, for many questions.
    pub(crate) fn joined(self) -> Joined {
        Joined { supergraph: self.graph(), world: self }
    }

    /// The data of an answer without errors.
    pub(crate) fn data(&self, query: &str) -> Value {
        let mut answer = self.ask(query);
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].take()
    }

    /// Asks each of these, and expects this data without errors.
    pub(crate) fn answers<'q>(&self, cases: impl IntoIterator<Item = (&'q str, Value)>) {
        let supergraph = self.graph();
        for (query, expected) in cases {
            let answer = self.answered(&supergraph, query, json!({}));
            assert_eq!(answer, json!({ "data": expected }), "{query}");
        }
    }

    /// Which services were asked, in order.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|(service, _)| service.clone()).collect()
    }

    fn answer(&self, call: &Call<'_>) -> Result<Answer, Failure> {
        self.asked.lock().unwrap().push((call.service.to_owned(), call.query.to_owned()));
        let (_, service) =
            self.services.iter().find(|(name, _)| name == call.service).ok_or(Failure::Unavailable)?;
        if let Some(failure) = service.failure {
            return Err(failure);
        }
        let document = ExecutableDocument::parse_and_validate(&service.schema, call.query, "call")
            .unwrap_or_else(|e| {
                panic!("{} was sent what it cannot answer: {}\n{}", call.service, call.query, e.errors)
            });
        let operation = document.operations.get(None).expect("one operation");
        let variables = request::coerce_variable_values(&service.schema, operation, &call.variables)
            .unwrap_or_else(|e| panic!("{}: {} {:?}", call.service, e.message(), call.variables));
        let root = Object::root(&service.schema, &service.tables, operation.object_type());
        let response = Execution::new(&service.schema, &document)
            .coerced_variable_values(&variables)
            .execute_sync(&root)
            .expect("it executes");
        let body = serde_json::to_vec(&response).expect("JSON");
        Answer::from_body(body.into())
    }
}

/// A world with its graph.
pub(crate) struct Joined {
    world: World,
    supergraph: Supergraph,
}

impl Joined {
    /// The answer, or why there is no plan.
    pub(crate) fn try_ask(&self, query: &str) -> Result<Value, String> {
        self.world.asked.lock().unwrap().clear();
        self.world.tried(&self.supergraph, query, json!({}))
    }

    /// Writes the services as the gateway of the examples reads them, for `tests/oracle`.
    pub(crate) fn dump(&self, file: &str) {
        let text = serde_json::to_string(&self.world.subgraphs).expect("JSON");
        std::fs::write(file, text).expect("a folder to write to");
    }

    /// What the last question asked of services.
    pub(crate) fn calls(&self) -> Vec<(String, String)> {
        self.world.asked.lock().unwrap().clone()
    }
}

impl Transports for World {
    fn call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, Failure>> {
        let answer = self.answer(&call);
        Box::pin(async { answer })
    }
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime").block_on(future)
}

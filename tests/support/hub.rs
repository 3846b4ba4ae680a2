//! The hub that a test asks.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard};

use chrono::{DateTime, Utc};
use oidc::http::{GuardedHttp, Patience, Reach};
use respyrem::config::FileSettings;
use respyrem::domain::search::searched;
use respyrem::files::Files;
use respyrem::gateway::{Composer, Partners, Registry, Signer};
use respyrem::gql::document::DocumentSettings;
use respyrem::gql::pipeline::Pipeline;
use respyrem::gql::request::{Caller, GraphqlRequest, Reply};
use respyrem::identity::{Administration, Dns, SealingKey, Vault};
use respyrem::kernel::actor::Actor;
use respyrem::kernel::clock::Clock;
use respyrem::kernel::locale::Locale;
use respyrem::schema::BuiltSchema;
use respyrem::store::Store;
use sea_orm::Statement;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::database::{Backend, TestDatabase, settings};
use super::kept::{self, KeptAnswers};
use super::server::config;

/// Built once for all tests: it takes longer than most of them.
pub(crate) static SCHEMA: LazyLock<BuiltSchema> =
    LazyLock::new(|| BuiltSchema::build().expect("a valid schema"));

/// What administrators of identity need, with the DNS server at this address.
pub(crate) fn administration(dns: SocketAddr) -> Administration {
    let vault = Vault::new(vec![SealingKey { name: "test".to_owned(), bits: [7; 32] }]);
    Administration::new(vault, Dns::new(Some(dns)), "https://hub.example")
}

/// What those need who join partners' services.
fn registry(clock: &Clock) -> Registry {
    let http = GuardedHttp::new(Reach::Public, Patience::default()).expect("certificate authorities");
    let signer = Signer::new("https://hub.example", &[]).expect("no key at all");
    let sdl = SCHEMA.service_sdl().expect("a valid schema");
    let composer = Composer::new("https://hub.example/subgraph".to_owned(), sdl);
    Registry::new(composer, Partners::new(http, signer, clock.clone()))
}

/// A hub on a database of its own, with a clock that stands still.
pub(crate) struct TestHub {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) pipeline: Pipeline,
    pub(crate) backend: Backend,
    pub(crate) database: TestDatabase,
    pub(crate) files: Files,
    pub(crate) kept: KeptAnswers,
    folder: TempDir,
    statements: Arc<Mutex<Told>>,
}

/// The statements that were executed.
#[derive(Debug, Default)]
struct Told {
    count: usize,
    /// They themselves, while somebody wants them.
    kept: Option<Vec<Statement>>,
}

impl TestHub {
    pub(crate) async fn start(backend: Backend) -> Self {
        let database = TestDatabase::create(backend).await;
        let now: DateTime<Utc> = "2026-03-14T09:00:00Z".parse().expect("a moment");
        let clock = Clock::fixed(now);
        let statements = Arc::new(Mutex::new(Told::default()));
        let mut store = Store::connect(&settings(&database.url), clock.clone(), searched)
            .await
            .expect("the database opens");
        let told = Arc::clone(&statements);
        store.on_statement(move |statement| {
            if kept::is_comparing() {
                return;
            }
            let mut told = told.lock().expect("nobody fails while counting");
            told.count += 1;
            told.kept.iter_mut().for_each(|kept| kept.push(statement.clone()));
        });
        // Nothing answers there: a test that asks the DNS brings a server of its own.
        let schema =
            SCHEMA.administered(administration((Ipv4Addr::LOCALHOST, 9).into())).joining(registry(&clock));
        let pipeline = schema.pipeline(store.clone(), DocumentSettings::default());
        let folder = TempDir::new().expect("a temporary folder");
        let files = Files::open(store.clone(), &file_settings(folder.path())).expect("a place for files");
        let kept = KeptAnswers::of(&pipeline);
        Self { store, clock, pipeline, backend, database, files, kept, folder, statements }
    }

    /// Where the bytes of files are kept.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Another server on the same database.
    pub(crate) async fn beside(&self) -> Store {
        let opened = Store::connect(&settings(&self.database.url), self.clock.clone(), searched).await;
        opened.expect("the database opens")
    }

    /// Asks as nobody in particular, in French.
    pub(crate) async fn ask(&self, query: &str, variables: Value) -> Value {
        self.ask_as(&Actor::Anonymous, query, variables).await
    }

    /// Asks as `actor`, in French.
    pub(crate) async fn ask_as(&self, actor: &Actor, query: &str, variables: Value) -> Value {
        self.ask_with(caller(actor), query, variables).await
    }

    /// Asks as `caller`.
    pub(crate) async fn ask_with(&self, caller: Caller, query: &str, variables: Value) -> Value {
        let request = request(query, variables);
        match self.pipeline.prepare(request) {
            Ok(call) => {
                let reply = Box::pin(self.pipeline.execute(call.clone(), caller.clone())).await;
                self.kept.compare(&self.pipeline, call, caller, &reply).await;
                read(&reply)
            }
            Err(refused) => json!({ "errors": refused.errors }),
        }
    }

    /// Runs the mutation `name` on `input` as `actor`: what is selected of its payload, with its `userErrors`.
    pub(crate) async fn mutate(&self, actor: &Actor, name: &str, input: Value, selected: &str) -> Value {
        self.mutate_with(caller(actor), name, input, selected).await
    }

    /// Runs the mutation `name` on `input` as `caller`.
    pub(crate) async fn mutate_with(
        &self,
        caller: Caller,
        name: &str,
        input: Value,
        selected: &str,
    ) -> Value {
        let schema = self.pipeline.documents().schema();
        let field = schema.type_field("Mutation", name).expect("a mutation");
        let ty = &field.argument_by_name("input").expect("an input").ty;
        let query = format!(
            "mutation($input: {ty}) {{ {name}(input: $input) {{ {selected} userErrors {{ code field message }} }} }}"
        );
        let mut answer = self.ask_with(caller, &query, json!({ "input": input })).await;
        assert!(answer["errors"].is_null(), "{name}: {answer}");
        answer["data"][name].take()
    }

    /// How many SQL statements `work` runs.
    pub(crate) async fn statements<T>(&self, work: impl Future<Output = T>) -> (T, usize) {
        let before = self.told().count;
        let answer = work.await;
        let after = self.told().count;
        (answer, after - before)
    }

    /// The SQL statements that `work` runs.
    pub(crate) async fn recorded<T>(&self, work: impl Future<Output = T>) -> (T, Vec<Statement>) {
        self.told().kept = Some(Vec::new());
        let answer = work.await;
        let kept = self.told().kept.take();
        (answer, kept.expect("statements are kept until they are asked for"))
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.statements.lock().expect("nobody fails while counting")
    }
}

/// Files in `folder`, of 64 KiB at most.
fn file_settings(folder: &Path) -> FileSettings {
    config(&[("FILES", folder.display().to_string().as_str()), ("MAX_FILE_BYTES", "65536")]).files
}

/// What `pipeline` answers `actor`, in French.
pub(crate) async fn ask_through(pipeline: &Pipeline, actor: &Actor, query: &str, variables: Value) -> Value {
    match pipeline.prepare(request(query, variables)) {
        Ok(call) => read(&Box::pin(pipeline.execute(call, caller(actor))).await),
        Err(refused) => json!({ "errors": refused.errors }),
    }
}

/// A request in the words of a test.
pub(crate) fn request(query: &str, variables: Value) -> GraphqlRequest {
    let Value::Object(variables) = variables else { panic!("variables are an object") };
    GraphqlRequest { query: Some(query.to_owned()), variables, ..GraphqlRequest::default() }
}

pub(crate) fn read(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body)
        .unwrap_or_else(|error| panic!("not JSON ({error}): {}", String::from_utf8_lossy(&reply.body)))
}

/// A caller who reads French.
pub(crate) fn caller(actor: &Actor) -> Caller {
    Caller {
        actor: actor.clone(),
        locales: vec![Locale::Fr],
        request_id: "test".to_owned(),
        idempotency_key: None,
    }
}

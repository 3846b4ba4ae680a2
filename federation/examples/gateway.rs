//! A small gateway over any services: `--subgraphs FILE` with `[{ "name", "url", "sdl" }]`, or `--supergraph FILE`
//! with a supergraph that is composed already. Answers GraphQL over HTTP at `/graphql`.

use std::{
    collections::HashMap,
    io::Write as _,
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use apollo_compiler::{
    ast,
    response::{GraphQLError, JsonMap, JsonValue},
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use bytes::{Bytes, BytesMut};
use clap::Parser;
use federation::{
    Answer, Call, Failure, Limits, Plan, Policy, PrepareError, Subgraph, Supergraph, Transports, compose,
    execute,
};
use futures_util::future::BoxFuture;

#[derive(Parser)]
struct Arguments {
    /// A JSON list of services to compose.
    #[arg(long, required_unless_present = "supergraph")]
    subgraphs: Option<PathBuf>,
    /// A supergraph that is composed already.
    #[arg(long, conflicts_with = "subgraphs")]
    supergraph: Option<PathBuf>,
    #[arg(long, default_value_t = 4000)]
    port: u16,
    /// Print the supergraph and stop.
    #[arg(long)]
    print: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match serve(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            tell(&message);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "a program tells its user")]
fn tell(message: &str) {
    eprintln!("{message}");
}

fn show(sdl: &str) -> Result<(), String> {
    std::io::stdout().write_all(sdl.as_bytes()).map_err(|e| e.to_string())
}

async fn serve(arguments: &Arguments) -> Result<(), String> {
    let supergraph = load(arguments)?;
    if arguments.print {
        return show(supergraph.sdl());
    }
    supergraph.warm().map_err(|e| e.to_string())?;
    let services = addresses(supergraph.sdl())?;
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(30))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(|e| e.to_string())?;
    let gateway = Arc::new(Gateway { supergraph, http: Http { client, services }, plans: Mutex::default() });
    let app = Router::new()
        .route("/graphql", post(answer))
        .route("/", post(answer))
        .route("/health", get(|| async { "ok" }))
        .layer(DefaultBodyLimit::max(1 << 20))
        .with_state(gateway);
    let listener =
        tokio::net::TcpListener::bind(("0.0.0.0", arguments.port)).await.map_err(|e| e.to_string())?;
    tell(&format!("http://localhost:{}/graphql", arguments.port));
    axum::serve(listener, app).await.map_err(|e| e.to_string())
}

fn load(arguments: &Arguments) -> Result<Supergraph, String> {
    let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()));
    let composed = match (&arguments.subgraphs, &arguments.supergraph) {
        (Some(path), _) => {
            let subgraphs: Vec<Subgraph> = serde_json::from_str(&read(path)?).map_err(|e| e.to_string())?;
            compose(&subgraphs, &Policy::open())
        }
        (None, Some(path)) => Supergraph::parse(&read(path)?),
        (None, None) => return Err("Give --subgraphs or --supergraph.".to_owned()),
    };
    composed.map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// Where services answer, as the supergraph says.
fn addresses(sdl: &str) -> Result<HashMap<String, String>, String> {
    let document = ast::Document::parse(sdl, "supergraph").map_err(|e| e.to_string())?;
    let graphs = document.definitions.iter().filter_map(|d| d.as_enum_type_definition());
    let values = graphs.filter(|e| e.name == "join__Graph").flat_map(|e| &e.values);
    let found = values.filter_map(|value| {
        let graph = value.directives.get("join__graph")?;
        let text = |name| graph.specified_argument_by_name(name).and_then(|v| v.as_str()).map(str::to_owned);
        Some((text("name")?, text("url")?))
    });
    Ok(found.collect())
}

struct Gateway {
    supergraph: Supergraph,
    http: Http,
    /// Plans by the text of the document and the name of the operation.
    plans: Mutex<HashMap<(String, Option<String>), Plan>>,
}

/// Plans that are kept; past them all are forgotten.
const PLANS: usize = 2000;

impl Gateway {
    fn plan(&self, query: String, name: Option<String>) -> Result<Plan, PrepareError> {
        let plans = || self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (query, name);
        if let Some(plan) = plans().get(&key) {
            return Ok(plan.clone());
        }
        let plan = self.supergraph.prepare(&key.0, key.1.as_deref(), &Limits::default())?;
        let mut plans = plans();
        if plans.len() >= PLANS {
            plans.clear();
        }
        plans.insert(key, plan.clone());
        Ok(plan)
    }
}

struct Http {
    client: reqwest::Client,
    services: HashMap<String, String>,
}

impl Transports for Http {
    fn call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, Failure>> {
        Box::pin(async move {
            let url = self.services.get(call.service).ok_or(Failure::Unavailable)?;
            let request = self
                .client
                .post(url)
                .header(header::CONTENT_TYPE, "application/json")
                .header(header::ACCEPT, "application/graphql-response+json, application/json")
                .body(call.to_body());
            let mut response = request.send().await.map_err(|_| Failure::Unavailable)?;
            let mut body = BytesMut::new();
            while let Some(chunk) = response.chunk().await.map_err(|_| Failure::Unavailable)? {
                if body.len() + chunk.len() > call.answer_bytes {
                    return Err(Failure::TooLarge);
                }
                body.extend_from_slice(&chunk);
            }
            Answer::from_body(body.freeze())
        })
    }
}

async fn answer(State(gateway): State<Arc<Gateway>>, headers: HeaderMap, body: Bytes) -> Response {
    let accepted = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let media = if accepted.contains(RESPONSE) { RESPONSE } else { "application/json" };
    match respond(&gateway, body).await {
        Ok(body) => ([(header::CONTENT_TYPE, media)], body).into_response(),
        Err(errors) => {
            let body = serde_json::json!({ "errors": errors }).to_string();
            // The older media type says nothing by its status: whoever reads it looks into the body.
            let status = if media == RESPONSE { StatusCode::BAD_REQUEST } else { StatusCode::OK };
            (status, [(header::CONTENT_TYPE, media)], body).into_response()
        }
    }
}

const RESPONSE: &str = "application/graphql-response+json";

async fn respond(gateway: &Arc<Gateway>, body: Bytes) -> Result<Bytes, Vec<GraphQLError>> {
    let refuse = |message: &str| {
        vec![GraphQLError {
            message: message.to_owned(),
            locations: Vec::new(),
            path: Vec::new(),
            extensions: JsonMap::new(),
        }]
    };
    let Ok(JsonValue::Object(request)) = JsonValue::from_bytes(body) else {
        return Err(refuse("The body is no JSON object."));
    };
    let text = |key: &str| request.get(key).and_then(JsonValue::as_str).map(str::to_owned);
    let query = text("query").ok_or_else(|| refuse("The body has no `query`."))?;
    let name = text("operationName").filter(|name| !name.is_empty());
    let variables = request.get("variables").and_then(JsonValue::as_object).cloned().unwrap_or_default();
    let shared = Arc::clone(gateway);
    // Planning is work for a processor, and would hold up whoever else is served here.
    let planned = tokio::task::spawn_blocking(move || shared.plan(query, name)).await;
    let plan = planned.map_err(|_| refuse("The operation could not be planned."))?.map_err(|e| e.errors())?;
    let response = execute(&plan, &variables, &gateway.http).await.map_err(|error| vec![error])?;
    Ok(response.body)
}

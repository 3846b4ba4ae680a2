//! A small gateway over any services: `--subgraphs FILE` with `[{ "name", "url", "sdl" }]`, or `--supergraph FILE` with a
//! supergraph that is composed already. Answers GraphQL over HTTP at `/graphql`.

use std::{collections::HashMap, path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use apollo_compiler::{
    ast,
    response::{GraphQLError, JsonMap, JsonValue},
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use bytes::{Bytes, BytesMut};
use clap::Parser;
use federation::{Answer, Call, Failure, Limits, Policy, Subgraph, Supergraph, Transports, compose, execute};
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

async fn serve(arguments: &Arguments) -> Result<(), String> {
    let supergraph = load(arguments)?;
    let services = addresses(supergraph.sdl())?;
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(30))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(|e| e.to_string())?;
    let gateway = Arc::new(Gateway { supergraph, http: Http { client, services } });
    let app = Router::new()
        .route("/graphql", post(answer))
        .route("/", post(answer))
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

async fn answer(State(gateway): State<Arc<Gateway>>, body: Bytes) -> Response {
    let Ok(JsonValue::Object(request)) = JsonValue::from_bytes(body) else {
        return refuse(vec![GraphQLError {
            message: "The body is no JSON object with `query`.".to_owned(),
            locations: Vec::new(),
            path: Vec::new(),
            extensions: JsonMap::new(),
        }]);
    };
    let text = |key: &str| request.get(key).and_then(JsonValue::as_str).map(str::to_owned);
    let query = text("query").unwrap_or_default();
    let name = text("operationName").filter(|name| !name.is_empty());
    let variables = request.get("variables").and_then(JsonValue::as_object).cloned().unwrap_or_default();
    let shared = Arc::clone(&gateway);
    // Planning is work for a processor, and would hold up whoever else is served here.
    let prepared = tokio::task::spawn_blocking(move || {
        shared.supergraph.prepare(&query, name.as_deref(), &Limits::default())
    });
    let plan = match prepared.await {
        Ok(Ok(plan)) => plan,
        Ok(Err(refused)) => return refuse(refused.errors()),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    match execute(&plan, &variables, &gateway.http).await {
        Ok(response) => ([(header::CONTENT_TYPE, "application/json")], response.body).into_response(),
        Err(error) => refuse(vec![error]),
    }
}

fn refuse(errors: Vec<GraphQLError>) -> Response {
    let body = serde_json::json!({ "errors": errors }).to_string();
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

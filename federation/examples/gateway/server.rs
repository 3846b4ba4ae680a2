//! GraphQL over HTTP: operations as JSON in a body, queries in an address as well.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use apollo_compiler::response::{GraphQLError, JsonMap, JsonValue};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use federation::{Limits, Plan, PrepareError, Supergraph, Transports, execute};

/// Plans that are kept; past them all are forgotten.
const PLANS: usize = 2000;

const RESPONSE: &str = "application/graphql-response+json";

struct Gateway {
    supergraph: Supergraph,
    services: Box<dyn Transports>,
    /// Plans by the text of the document and the name of the operation.
    plans: Mutex<HashMap<(String, Option<String>), Plan>>,
}

pub(crate) fn router(supergraph: Supergraph, services: impl Transports + 'static) -> Router {
    let gateway = Gateway { supergraph, services: Box::new(services), plans: Mutex::default() };
    Router::new()
        .route("/graphql", get(looked_up).post(posted))
        .route("/", get(looked_up).post(posted))
        .route("/health", get(|| async { "ok" }))
        .layer(DefaultBodyLimit::max(1 << 20))
        .with_state(Arc::new(gateway))
}

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

/// What a client asks.
struct Request {
    query: String,
    operation: Option<String>,
    variables: JsonMap,
    /// Whether it may change something.
    mutates: bool,
}

/// Why nothing was answered.
struct Refusal {
    status: StatusCode,
    errors: Vec<GraphQLError>,
}

impl Refusal {
    fn of(status: StatusCode, message: &str) -> Self {
        let message = message.to_owned();
        let error =
            GraphQLError { message, locations: Vec::new(), path: Vec::new(), extensions: JsonMap::new() };
        Self { status, errors: vec![error] }
    }

    /// A request that GraphQL itself refuses. The older media type says nothing by its status: whoever reads it looks
    /// into the body.
    fn graphql(media: &str, errors: Vec<GraphQLError>) -> Self {
        Self { status: if media == RESPONSE { StatusCode::BAD_REQUEST } else { StatusCode::OK }, errors }
    }
}

async fn posted(State(gateway): State<Arc<Gateway>>, headers: HeaderMap, body: Bytes) -> Response {
    let request = match JsonValue::from_bytes(body) {
        Ok(JsonValue::Object(mut body)) => {
            let variables = body.remove("variables").unwrap_or_default();
            let text = |key: &str| body.get(key).and_then(JsonValue::as_str).map(str::to_owned);
            read(text("query"), text("operationName"), variables, true)
        }
        _ => Err(Refusal::of(StatusCode::BAD_REQUEST, "The body is no JSON object.")),
    };
    answer(&gateway, &headers, request).await
}

async fn looked_up(
    State(gateway): State<Arc<Gateway>>,
    headers: HeaderMap,
    Query(mut asked): Query<HashMap<String, String>>,
) -> Response {
    let variables = asked.remove("variables").filter(|text| !text.is_empty());
    let variables = variables.map_or(Ok(JsonValue::Null), |text| JsonValue::from_bytes(text.into()));
    let request = match variables {
        Ok(variables) => read(asked.remove("query"), asked.remove("operationName"), variables, false),
        Err(_) => Err(Refusal::of(StatusCode::BAD_REQUEST, "The `variables` are no JSON.")),
    };
    answer(&gateway, &headers, request).await
}

fn read(
    query: Option<String>,
    operation: Option<String>,
    variables: JsonValue,
    mutates: bool,
) -> Result<Request, Refusal> {
    let refuse = |message| Refusal::of(StatusCode::BAD_REQUEST, message);
    let query = query.ok_or_else(|| refuse("There is no `query`."))?;
    let variables = match variables {
        JsonValue::Object(variables) => variables,
        JsonValue::Null => JsonMap::new(),
        _ => return Err(refuse("The `variables` are no object.")),
    };
    Ok(Request { query, operation: operation.filter(|name| !name.is_empty()), variables, mutates })
}

async fn answer(gateway: &Arc<Gateway>, headers: &HeaderMap, request: Result<Request, Refusal>) -> Response {
    let accepted = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let media = if accepted.contains(RESPONSE) { RESPONSE } else { "application/json" };
    let answered = match request {
        Ok(request) => respond(gateway, request, media).await,
        Err(refusal) => Err(refusal),
    };
    match answered {
        Ok(body) => ([(header::CONTENT_TYPE, media)], body).into_response(),
        Err(Refusal { status, errors }) => {
            let body = serde_json::json!({ "errors": errors }).to_string();
            (status, [(header::CONTENT_TYPE, media)], body).into_response()
        }
    }
}

async fn respond(gateway: &Arc<Gateway>, request: Request, media: &str) -> Result<Bytes, Refusal> {
    let Request { query, operation, variables, mutates } = request;
    let shared = Arc::clone(gateway);
    // Planning is work for a processor, and would hold up whoever else is served here.
    let plan = tokio::task::spawn_blocking(move || shared.plan(query, operation))
        .await
        .map_err(|_| Refusal::of(StatusCode::INTERNAL_SERVER_ERROR, "The operation could not be planned."))?
        .map_err(|error| Refusal::graphql(media, error.errors()))?;
    if plan.is_mutation() && !mutates {
        let message = "What changes something is sent by POST.";
        return Err(Refusal::of(StatusCode::METHOD_NOT_ALLOWED, message));
    }
    let response = execute(&plan, &variables, &*gateway.services)
        .await
        .map_err(|error| Refusal::graphql(media, vec![error]))?;
    Ok(response.body)
}

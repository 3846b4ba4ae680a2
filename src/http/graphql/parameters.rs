//! The parameters of a GraphQL request, out of a JSON body or a query string. Each of the wrong type, missing or given
//! twice is refused by its name: that is no well-formed request, whatever the answer's media type.

use axum::extract::Query;
use axum::http::Uri;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::gql::request::GraphqlRequest;
use crate::http::problem::Problem;

/// What a body or a query string asks for.
pub(super) enum Requests {
    One(Result<GraphqlRequest, Problem>),
    Batch(Vec<Result<GraphqlRequest, Problem>>),
}

/// The parameters as they come; serde refuses one that comes twice.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    query: Option<Value>,
    document_id: Option<Value>,
    operation_name: Option<Value>,
    variables: Option<Value>,
    extensions: Option<Value>,
}

/// Reads a JSON body: one request, or a batch where `batch` allows more than one.
pub(super) fn from_body(body: &[u8], batch: usize) -> Result<Requests, Problem> {
    if body.trim_ascii_start().first() != Some(&b'[') {
        return Ok(Requests::One(Ok(json::<Parameters>(body)?.request()?)));
    }
    if batch < 2 {
        return Err(Problem::bad_request("Batches are not taken here: send each request by itself."));
    }
    let requests: Vec<Parameters> = json(body)?;
    if requests.is_empty() || requests.len() > batch {
        return Err(Problem::bad_request(format!("A batch holds 1 to {batch} requests.")));
    }
    Ok(Requests::Batch(requests.into_iter().map(Parameters::request).collect()))
}

/// Reads the payload of a message that asks for an operation.
pub(in crate::http) fn request_of(payload: Map<String, Value>) -> Result<GraphqlRequest, Problem> {
    let parameters: Parameters = serde_json::from_value(Value::Object(payload))
        .map_err(|fault| Problem::bad_request(format!("The payload is no GraphQL request: {fault}.")))?;
    parameters.request()
}

/// Reads a query string.
pub(super) fn from_query(uri: &Uri) -> Result<Requests, Problem> {
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map_err(|_| Problem::bad_request("The query string is not form-urlencoded."))?;
    let mut parameters = Parameters::default();
    for (name, value) in pairs {
        let (slot, value) = match name.as_str() {
            "query" => (&mut parameters.query, Value::String(value)),
            "documentId" => (&mut parameters.document_id, Value::String(value)),
            // In a query string an empty parameter is one that is left out.
            _ if value.is_empty() => continue,
            "operationName" => (&mut parameters.operation_name, Value::String(value)),
            "variables" => (&mut parameters.variables, json_parameter("variables", &value)?),
            "extensions" => (&mut parameters.extensions, json_parameter("extensions", &value)?),
            _ => continue,
        };
        if slot.replace(value).is_some() {
            return Err(Problem::bad_request(format!("`{name}` is given twice.")));
        }
    }
    Ok(Requests::One(parameters.request()))
}

impl Parameters {
    fn request(self) -> Result<GraphqlRequest, Problem> {
        let query = text("query", self.query)?;
        let mut extensions = map("extensions", self.extensions)?;
        // The pipeline finds stored documents by what the extensions say of them.
        if let Some(id) = text("documentId", self.document_id)? {
            extensions.insert("documentId".to_owned(), Value::String(id));
        }
        if query.is_none()
            && !extensions.contains_key("documentId")
            && !extensions.contains_key("persistedQuery")
        {
            return Err(Problem::bad_request("`query` is missing: the document, as a string."));
        }
        Ok(GraphqlRequest {
            query,
            operation_name: text("operationName", self.operation_name)?.filter(|name| !name.is_empty()),
            variables: map("variables", self.variables)?,
            extensions,
        })
    }
}

fn text(name: &str, value: Option<Value>) -> Result<Option<String>, Problem> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Problem::bad_request(format!("`{name}` must be a string."))),
    }
}

fn map(name: &str, value: Option<Value>) -> Result<Map<String, Value>, Problem> {
    match value {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(_) => Err(Problem::bad_request(format!("`{name}` must be an object."))),
    }
}

fn json_parameter(name: &str, text: &str) -> Result<Value, Problem> {
    serde_json::from_str(text)
        .map_err(|fault| Problem::bad_request(format!("`{name}` is not JSON: {fault}.")))
}

fn json<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Problem> {
    if body.trim_ascii().is_empty() {
        return Err(Problem::bad_request("The body is empty: it takes a JSON object with `query`."));
    }
    serde_json::from_slice(body)
        .map_err(|fault| Problem::bad_request(format!("The body is not a GraphQL request in JSON: {fault}.")))
}

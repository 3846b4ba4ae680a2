//! What clients send (graphql-transport-ws): read strictly, and refused in a sentence that says what is wrong.

use serde_json::{Map, Value};

use crate::gql::request::GraphqlRequest;
use crate::http::graphql::request_of;

/// A message of a client.
#[derive(Debug)]
pub(super) enum Incoming {
    /// It says who it is, once.
    ConnectionInit(Map<String, Value>),
    /// It asks for a pong.
    Ping(Option<Map<String, Value>>),
    /// It answers a ping, or says without being asked that it is there.
    Pong,
    /// It asks for an operation.
    Subscribe { id: String, request: Box<GraphqlRequest> },
    /// It wants no more of an operation.
    Complete { id: String },
}

/// Reads a message; the error says why it is none.
pub(super) fn read(text: &str) -> Result<Incoming, String> {
    let value: Value = serde_json::from_str(text).map_err(|_| "The message is not JSON".to_owned())?;
    let Value::Object(mut message) = value else {
        return Err(format!("Message is expected to be an object, but got {}", kind_of(&value)));
    };
    let kind = match message.remove("type") {
        None | Some(Value::Null) => return Err("Message is missing the 'type' property".to_owned()),
        Some(Value::String(kind)) => kind,
        Some(other) => return Err(format!("'type' is expected to be a string, but got {}", kind_of(&other))),
    };
    match kind.as_str() {
        "connection_init" => Ok(Incoming::ConnectionInit(payload(&kind, &mut message)?.unwrap_or_default())),
        "ping" => Ok(Incoming::Ping(payload(&kind, &mut message)?)),
        "pong" => payload(&kind, &mut message).map(|_| Incoming::Pong),
        "complete" => Ok(Incoming::Complete { id: id(&kind, &mut message)? }),
        "subscribe" => {
            let id = id(&kind, &mut message)?;
            let payload = match message.remove("payload") {
                Some(Value::Object(payload)) => payload,
                other => {
                    let got = other.as_ref().map_or("nothing", kind_of);
                    return Err(format!("\"subscribe\" expects 'payload' to be an object, but got {got}"));
                }
            };
            let request =
                request_of(payload).map_err(|problem| format!("\"subscribe\": {}", problem.message()))?;
            Ok(Incoming::Subscribe { id, request: Box::new(request) })
        }
        "connection_ack" | "next" | "error" => Err(format!("Only the server sends \"{kind}\"")),
        _ => Err(format!("Invalid message 'type' property \"{kind}\"")),
    }
}

fn id(kind: &str, message: &mut Map<String, Value>) -> Result<String, String> {
    match message.remove("id") {
        Some(Value::String(id)) if !id.is_empty() => Ok(id),
        Some(Value::String(_)) => Err(format!("\"{kind}\" requires a non-empty 'id' property")),
        other => {
            let got = other.as_ref().map_or("nothing", kind_of);
            Err(format!("\"{kind}\" expects 'id' to be a string, but got {got}"))
        }
    }
}

fn payload(kind: &str, message: &mut Map<String, Value>) -> Result<Option<Map<String, Value>>, String> {
    match message.remove("payload") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(payload)) => Ok(Some(payload)),
        Some(other) => Err(format!(
            "\"{kind}\" expects 'payload' to be an object or missing, but got {}",
            kind_of(&other)
        )),
    }
}

const fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn messages_are_read_with_what_may_be_left_out() {
        for message in [
            json!({ "type": "connection_init" }),
            json!({ "type": "connection_init", "payload": null, "more": 1 }),
            json!({ "type": "ping", "payload": {} }),
            json!({ "type": "pong" }),
            json!({ "type": "complete", "id": "1" }),
            json!({ "type": "subscribe", "id": "1", "payload": { "query": "{ a }" } }),
            json!({ "type": "subscribe", "id": "1", "payload": { "query": "{ a }", "operationName": null,
                "variables": null, "extensions": null } }),
            json!({ "type": "subscribe", "id": "1", "payload": { "documentId": "sha256:0" } }),
            json!({ "type": "subscribe", "id": "1", "payload": { "extensions": { "persistedQuery": {} } } }),
        ] {
            assert!(read(&message.to_string()).is_ok(), "{message}");
        }
    }

    #[test]
    fn what_is_no_message_says_why() {
        let subscribe = |payload: Value| json!({ "type": "subscribe", "id": "1", "payload": payload });
        for (message, word) in [
            (json!([]), "an array"),
            (json!("ping"), "a string"),
            (json!(null), "null"),
            (json!({}), "'type'"),
            (json!({ "type": "" }), "'type'"),
            (json!({ "type": 7 }), "a number"),
            (json!({ "type": "start" }), "\"start\""),
            (json!({ "type": "connection_ack" }), "server"),
            (json!({ "type": "next", "id": "1", "payload": {} }), "server"),
            (json!({ "type": "connection_init", "payload": "x" }), "'payload'"),
            (json!({ "type": "ping", "payload": [] }), "an array"),
            (json!({ "type": "pong", "payload": 0 }), "a number"),
            (json!({ "type": "complete" }), "'id'"),
            (json!({ "type": "complete", "id": 1 }), "'id'"),
            (json!({ "type": "subscribe", "id": "", "payload": { "query": "{ a }" } }), "non-empty"),
            (json!({ "type": "subscribe", "payload": { "query": "{ a }" } }), "'id'"),
            (json!({ "type": "subscribe", "id": "1" }), "'payload'"),
            (subscribe(json!("{ a }")), "'payload'"),
            (subscribe(json!({})), "query"),
            (subscribe(json!({ "query": 1 })), "query"),
            (subscribe(json!({ "query": "{ a }", "variables": "{}" })), "variables"),
            (subscribe(json!({ "query": "{ a }", "operationName": {} })), "operationName"),
            (subscribe(json!({ "query": "{ a }", "extensions": [] })), "extensions"),
        ] {
            let why = read(&message.to_string()).unwrap_err();
            assert!(why.contains(word), "{message}: {why}");
        }
        assert!(read("{\"type\":").unwrap_err().contains("JSON"));
        assert!(read("").is_err());
    }
}

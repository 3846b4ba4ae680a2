//! What the hub sends (graphql-transport-ws): messages as text, written once.

use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::gql::request::GraphqlError;

/// A message, and which operation it belongs to.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) text: Utf8Bytes,
    pub(super) of: Option<Part>,
}

/// A message's place in an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) operation: OperationTag,
    /// Nothing comes after it.
    pub(super) last: bool,
}

/// An operation of a socket: ids may be used again, numbers are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OperationTag {
    pub(super) id: Arc<str>,
    pub(super) number: u64,
}

impl Frame {
    pub(super) fn ack() -> Self {
        Self { text: Utf8Bytes::from_static(r#"{"type":"connection_ack"}"#), of: None }
    }

    pub(super) fn pong(payload: Option<Map<String, Value>>) -> Self {
        let text = match payload {
            Some(payload) => json!({ "type": "pong", "payload": payload }).to_string().into(),
            None => Utf8Bytes::from_static(r#"{"type":"pong"}"#),
        };
        Self { text, of: None }
    }

    /// A result, which is JSON already.
    pub(super) fn next(operation: OperationTag, body: &[u8]) -> Self {
        let text = of_operation(&operation.id, r#""type":"next","payload":"#, body);
        Self { text, of: Some(Part { operation, last: false }) }
    }

    pub(super) fn error(operation: OperationTag, errors: &[GraphqlError]) -> Self {
        let text = error(&operation.id, errors);
        Self { text, of: Some(Part { operation, last: true }) }
    }

    /// Why an operation was not begun: it has no place among those that run.
    pub(super) fn refusal(id: &str, errors: &[GraphqlError]) -> Self {
        Self { text: error(id, errors), of: None }
    }

    pub(super) fn complete(operation: OperationTag) -> Self {
        let text = of_operation(&operation.id, r#""type":"complete""#, b"");
        Self { text, of: Some(Part { operation, last: true }) }
    }
}

fn error(id: &str, errors: &[GraphqlError]) -> Utf8Bytes {
    of_operation(id, r#""type":"error","payload":"#, &bytes(errors))
}

fn of_operation(id: &str, kind: &str, payload: &[u8]) -> Utf8Bytes {
    let id = bytes(id);
    let parts = [b"{\"id\":", id.as_slice(), b",", kind.as_bytes(), payload, b"}"];
    // What is written as JSON is UTF-8: the empty message is never sent.
    Utf8Bytes::try_from(parts.concat()).unwrap_or_default()
}

fn bytes<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    // Neither texts nor errors have keys that are no strings, which alone could fail.
    serde_json::to_vec(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_written_as_the_protocol_says() {
        let tag = || OperationTag { id: "a\"b".into(), number: 1 };
        let errors = [GraphqlError::new("INVALID", "no")];
        for (frame, expected) in [
            (Frame::ack(), json!({ "type": "connection_ack" })),
            (Frame::pong(None), json!({ "type": "pong" })),
            (Frame::pong(Some(Map::new())), json!({ "type": "pong", "payload": {} })),
            (
                Frame::next(tag(), b"{\"data\":{}}"),
                json!({ "id": "a\"b", "type": "next", "payload": { "data": {} } }),
            ),
            (Frame::complete(tag()), json!({ "id": "a\"b", "type": "complete" })),
            (
                Frame::error(tag(), &errors),
                json!({ "id": "a\"b", "type": "error", "payload": [{ "message": "no", "extensions": { "code": "INVALID" } }] }),
            ),
        ] {
            assert_eq!(serde_json::from_str::<Value>(&frame.text).unwrap(), expected);
        }
    }
}

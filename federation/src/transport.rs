//! How services are reached: the caller's affair, behind a trait.

use apollo_compiler::response::{JsonMap, JsonValue};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use serde_json_bytes::ByteString;

/// Carries calls to services.
pub trait Transports: Send + Sync {
    /// Sends one operation to the service that it names and waits for the answer. The executor bounds the time.
    ///
    /// # Errors
    /// What kept the service from answering. What the service itself complains of is in the answer.
    fn call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, Failure>>;
}

/// An operation for one service.
#[derive(Debug)]
pub struct Call<'a> {
    /// The service's name.
    pub service: &'a str,
    /// The operation, without a name.
    pub query: &'a str,
    /// Its variables, coerced.
    pub variables: JsonMap,
    /// Whether it changes anything: then it is never sent twice.
    pub mutation: bool,
    /// The most bytes to read of the answer.
    pub answer_bytes: usize,
}

impl Call<'_> {
    /// The body of the request as GraphQL over HTTP has it.
    #[must_use]
    pub fn to_body(&self) -> Bytes {
        let body: JsonValue = [
            ("query", JsonValue::from(self.query)),
            ("variables", JsonValue::Object(self.variables.clone())),
        ]
        .into_iter()
        .collect();
        body.to_bytes()
    }
}

/// What a service answered.
#[derive(Debug, Default)]
pub struct Answer {
    /// Null if it gave none.
    pub data: JsonValue,
    /// Its errors as GraphQL has them, unchecked.
    pub errors: Vec<JsonValue>,
}

impl Answer {
    /// Reads the body of a response.
    ///
    /// # Errors
    /// `Failure::Garbled` for what is no GraphQL response.
    pub fn from_body(body: Bytes) -> Result<Self, Failure> {
        let Ok(JsonValue::Object(mut map)) = JsonValue::from_bytes(body) else {
            return Err(Failure::Garbled);
        };
        let data = map.remove("data");
        let errors = match map.remove("errors") {
            None | Some(JsonValue::Null) => Vec::new(),
            Some(JsonValue::Array(errors)) => errors,
            Some(_) => return Err(Failure::Garbled),
        };
        match data {
            Some(data @ (JsonValue::Object(_) | JsonValue::Null)) => Ok(Self { data, errors }),
            None if !errors.is_empty() => Ok(Self { data: JsonValue::Null, errors }),
            _ => Err(Failure::Garbled),
        }
    }
}

/// Why a service gave no answer. Says nothing of the service's inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It could not be reached, or is kept from being asked.
    #[error("cannot be reached")]
    Unavailable,
    /// It took too long.
    #[error("did not answer in time")]
    TimedOut,
    /// Its answer was longer than it may be.
    #[error("answered more than is read")]
    TooLarge,
    /// Its answer was no GraphQL.
    #[error("answered what is not GraphQL")]
    Garbled,
    /// The operation asked services more often than it may.
    #[error("was not asked: the operation takes too many calls")]
    TooManyCalls,
    /// More objects would be asked about in one call than may be.
    #[error("was not asked: it would be about too many objects at once")]
    TooManyEntities,
}

impl Failure {
    /// The word in `extensions.code`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unavailable => "SUBGRAPH_UNAVAILABLE",
            Self::TimedOut => "SUBGRAPH_TIMEOUT",
            Self::TooLarge => "SUBGRAPH_RESPONSE_TOO_LARGE",
            Self::Garbled => "SUBGRAPH_INVALID_RESPONSE",
            Self::TooManyCalls => "TOO_MANY_SUBGRAPH_CALLS",
            Self::TooManyEntities => "TOO_MANY_ENTITIES",
        }
    }
}

/// A text in an answer.
pub(crate) fn text(value: &str) -> JsonValue {
    JsonValue::String(ByteString::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &'static str) -> Result<Answer, Failure> {
        Answer::from_body(Bytes::from_static(body.as_bytes()))
    }

    #[test]
    fn an_answer_without_data_needs_errors() {
        assert_eq!(read("{}").unwrap_err(), Failure::Garbled);
        assert_eq!(read(r#"{"errors":[]}"#).unwrap_err(), Failure::Garbled);
        assert_eq!(read(r#"{"errors":[{"message":"no"}]}"#).unwrap().errors.len(), 1);
    }

    #[test]
    fn what_is_no_response_is_garbled() {
        for body in ["", "<html>", "[]", "3", r#"{"data":3}"#, r#"{"data":[]}"#, r#"{"data":{},"errors":3}"#]
        {
            assert_eq!(read(body).unwrap_err(), Failure::Garbled, "{body}");
        }
    }

    #[test]
    fn nesting_without_end_is_garbled() {
        let body = format!("{{\"data\":{}1{}}}", "{\"a\":".repeat(5000), "}".repeat(5000));
        assert_eq!(Answer::from_body(body.into()).unwrap_err(), Failure::Garbled);
    }
}

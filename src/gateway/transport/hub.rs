//! The hub as a service of the graph: its own pipeline, under the rights of who asks.

use std::sync::atomic::Ordering;

use federation::{Answer, Call, Failure};
use serde_json::{Map, Value};
use serde_json_bytes::Value as JsonValue;

use super::Carrier;
use crate::gql::request::{Caller, GraphqlError, GraphqlRequest};

impl Carrier<'_> {
    pub(super) async fn ask_hub(&self, call: Call<'_>) -> Result<Answer, Failure> {
        let pipeline = &self.gateway.inner.service;
        let prepared = match pipeline.prepare(asking(&call)) {
            Ok(prepared) => prepared,
            // A limit that the part for the hub passes.
            Err(refused) => return Ok(complaint(&refused.errors)),
        };
        let caller = if call.mutation { self.changing() } else { self.caller.clone() };
        Answer::from_body(pipeline.execute(prepared, caller).await.body.into_bytes())
    }

    /// Who asks for a change. One operation may ask for several, one after the other, and a key stands for one of them.
    fn changing(&self) -> Caller {
        let number = self.changes.fetch_add(1, Ordering::Relaxed);
        let key = |key: &String| if number == 0 { key.clone() } else { format!("{key}+{number}") };
        Caller { idempotency_key: self.caller.idempotency_key.as_ref().map(key), ..self.caller.clone() }
    }
}

/// What the hub is asked by a call.
pub(in crate::gateway) fn asking(call: &Call<'_>) -> GraphqlRequest {
    // What was read as JSON is JSON.
    let variables = match serde_json::to_value(&call.variables) {
        Ok(Value::Object(variables)) => variables,
        _ => Map::new(),
    };
    GraphqlRequest { query: Some(call.query.to_owned()), variables, ..GraphqlRequest::default() }
}

fn complaint(errors: &[GraphqlError]) -> Answer {
    let errors = errors.iter().filter_map(|error| serde_json::to_value(error).ok()).map(JsonValue::from);
    Answer { data: JsonValue::Null, errors: errors.collect() }
}

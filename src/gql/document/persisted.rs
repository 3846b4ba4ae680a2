//! Which document a request asks for: by its text, by its hash (Apollo's automatic persisted queries, version 1), or
//! by its id (`documentId` of the GraphQL over HTTP draft, which transports put among the extensions).

use serde_json::Value;

use super::{
    digest::Digest,
    refusal::{self, BAD_REQUEST},
};
use crate::gql::request::{GraphqlRequest, RequestError};

/// How a request names its document.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked<'a> {
    /// By its text, whose digest was checked if the request gave one.
    Text(&'a str, Digest),
    /// By its hash alone.
    Hash(Digest),
    /// By the id that a manifest gives it.
    Id(&'a str),
}

impl<'a> Asked<'a> {
    pub(super) fn read(request: &'a GraphqlRequest) -> Result<Self, RequestError> {
        let named = match (persisted_query(request)?, document_id(request)?) {
            (None, named) => named,
            (Some(hash), None) => Some(Self::Hash(hash)),
            (Some(_), Some(_)) => return Err(bad("either `persistedQuery` or `documentId`, not both")),
        };
        let text = request.query.as_deref().filter(|text| named.is_none() || !text.is_empty());
        match (text, named) {
            (None, None) => {
                Err(bad("the request holds no `query`, no `documentId` and no hash of a document"))
            }
            (None, Some(named)) => Ok(named),
            (Some(text), None) => Ok(Self::Text(text, Digest::of(text))),
            (Some(text), Some(Self::Hash(hash))) if hash == Digest::of(text) => Ok(Self::Text(text, hash)),
            (Some(_), Some(Self::Hash(_))) => Err(bad("provided sha does not match query")),
            (Some(_), Some(_)) => Err(bad("either `query` or `documentId`, not both")),
        }
    }
}

fn persisted_query(request: &GraphqlRequest) -> Result<Option<Digest>, RequestError> {
    let Some(extension) = request.extensions.get("persistedQuery").filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    if extension.get("version").and_then(Value::as_u64) != Some(1) {
        return Err(bad("Unsupported persisted query version"));
    }
    let hash = extension.get("sha256Hash").and_then(Value::as_str).and_then(Digest::from_hex);
    hash.map(Some).ok_or_else(|| bad("`persistedQuery.sha256Hash` must be 64 hexadecimal digits"))
}

fn document_id(request: &GraphqlRequest) -> Result<Option<Asked<'_>>, RequestError> {
    let Some(id) = request.extensions.get("documentId").filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    let id = id.as_str().ok_or_else(|| bad("`documentId` must be a string"))?;
    let Some(hex) = id.strip_prefix("sha256:") else { return Ok(Some(Asked::Id(id))) };
    let hash = Digest::from_hex(hex).map(Asked::Hash);
    hash.map(Some).ok_or_else(|| bad("`sha256:` in `documentId` must be followed by 64 hexadecimal digits"))
}

fn bad(message: &str) -> RequestError {
    refusal::malformed(BAD_REQUEST, message)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TEXT: &str = "{ __typename }";

    fn request(query: Option<&str>, extensions: Value) -> GraphqlRequest {
        let Value::Object(extensions) = extensions else { panic!("extensions are an object") };
        GraphqlRequest { query: query.map(str::to_owned), extensions, ..GraphqlRequest::default() }
    }

    fn apq(digest: &str) -> Value {
        json!({ "persistedQuery": { "version": 1, "sha256Hash": digest } })
    }

    #[test]
    fn a_hash_may_stand_for_the_text() {
        let digest = Digest::of(TEXT);
        let request = request(None, apq(&digest.to_string()));
        assert_eq!(Asked::read(&request).unwrap(), Asked::Hash(digest));
    }

    #[test]
    fn a_hash_of_another_text_is_refused() {
        let request = request(Some(TEXT), apq(&Digest::of("{ other }").to_string()));
        let refused = Asked::read(&request).unwrap_err();
        assert_eq!(refused.errors[0].message, "provided sha does not match query");
    }

    #[test]
    fn another_version_of_the_protocol_is_refused() {
        let request = request(None, json!({ "persistedQuery": { "version": 2, "sha256Hash": "" } }));
        assert_eq!(
            Asked::read(&request).unwrap_err().errors[0].message,
            "Unsupported persisted query version"
        );
    }

    #[test]
    fn a_document_id_may_be_a_hash_or_a_name() {
        let by_hash = request(None, json!({ "documentId": format!("sha256:{}", Digest::of(TEXT)) }));
        assert_eq!(Asked::read(&by_hash).unwrap(), Asked::Hash(Digest::of(TEXT)));
        let by_name = request(None, json!({ "documentId": "x-home" }));
        assert_eq!(Asked::read(&by_name).unwrap(), Asked::Id("x-home"));
    }

    #[test]
    fn a_request_without_any_document_is_refused() {
        assert_eq!(
            Asked::read(&request(None, json!({}))).unwrap_err().errors[0].extensions["code"],
            BAD_REQUEST
        );
    }
}

//! What comes in and what goes out of the operation pipeline, whichever transport carries it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::pipeline::OperationKind;
use crate::kernel::{actor::Actor, locale::Locale};

/// A GraphQL request as the GraphQL over HTTP draft defines its parameters.
#[derive(Clone, Debug, Default)]
pub struct GraphqlRequest {
    /// The document; absent when `extensions.persistedQuery` or a trusted document's id stands for it.
    pub query: Option<String>,
    /// Which operation of the document.
    pub operation_name: Option<String>,
    /// Raw variables.
    pub variables: Map<String, Value>,
    /// Extensions of the request.
    pub extensions: Map<String, Value>,
}

/// Who asks, and how the answer should read.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// The reader's languages in order of preference, never empty.
    pub locales: Vec<Locale>,
    /// The id that the log and the answer's errors share.
    pub request_id: String,
    /// The `Idempotency-Key` header.
    pub idempotency_key: Option<String>,
}

/// One entry of the `errors` list of a GraphQL response.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct GraphqlError {
    /// What to do about it.
    pub message: String,
    /// Where in the document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Location>,
    /// Where in the answer: names and list positions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<Value>,
    /// `code`, and `requestId` for a fault of the hub.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extensions: BTreeMap<String, Value>,
}

impl GraphqlError {
    /// An error with a code and nothing else.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            extensions: BTreeMap::from([("code".to_owned(), Value::from(code))]),
            ..Self::default()
        }
    }

    /// Whether the same may go well in a moment: it is no fault of the caller's.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        let code = self.extensions.get("code").and_then(Value::as_str);
        matches!(code, Some("BUSY" | "INTERNAL"))
    }
}

/// A place in a document; both count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// The request never began to execute: the document, the operation or the variables are wrong, or a limit is passed.
#[derive(Clone, Debug)]
pub struct RequestError {
    /// What kind of refusal: decides the HTTP status.
    pub kind: RequestErrorKind,
    /// What the client reads.
    pub errors: Vec<GraphqlError>,
}

/// Why a request never began to execute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestErrorKind {
    /// The document does not parse or validate, or the variables or the operation name do not fit.
    Malformed,
    /// A document known only by its hash is not known here (automatic persisted queries).
    PersistedQueryNotFound,
    /// Only trusted documents are served here.
    NotTrusted,
    /// Depth, cost, aliases, tokens … over the limits.
    OverLimit,
}

/// Whether shared caches may keep an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CachePolicy {
    /// What anyone would be told: may be stored and revalidated.
    Public,
    /// Depends on the caller: revalidated by the caller's own cache only.
    Private,
    /// A mutation, or an answer with errors.
    NoStore,
}

impl CachePolicy {
    /// Of an answer to `caller`.
    #[must_use]
    pub fn of(kind: OperationKind, has_errors: bool, caller: &Caller) -> Self {
        if has_errors || kind != OperationKind::Query {
            Self::NoStore
        } else if caller.actor == Actor::Anonymous {
            Self::Public
        } else {
            Self::Private
        }
    }
}

/// The bytes of a response. Their digest is computed once, and only when it is asked for: a kept answer is sent often.
#[derive(Clone, Debug)]
pub struct Body {
    bytes: Bytes,
    digest: Arc<OnceLock<String>>,
}

impl Body {
    /// The beginning of the SHA-256 of the bytes, in letters that an `ETag` may hold.
    #[must_use]
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| BASE64URL_NOPAD.encode(&Sha256::digest(&self.bytes)[..16]))
    }

    /// The bytes.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        Self { bytes: bytes.into(), digest: Arc::default() }
    }
}

impl std::ops::Deref for Body {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

/// A whole response, serialised.
#[derive(Clone, Debug)]
pub struct Reply {
    /// `{"data":…,"errors":…}`.
    pub body: Body,
    /// How it may be kept.
    pub cache: CachePolicy,
    /// Whether `errors` is there.
    pub has_errors: bool,
    /// Whether `data` is there and not null.
    pub has_data: bool,
}

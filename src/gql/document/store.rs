//! The documents of one schema: each is checked once, whichever of its operations is asked for, and kept by its hash
//! until room is needed. A document that is refused is not kept.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use apollo_compiler::{Schema, validation::Valid};
use moka::sync::Cache;

use super::{
    check::{self, CheckedDocument},
    cost::Cost,
    digest::Digest,
    introspection::Introspector,
    limits::{DocumentLimits, DocumentSettings},
    operation::{CheckedOperation, Prepared},
    persisted::Asked,
    refusal::{self, OPERATION_RESOLUTION_FAILURE},
    trusted::TrustedDocuments,
    variables::{Variables, coerce_variables},
};
use crate::gql::request::{GraphqlRequest, RequestError};

/// Memory of a checked document: each byte of text becomes some 30 bytes of tree.
const BYTES_FOR_EACH: usize = 4096;
const BYTES_FOR_EACH_BYTE: usize = 32;

/// The documents of one schema. `P` is what the planner keeps with each operation.
pub struct Documents<P> {
    schema: Arc<Valid<Schema>>,
    settings: DocumentSettings,
    pub(super) introspector: Introspector,
    known: Cache<Digest, Arc<Known<P>>>,
}

/// A checked document's operations, in their order in the text.
type Known<P> = Vec<Arc<Prepared<P>>>;

impl<P: Send + Sync + 'static> Documents<P> {
    /// No documents yet.
    #[must_use]
    pub fn new(schema: Arc<Valid<Schema>>, settings: DocumentSettings) -> Self {
        let weigh = |_: &Digest, known: &Arc<Known<P>>| {
            let text = known.first().map_or(0, |prepared| prepared.operation.text.len());
            let bytes = BYTES_FOR_EACH * known.len() + BYTES_FOR_EACH_BYTE * text;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let known = Cache::builder().weigher(weigh).max_capacity(settings.cache_bytes).build();
        Self { introspector: Introspector::new(&schema), schema, settings, known }
    }

    /// The schema that documents are checked against.
    #[must_use]
    pub fn schema(&self) -> &Arc<Valid<Schema>> {
        &self.schema
    }

    /// The limits, to be published.
    #[must_use]
    pub fn limits(&self) -> &DocumentLimits {
        &self.settings.limits
    }

    /// The operation that the request asks for.
    ///
    /// # Errors
    /// When the request names no known document, the document is refused, or no operation fits.
    pub fn find(&self, request: &GraphqlRequest) -> Result<Arc<Prepared<P>>, RequestError> {
        let (digest, text) = self.admit(Asked::read(request)?)?;
        let known = match (self.known.get(&digest), text) {
            (Some(known), _) => known,
            (None, Some(text)) => {
                self.known.try_get_with(digest, || self.check(text, digest)).map_err(Arc::unwrap_or_clone)?
            }
            (None, None) => return Err(refusal::persisted_query_not_found()),
        };
        choose(&known, request.operation_name.as_deref())
    }

    /// The request's variables as the operation declares them.
    ///
    /// # Errors
    /// When they do not fit, or with them the operation costs more than the limit.
    pub fn variables(
        &self,
        operation: &CheckedOperation,
        raw: serde_json::Map<String, serde_json::Value>,
    ) -> Result<Variables, RequestError> {
        let variables = coerce_variables(&self.schema, operation, raw, self.limits())?;
        let (cost, limit) = (operation.cost(&variables), self.settings.limits.cost);
        if cost > limit {
            return Err(refusal::over_limit("LIMIT_COST", "cost of the operation", cost, limit));
        }
        Ok(variables)
    }

    /// Everything that is wrong with the trusted documents, one sentence each: to be read at start.
    #[must_use]
    pub fn trusted_faults(&self) -> Vec<String> {
        let trusted = self.settings.trusted.as_deref().map(TrustedDocuments::entries).unwrap_or_default();
        let mut faults = Vec::new();
        for (id, text) in trusted {
            if let Err(refused) = self.check(text, Digest::of(text)) {
                faults.extend(refused.errors.iter().map(|error| format!("{id}: {}", error.message)));
            }
        }
        faults
    }

    /// The digest that was asked for, and the text if it is at hand.
    fn admit<'a>(&'a self, asked: Asked<'a>) -> Result<(Digest, Option<&'a str>), RequestError> {
        let Some(trusted) = &self.settings.trusted else {
            return match asked {
                Asked::Text(text, digest) => Ok((digest, Some(text))),
                Asked::Hash(digest) => Ok((digest, None)),
                Asked::Id(_) => Err(refusal::persisted_query_not_found()),
            };
        };
        let digest = match asked {
            Asked::Text(_, digest) | Asked::Hash(digest) => Some(digest),
            Asked::Id(id) => trusted.digest(id),
        };
        let found = digest.and_then(|digest| Some((digest, Some(&**trusted.text(digest)?))));
        found.ok_or_else(refusal::not_trusted)
    }

    fn check(&self, text: &str, digest: Digest) -> Result<Arc<Known<P>>, RequestError> {
        let CheckedDocument { document, measures } = check::check(&self.schema, &self.settings, text)?;
        let (document, text) = (Arc::new(document), Arc::<str>::from(text));
        let mut known = Vec::with_capacity(measures.len());
        for (operation, measures) in document.operations.iter().zip(measures) {
            if measures.introspects {
                self.introspector.bound(&document, operation, self.limits())?;
            }
            let operation = CheckedOperation {
                document: document.clone(),
                operation: operation.clone(),
                text: text.clone(),
                digest,
                measures,
                cost: Cost::of(&document, &operation.selection_set, self.limits()),
                only_introspection: operation.is_introspection(&document),
            };
            known.push(Arc::new(Prepared { operation, plan: OnceLock::new() }));
        }
        Ok(Arc::new(known))
    }
}

impl<P> fmt::Debug for Documents<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("Documents");
        debug
            .field("settings", &self.settings)
            .field("known", &self.known.entry_count())
            .finish_non_exhaustive()
    }
}

/// The operation of this name, or the only one.
fn choose<P>(known: &Known<P>, name: Option<&str>) -> Result<Arc<Prepared<P>>, RequestError> {
    let found = match (name, known.as_slice()) {
        (Some(name), _) => known.iter().find(|prepared| prepared.operation.name() == Some(name)),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    found.cloned().ok_or_else(|| {
        let message = match (name, known.len()) {
            (_, 0) => "the document holds no operation".to_owned(),
            (Some(name), _) => refusal::one_line(&format!("the document holds no operation named `{name}`")),
            (None, _) => "the document holds several operations: name one in `operationName`".to_owned(),
        };
        refusal::malformed(OPERATION_RESOLUTION_FAILURE, message)
    })
}

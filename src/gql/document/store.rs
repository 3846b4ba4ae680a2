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

/// Memory, estimated: the text becomes a tree, and each operation a cost and a plan as large as its expansion.
const BYTES_FOR_EACH_BYTE: u64 = 32;
const BYTES_FOR_EACH_OPERATION: u64 = 4096;
const BYTES_FOR_EACH_FIELD: u64 = 256;

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
        let known = Cache::builder()
            .weigher(|_, known: &Arc<Known<P>>| weight(known))
            .max_capacity(settings.cache_bytes)
            .build();
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
                self.introspector.bound(&self.schema, &document, operation, self.limits())?;
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

fn weight<P>(known: &Known<P>) -> u32 {
    let text = known.first().map_or(0, |prepared| prepared.operation.text.len() as u64);
    let operations = known.iter().map(|prepared| {
        BYTES_FOR_EACH_OPERATION + BYTES_FOR_EACH_FIELD.saturating_mul(prepared.operation.measures.fields)
    });
    let bytes = operations.fold(BYTES_FOR_EACH_BYTE * text, u64::saturating_add);
    u32::try_from(bytes).unwrap_or(u32::MAX)
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::sample;
    use super::*;
    use crate::gql::request::RequestErrorKind;

    const TEXT: &str = "query One { node(id: 1) { id } } query Two { __typename }";

    fn by_hash(text: &str) -> GraphqlRequest {
        let hash = Digest::of(text).to_string();
        let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
        GraphqlRequest { extensions: sample::object(extensions), ..GraphqlRequest::default() }
    }

    fn named(name: &str) -> GraphqlRequest {
        GraphqlRequest { operation_name: Some(name.to_owned()), ..sample::request(TEXT) }
    }

    fn trusting(manifest: &str) -> Documents<()> {
        let trusted = Some(Arc::new(TrustedDocuments::read(manifest).unwrap()));
        Documents::new(sample::schema(), DocumentSettings { trusted, ..DocumentSettings::default() })
    }

    #[test]
    fn a_document_is_checked_once_for_all_its_operations() {
        let documents = sample::documents();
        let (one, two) = (documents.find(&named("One")).unwrap(), documents.find(&named("Two")).unwrap());
        assert!(Arc::ptr_eq(one.operation.document(), two.operation.document()));
        assert!(Arc::ptr_eq(&one, &documents.find(&named("One")).unwrap()));
    }

    #[test]
    fn an_operation_knows_its_name_its_text_and_whether_it_only_introspects() {
        let two = sample::documents().find(&named("Two")).unwrap();
        assert_eq!(two.operation.name(), Some("Two"));
        assert_eq!(&**two.operation.text(), TEXT);
        assert!(two.operation.is_only_introspection());
    }

    #[test]
    fn an_operation_that_the_document_does_not_hold_is_named() {
        let refused = sample::documents().find(&named("Three")).unwrap_err();
        let expected = "the document holds no operation named `Three`";
        assert_eq!(
            sample::first_error(&refused),
            ("OPERATION_RESOLUTION_FAILURE".to_owned(), expected.to_owned())
        );
    }

    #[test]
    fn several_operations_need_a_name() {
        assert_eq!(sample::refused(TEXT).0, "OPERATION_RESOLUTION_FAILURE");
    }

    #[test]
    fn a_refused_document_is_not_kept() {
        let documents = sample::documents();
        assert!(documents.find(&sample::request("{ unknown }")).is_err());
        let refused = documents.find(&by_hash("{ unknown }")).unwrap_err();
        assert_eq!(refused.kind, RequestErrorKind::PersistedQueryNotFound);
    }

    #[test]
    fn a_hash_is_unknown_until_its_document_was_sent() {
        let documents = sample::documents();
        let text = "{ __typename }";
        let refused = documents.find(&by_hash(text)).unwrap_err();
        let expected = ("PERSISTED_QUERY_NOT_FOUND".to_owned(), "PersistedQueryNotFound".to_owned());
        assert_eq!(sample::first_error(&refused), expected);
        let both = GraphqlRequest { query: Some(text.to_owned()), ..by_hash(text) };
        let sent = documents.find(&both).unwrap();
        assert!(Arc::ptr_eq(&sent, &documents.find(&by_hash(text)).unwrap()));
    }

    #[test]
    fn room_for_documents_is_bounded() {
        let settings = DocumentSettings { cache_bytes: 64 << 10, ..DocumentSettings::default() };
        let documents = Documents::<()>::new(sample::schema(), settings);
        for number in 0..100 {
            documents.find(&sample::request(&format!("{{ a{number}: __typename }}"))).unwrap();
        }
        documents.known.run_pending_tasks();
        assert!(documents.known.weighted_size() <= 64 << 10);
    }

    #[test]
    fn only_trusted_documents_run_where_there_is_a_manifest() {
        let documents = trusting(r#"{ "home": "{ __typename }" }"#);
        assert!(documents.find(&sample::request("{ __typename }")).is_ok());
        assert!(documents.find(&by_hash("{ __typename }")).is_ok());
        let extensions = sample::object(json!({ "documentId": "home" }));
        assert!(documents.find(&GraphqlRequest { extensions, ..GraphqlRequest::default() }).is_ok());
        let refused = documents.find(&sample::request("{ node(id: 1) { id } }")).unwrap_err();
        assert_eq!(refused.kind, RequestErrorKind::NotTrusted);
        assert_eq!(sample::first_error(&refused).0, "DOCUMENT_NOT_TRUSTED");
    }

    #[test]
    fn all_faults_of_trusted_documents_are_listed() {
        let documents = trusting(r#"{ "a": "{ unknown }", "b": "{ __typename }", "c": "{" }"#);
        let faults = documents.trusted_faults();
        assert!(faults[0].starts_with("a: type `Query` does not have a field `unknown`"), "{faults:?}");
        assert!(faults[1].starts_with("c: syntax error"), "{faults:?}");
    }
}

//! One composed graph: what operations are checked against, planned over and sent to. It never changes; another one takes
//! its place, and operations end on the one that they began with.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use federation::{Limits, Plan, Supergraph};
use tokio::sync::OnceCell;

use super::transport::PartnerService;
use crate::gql::document::{self, DocumentSettings, Documents};
use crate::gql::pipeline::Compiled;
use crate::gql::request::GraphqlError;

/// The hub and the services of partners, composed.
pub(super) struct Graph {
    pub(super) supergraph: Supergraph,
    pub(super) documents: Documents<Route>,
    pub(super) services: HashMap<String, Arc<PartnerService>>,
}

/// Calls of one operation to services, at most.
const CALLS: usize = 60;
/// Bytes of one answer of a service, at most.
const ANSWER_BYTES: usize = 4 << 20;

/// Who answers an operation.
#[derive(Debug)]
pub(super) enum Route {
    /// The hub alone, by its own pipeline.
    Hub(Arc<document::Prepared<Compiled>>),
    /// The hub and partners, by a plan, made when it is first needed.
    Joined(OnceCell<Result<Plan, Vec<GraphqlError>>>),
}

impl Graph {
    pub(super) fn new(
        supergraph: Supergraph,
        settings: DocumentSettings,
        services: HashMap<String, Arc<PartnerService>>,
    ) -> Self {
        let schema = Arc::new(supergraph.schema().clone());
        Self { documents: Documents::new(schema, settings), supergraph, services }
    }

    /// What one operation may take beyond what documents are bounded by.
    pub(super) fn limits(&self) -> Limits {
        let tokens = self.documents.limits().tokens;
        Limits { tokens, calls: CALLS, answer_bytes: ANSWER_BYTES, ..Limits::default() }
    }
}

impl fmt::Debug for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Graph").field("services", &self.services.keys()).finish_non_exhaustive()
    }
}

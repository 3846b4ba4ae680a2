//! The graph that this server answers over, and how another one takes its place.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::compose::{Composer, LeftOut};
use super::graph::Graph;
use super::repo::{self, Service};
use super::transport::{PartnerService, Partners};
use super::turns::Turns;
use crate::feed::Feed;
use crate::gql::document::DocumentSettings;
use crate::gql::pipeline::Pipeline;
use crate::kernel::error::{Error, Result};
use crate::store::Store;

/// How long one waits before the registry is read again that could not be.
const AGAIN: Duration = Duration::from_secs(1);

/// Answers operations over the hub and what partners' services are joined to it now. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Gateway {
    pub(super) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(super) struct Inner {
    store: Store,
    /// Answers what is the hub's alone.
    pub(super) hub: Pipeline,
    /// The hub as a service of the graph.
    pub(super) service: Pipeline,
    composer: Composer,
    pub(super) partners: Partners,
    settings: DocumentSettings,
    /// Who plans, and who waits to.
    pub(super) planning: Turns,
    current: RwLock<Option<Arc<Graph>>>,
    /// What the graph was composed of, at first of nothing; held while another one is made.
    running: tokio::sync::Mutex<Vec<Service>>,
}

/// How a partner's service is, as this server finds it.
#[derive(Clone, Debug)]
pub struct ServiceHealth {
    /// Its name.
    pub name: String,
    /// Whether it is asked now: it is not for a while after it failed again and again.
    pub available: bool,
}

impl Gateway {
    /// Over the hub's pipeline, and `service`, the same as gateways see it. No partner's service is joined before
    /// [`Gateway::refresh`].
    #[must_use]
    pub fn new(
        store: Store,
        (hub, service): (Pipeline, Pipeline),
        composer: Composer,
        partners: Partners,
        settings: DocumentSettings,
    ) -> Self {
        let (current, running) = (RwLock::default(), tokio::sync::Mutex::default());
        let inner = Inner {
            store,
            hub,
            service,
            composer,
            partners,
            settings,
            planning: Turns::default(),
            current,
            running,
        };
        Self { inner: Arc::new(inner) }
    }

    /// The graph of this moment; `None` while no partner's service is joined.
    pub(super) fn current(&self) -> Option<Arc<Graph>> {
        self.inner.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Brings the graph up to date with the registry.
    ///
    /// # Errors
    /// When the registry cannot be read; what was served is served on.
    pub async fn refresh(&self) -> Result<()> {
        let mut running = self.inner.running.lock().await;
        let services = repo::active(self.inner.store.connection()).await?;
        if *running == services {
            return Ok(());
        }
        let start = Instant::now();
        let graph = self.build(&services).await?;
        let size = graph.as_ref().map_or(0, |graph| graph.services.len());
        *self.inner.current.write().unwrap_or_else(PoisonError::into_inner) = graph.map(Arc::new);
        *running = services;
        metrics::counter!("federation_swaps_total").increment(1);
        metrics::histogram!("federation_compose_duration_seconds").record(start.elapsed());
        tracing::info!(services = size, took = ?start.elapsed(), "the graph was composed");
        Ok(())
    }

    async fn build(&self, services: &[Service]) -> Result<Option<Graph>> {
        let (composer, offers) =
            (self.inner.composer.clone(), services.iter().map(|service| service.offer.clone()).collect());
        let composed = tokio::task::spawn_blocking(move || composer.compose_what_fits(offers)).await;
        let (supergraph, left_out) =
            composed.map_err(|error| Error::Internal(format!("a graph: {error}")))?;
        for LeftOut { name, faults } in &left_out {
            tracing::error!(
                subgraph = name,
                ?faults,
                "a service that was joined does not compose any more: it is left out"
            );
        }
        let Some(supergraph) = supergraph else { return Ok(None) };
        let joined =
            services.iter().filter(|service| !left_out.iter().any(|left| left.name == service.offer.name));
        let known = self.current();
        let service = |service: &Service| {
            let name = service.offer.name.clone();
            let before = known
                .as_ref()
                .and_then(|graph| graph.services.get(&name))
                .filter(|before| before.is(service));
            // One that stays is known by how it answered before.
            let service = before.cloned().map_or_else(|| PartnerService::new(service).map(Arc::new), Some);
            service.map(|service| (name, service))
        };
        let services: HashMap<_, _> = joined.filter_map(service).collect();
        Ok(Some(Graph::new(supergraph, self.inner.settings.clone(), services)))
    }

    /// Keeps the graph up to date with what the log tells, for as long as it is polled.
    pub async fn follow(&self, feed: &Feed) {
        let mut seen = feed.sweeps();
        loop {
            if let Err(error) = self.refresh().await {
                tracing::warn!(%error, "the registry of subgraphs cannot be read");
                tokio::time::sleep(AGAIN).await;
                continue;
            }
            seen = feed.sweeps_after(seen).await;
        }
    }

    /// Everything that is wrong with the trusted documents over what is joined now, one sentence each.
    #[must_use]
    pub fn trusted_faults(&self) -> Vec<String> {
        let graph = self.current();
        graph.map_or_else(
            || self.inner.hub.documents().trusted_faults(),
            |graph| graph.documents.trusted_faults(),
        )
    }

    /// What answers the hub's own part.
    #[must_use]
    pub fn hub(&self) -> &Pipeline {
        &self.inner.hub
    }

    /// How partners' services are.
    #[must_use]
    pub fn health(&self) -> Vec<ServiceHealth> {
        let graph = self.current();
        let services = graph.iter().flat_map(|graph| graph.services.iter());
        let mut health: Vec<ServiceHealth> = services
            .map(|(name, service)| ServiceHealth { name: name.clone(), available: service.is_available() })
            .collect();
        health.sort_by(|a, b| a.name.cmp(&b.name));
        health
    }
}

//! What is composed: the hub and the services that partners offer, each under the rights that it was granted.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use federation::{CompositionError, Policy, Rights, Subgraph, Supergraph};

/// What the hub is called among the services.
pub(super) const HUB: &str = "hub";

/// A service as it is to be composed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// What it is called.
    pub(super) name: String,
    /// Where it answers.
    pub(super) url: String,
    /// Its schema.
    pub(super) sdl: String,
    /// Types of others that it may add to.
    pub(super) extends: Vec<String>,
    /// Fields of others that it may be sent.
    pub(super) requires: Vec<String>,
}

/// Composes the hub with what partners offer. It is work for a processor: not to be done where others wait.
#[derive(Clone, Debug)]
pub struct Composer {
    hub: Arc<Subgraph>,
    /// What was composed last: what is tried is put in use next, and what is in use is what the next trial is held against.
    kept: Arc<Mutex<Kept>>,
}

/// Graphs, each with what it was composed of beside the hub.
type Kept = VecDeque<(Vec<Offer>, Supergraph)>;

/// Graphs that are kept.
const KEPT: usize = 3;

impl Composer {
    /// With the schema of the hub as a service, which answers for gateways at `url`.
    #[must_use]
    pub fn new(url: String, sdl: String) -> Self {
        let hub = Arc::new(Subgraph { name: HUB.to_owned(), url, sdl });
        Self { hub, kept: Arc::default() }
    }

    /// Joins the hub and the offers.
    ///
    /// # Errors
    /// Each fault, with the service that has to mend it.
    pub(super) fn compose(&self, offers: &[Offer]) -> Result<Supergraph, Vec<CompositionError>> {
        if let Some((_, known)) = self.kept().iter().find(|(known, _)| known == offers) {
            return Ok(known.clone());
        }
        let composed = self.composed(offers)?;
        let mut kept = self.kept();
        kept.push_front((offers.to_vec(), composed.clone()));
        kept.truncate(KEPT);
        Ok(composed)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn composed(&self, offers: &[Offer]) -> Result<Supergraph, Vec<CompositionError>> {
        let partners = offers.iter().map(|offer| Subgraph {
            name: offer.name.clone(),
            url: offer.url.clone(),
            sdl: offer.sdl.clone(),
        });
        let subgraphs: Vec<Subgraph> = std::iter::once((*self.hub).clone()).chain(partners).collect();
        let rights = |offer: &Offer| {
            let Offer { name, extends, requires, .. } = offer;
            let (extend, require) = (extends.iter().cloned().collect(), requires.iter().cloned().collect());
            (name.clone(), Rights { extend, require })
        };
        let policy = Policy {
            trusted: [HUB.to_owned()].into(),
            open: false,
            partners: offers.iter().map(rights).collect(),
            nullable_partners: true,
        };
        let graph = federation::compose(&subgraphs, &policy)?;
        // What cannot be planned over is no graph: that has to be known before it is put in use.
        graph.warm().map_err(|fault| vec![fault])?;
        Ok(graph)
    }

    /// As [`Composer::compose`], without the offers that do not compose with the rest: what was composed before may not be
    /// any more after the hub's own schema changed. Answers what was left out, and why.
    pub(super) fn compose_what_fits(&self, mut offers: Vec<Offer>) -> (Option<Supergraph>, Vec<LeftOut>) {
        let mut left_out = Vec::new();
        while !offers.is_empty() {
            let errors = match self.compose(&offers) {
                Ok(graph) => return (Some(graph), left_out),
                Err(errors) => errors,
            };
            let blamed =
                |offer: &Offer| errors.iter().any(|error| error.service.as_deref() == Some(&*offer.name));
            // A fault of nobody in particular: one after the other is kept out, from the end of the list.
            let at = offers.iter().position(blamed).unwrap_or(offers.len() - 1);
            let offer = offers.remove(at);
            left_out.push(LeftOut { name: offer.name, faults: sentences(&errors) });
        }
        (None, left_out)
    }
}

/// An offer that was kept out of a graph.
#[derive(Clone, Debug)]
pub(super) struct LeftOut {
    pub(super) name: String,
    pub(super) faults: Vec<String>,
}

/// Faults as they are read.
pub(super) fn sentences(errors: &[CompositionError]) -> Vec<String> {
    errors.iter().map(ToString::to_string).collect()
}

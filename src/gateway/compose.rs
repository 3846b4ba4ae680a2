//! What is composed: the hub and the services that partners offer, each under the rights that it was granted.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use federation::{CompositionError, Policy, Rights, Subgraph, Supergraph};
use sha2::{Digest as _, Sha256};

/// What the hub is called among the services.
pub const HUB: &str = "hub";

/// A service as it is to be composed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it is called.
    pub name: String,
    /// Where it answers.
    pub url: String,
    /// Its schema.
    pub sdl: String,
    /// Types of others that it may add to.
    pub extends: Vec<String>,
    /// Fields of others that it may be sent.
    pub requires: Vec<String>,
}

/// Tells one set of offers from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digest([u8; 32]);

impl Digest {
    /// Of offers in the order of their names.
    pub(super) fn of<'a>(offers: impl IntoIterator<Item = &'a Offer>) -> Self {
        let mut digest = Sha256::new();
        let mut text = |text: &str| {
            digest.update(text.len().to_le_bytes());
            digest.update(text);
        };
        for offer in offers {
            text(&offer.name);
            text(&offer.url);
            text(&offer.sdl);
            text(&offer.extends.join(" "));
            text(&offer.requires.join(" "));
        }
        Self(digest.finalize().into())
    }
}

/// Composes the hub with what partners offer. It is work for a processor: not to be done where others wait.
#[derive(Clone, Debug)]
pub struct Composer {
    hub: Arc<Subgraph>,
    /// What was composed last: what is tried is put in use next, and what is in use is what the next trial is held against.
    kept: Arc<Mutex<VecDeque<(Digest, Supergraph)>>>,
}

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
    pub fn compose(&self, offers: &[Offer]) -> Result<Supergraph, Vec<CompositionError>> {
        let digest = Digest::of(offers);
        if let Some((_, known)) = self.kept().iter().find(|(known, _)| *known == digest) {
            return Ok(known.clone());
        }
        let composed = self.composed(offers)?;
        let mut kept = self.kept();
        kept.push_front((digest, composed.clone()));
        kept.truncate(KEPT);
        Ok(composed)
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<(Digest, Supergraph)>> {
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

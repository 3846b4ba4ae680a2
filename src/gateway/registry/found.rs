//! What is found out of a service before anything is written: what its schema is, and what it makes of the graph.

use apollo_compiler::ast::Document;

use super::Registry;
use crate::gateway::changes::{self, SchemaChange};
use crate::gateway::compose::{Offer, sentences};
use crate::gateway::repo::{self, Row, Service};
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::store::{Store, Tx};

/// What a graph is looked at or changed under, so that two do not change it at once.
const GRAPH: &str = "subgraphs";
/// Definitions of one schema, at most.
const DEFINITIONS: usize = 500;

/// What was found.
#[derive(Debug)]
pub(in crate::gateway) struct Found {
    /// The graph that it was held against.
    base: Vec<Offer>,
    /// The schema, where the service says one.
    sdl: Option<String>,
    /// What it changes for clients.
    changes: Vec<SchemaChange>,
    /// Why it cannot be joined, each a sentence.
    faults: Vec<String>,
}

/// Where the schema comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gateway) enum Sdl {
    /// The service is asked.
    Asked,
    /// As it was composed last.
    Kept,
}

impl Registry {
    /// What the graph becomes with the service of this row, as the row is to be.
    pub(in crate::gateway) async fn find_out(&self, store: &Store, row: &Row, sdl: Sdl) -> Result<Found> {
        let mut offers = repo::offers(store.connection()).await?;
        let none = Found { base: offers.clone(), sdl: None, changes: Vec::new(), faults: Vec::new() };
        let is_active = repo::is_active(row);
        let sdl = match (sdl, &row.sdl) {
            (Sdl::Kept, Some(kept)) if is_active => kept.clone(),
            // What is not in use changes nothing.
            (Sdl::Kept, _) => return Ok(none),
            (Sdl::Asked, _) => match self.partners.schema_of(&row.url).await {
                Ok(sdl) => sdl,
                Err(why) => {
                    return Ok(Found { faults: vec![format!("UNREADABLE in {}: {why}", row.name)], ..none });
                }
            },
        };
        if let Some(fault) = too_large(&row.name, &sdl) {
            return Ok(Found { faults: vec![fault], ..none });
        }
        let Some(wanted) = Service::read(Row { sdl: Some(sdl.clone()), ..row.clone() })? else {
            return Ok(none);
        };
        let composer = self.composer.clone();
        let composed =
            tokio::task::spawn_blocking(move || -> Result<_, Vec<federation::CompositionError>> {
                let before = composer.compose(&offers);
                offers.retain(|offer| offer.name != wanted.offer.name);
                offers.push(wanted.offer);
                // In the order in which the registry gives them: a graph is known by that.
                offers.sort_by(|a, b| a.name.cmp(&b.name));
                let after = composer.compose(&offers)?;
                Ok(before
                    .map_or_else(|_| Vec::new(), |before| changes::between(before.schema(), after.schema())))
            });
        let composed = composed.await.map_err(|error| Error::Internal(format!("a graph: {error}")))?;
        let (changes, faults) = match composed {
            Ok(changes) => (changes, Vec::new()),
            Err(errors) => (Vec::new(), sentences(&errors)),
        };
        Ok(Found { sdl: Some(sdl), changes, faults, ..none })
    }
}

impl Found {
    /// The schema, where the service says one.
    pub(in crate::gateway) fn sdl(&self) -> Option<&str> {
        self.sdl.as_deref()
    }

    /// Why it cannot be joined, each a sentence.
    pub(in crate::gateway) fn faults(&self) -> &[String] {
        &self.faults
    }

    /// What it changes for clients.
    pub(in crate::gateway) fn changes(&self) -> &[SchemaChange] {
        &self.changes
    }

    /// Whether the graph is still the one that this was held against. Nobody else changes it until the end of the
    /// transaction.
    pub(in crate::gateway) async fn still_holds(&self, tx: &Tx<'_>) -> Result<bool> {
        hold(tx).await?;
        Ok(repo::offers(tx.connection()).await? == self.base)
    }

    /// What was found as refusals, if it cannot be joined or the graph is another one meanwhile.
    ///
    /// # Errors
    /// Each fault, on `input.id`.
    pub(super) async fn require(&self, tx: &Tx<'_>) -> Result<()> {
        if !self.still_holds(tx).await? {
            let message = "another service changed the graph meanwhile: try again";
            return Err(Fault::on("input.id", Code::Conflict, message).into());
        }
        let faults: Vec<Fault> =
            self.faults.iter().map(|fault| Fault::on("input.id", Code::Invalid, fault.clone())).collect();
        if faults.is_empty() { Ok(()) } else { Err(Error::Refused(faults)) }
    }
}

/// Why a schema is not even tried: composing and planning take longer than their growth.
fn too_large(name: &str, sdl: &str) -> Option<String> {
    // What is no schema at all is for the composition to say.
    let count = Document::parse(sdl, name).ok()?.definitions.len();
    (count > DEFINITIONS).then(|| {
        format!("SCHEMA_TOO_LARGE in {name}: its schema has {count} definitions, and at most {DEFINITIONS} are joined.")
    })
}

/// Nobody else changes the graph until the end of the transaction.
pub(super) async fn hold(tx: &Tx<'_>) -> Result<()> {
    tx.hold(GRAPH).await
}

//! What is found out of services before anything is written: what their schemas are, and what they make of the graph.

use apollo_compiler::ast::Document;
use uuid::Uuid;

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
    /// The schemas that services say, by their rows.
    schemas: Vec<(Uuid, String)>,
    /// What they change for clients.
    changes: Vec<SchemaChange>,
    /// Why they cannot be joined, each a sentence.
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
    /// What the graph becomes with the services of these rows, as the rows are to be.
    pub(in crate::gateway) async fn find_out(&self, store: &Store, rows: &[Row], sdl: Sdl) -> Result<Found> {
        let base = repo::offers(store.connection()).await?;
        let mut found = Found { base, schemas: Vec::new(), changes: Vec::new(), faults: Vec::new() };
        let mut wanted = Vec::new();
        for row in rows {
            match self.schema(row, sdl).await {
                Ok(Some(sdl)) => {
                    found.schemas.push((row.id, sdl.clone()));
                    wanted.extend(Service::read(Row { sdl: Some(sdl), ..row.clone() })?);
                }
                Ok(None) => {}
                Err(fault) => found.faults.push(fault),
            }
        }
        if found.faults.is_empty() && !wanted.is_empty() {
            let wanted = wanted.into_iter().map(|service| service.offer).collect();
            match self.tried(found.base.clone(), wanted).await? {
                Ok(changes) => found.changes = changes,
                Err(faults) => found.faults = faults,
            }
        }
        Ok(found)
    }

    /// The schema of a service, if it matters to the graph; why it cannot be joined, if that is known by itself.
    async fn schema(&self, row: &Row, from: Sdl) -> Result<Option<String>, String> {
        match from {
            // What is not in use changes nothing.
            Sdl::Kept => Ok(row.sdl.clone().filter(|_| repo::is_active(row))),
            Sdl::Asked => {
                let asked = self.partners.schema_of(&row.url).await;
                let sdl = asked.map_err(|why| format!("UNREADABLE in {}: {why}", row.name))?;
                too_large(&row.name, &sdl).map_or(Ok(Some(sdl)), Err)
            }
        }
    }

    /// What these change for clients, joined to the others; why they cannot be.
    async fn tried(
        &self,
        mut offers: Vec<Offer>,
        wanted: Vec<Offer>,
    ) -> Result<Result<Vec<SchemaChange>, Vec<String>>> {
        let composer = self.composer.clone();
        let composed = tokio::task::spawn_blocking(move || {
            let before = composer.compose(&offers);
            offers.retain(|offer| wanted.iter().all(|wanted| wanted.name != offer.name));
            offers.extend(wanted);
            // In the order in which the registry gives them: a graph is known by that.
            offers.sort_by(|a, b| a.name.cmp(&b.name));
            let after = composer.compose(&offers).map_err(|errors| sentences(&errors))?;
            Ok(before.map_or_else(|_| Vec::new(), |before| changes::between(before.schema(), after.schema())))
        });
        composed.await.map_err(|error| Error::Internal(format!("a graph: {error}")))
    }
}

impl Found {
    /// The schema of the service of this row, where it says one.
    pub(in crate::gateway) fn sdl(&self, row: Uuid) -> Option<&str> {
        self.schemas.iter().find(|(of, _)| *of == row).map(|(_, sdl)| &**sdl)
    }

    /// Why they cannot be joined, each a sentence.
    pub(in crate::gateway) fn faults(&self) -> &[String] {
        &self.faults
    }

    /// What they change for clients.
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

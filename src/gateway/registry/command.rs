//! The registry as an operator's commands use it, in the name of the hub itself.

use async_graphql::ID;
use chrono::{DateTime, Utc};

use super::Registry;
use super::change_state::ChangeState;
use super::check::Check;
use super::found::Sdl;
use super::grant::Grant;
use super::input::{
    ChangeSubgraphStateInput, CheckSubgraphInput, GrantSubgraphRightsInput, RegisterSubgraphInput,
    RemoveSubgraphInput,
};
use super::look::Look;
use super::register::Register;
use super::remove::Remove;
use crate::domain::partner;
use crate::domain::subgraph::{PREFIX, SubgraphState};
use crate::gateway::changes::SchemaChange;
use crate::gateway::repo::{self, Row};
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::id;
use crate::store::{Store, read_json};

/// A service as a list shows it.
#[derive(Clone, Debug)]
pub struct SubgraphSummary {
    /// What it is called.
    pub name: String,
    /// The short name of its partner.
    pub partner: String,
    /// Where it stands.
    pub state: String,
    /// Where it answers.
    pub url: String,
    /// When it was last asked for its schema.
    pub checked_at: Option<DateTime<Utc>>,
    /// Why the schema that it offers is kept out.
    pub faults: Vec<String>,
}

/// What a trial found.
#[derive(Clone, Debug)]
pub struct CheckedSubgraph {
    /// What would change for clients.
    pub changes: Vec<SchemaChange>,
    /// What has to be mended.
    pub faults: Vec<String>,
}

impl Registry {
    /// Every service.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(store: &Store) -> Result<Vec<SubgraphSummary>> {
        let summary = |(row, partner): (Row, String)| {
            let faults = read_json(row.faults, "the faults of a service")?;
            let Row { name, state, url, checked_at, .. } = row;
            Ok(SubgraphSummary { name, partner, state, url, checked_at, faults })
        };
        repo::all(store).await?.into_iter().map(summary).collect()
    }

    /// Registers a service of the partner with this short name, as a draft.
    ///
    /// # Errors
    /// When there is no such partner, or the name or the address are not right.
    pub async fn register(&self, store: &Store, partner: &str, name: &str, url: &str) -> Result<()> {
        let partner = repo::partner(store, partner).await?;
        let unknown = || Fault::of(Code::NotFound, "no partner has this short name");
        let partner = ID(id::global(partner::PREFIX, partner.ok_or_else(unknown)?));
        let input = RegisterSubgraphInput { partner, name: name.to_owned(), url: url.to_owned() };
        store.write_as_hub(&Register { input, registry: self.clone() }).await.map(drop)
    }

    /// Grants rights; what is `None` stays as it is.
    ///
    /// # Errors
    /// When there is no such service, or it does not compose under them.
    pub async fn grant(
        &self,
        store: &Store,
        name: &str,
        (extends, requires, names_viewer): (Option<Vec<String>>, Option<Vec<String>>, Option<bool>),
    ) -> Result<()> {
        let Looked { id, mut rows, expected_version, .. } = look(store, &[name]).await?;
        let input = GrantSubgraphRightsInput { id, expected_version, extends, requires, names_viewer };
        rows.iter_mut().for_each(|row| input.apply(row));
        let found = Some(self.find_out(store, &rows, Sdl::Kept).await?);
        store.write_as_hub(&Grant { input, found }).await.map(drop)
    }

    /// Tries services, together.
    ///
    /// # Errors
    /// When there is none of one of these names.
    pub async fn check(&self, store: &Store, names: &[&str]) -> Result<CheckedSubgraph> {
        let Looked { id, with, rows, .. } = look(store, names).await?;
        let found = self.find_out(store, &rows, Sdl::Asked).await?;
        let (changes, faults) = (found.changes().to_vec(), found.faults().to_vec());
        store.write_as_hub(&Check { input: CheckSubgraphInput { id, with }, found: Some(found) }).await?;
        Ok(CheckedSubgraph { changes, faults })
    }

    /// Joins services, or sets them aside, in one step; answers what changes for clients.
    ///
    /// # Errors
    /// When there is none of one of these names, or they cannot take the step.
    pub async fn change_state(
        &self,
        store: &Store,
        names: &[&str],
        state: SubgraphState,
    ) -> Result<Vec<SchemaChange>> {
        let Looked { id, with, rows, expected_version } = look(store, names).await?;
        let found = match state {
            SubgraphState::Active => Some(self.find_out(store, &repo::waiting(rows), Sdl::Asked).await?),
            SubgraphState::Draft | SubgraphState::Paused => None,
        };
        let input = ChangeSubgraphStateInput { id, expected_version, state, with };
        Ok(store.write_as_hub(&ChangeState { input, found, registry: self.clone() }).await?.changes)
    }

    /// Removes a service for good.
    ///
    /// # Errors
    /// When there is none of this name.
    pub async fn remove(store: &Store, name: &str) -> Result<()> {
        let Looked { id, expected_version, .. } = look(store, &[name]).await?;
        store.write_as_hub(&Remove { input: RemoveSubgraphInput { id, expected_version } }).await.map(drop)
    }

    /// The supergraph of the services in use, for a gateway beside the hub.
    ///
    /// # Errors
    /// When it cannot be composed.
    pub async fn supergraph(&self, store: &Store) -> Result<String> {
        let offers = repo::offers(store.connection()).await?;
        let fault = |error: &federation::CompositionError| Fault::of(Code::Invalid, error.to_string());
        let composed = self.composer.compose(&offers);
        let composed = composed.map_err(|errors| Error::Refused(errors.iter().map(fault).collect()))?;
        Ok(composed.sdl().to_owned())
    }
}

/// Services by their names.
struct Looked {
    id: ID,
    with: Option<Vec<ID>>,
    rows: Vec<Row>,
    /// Of the first one.
    expected_version: i32,
}

async fn look(store: &Store, names: &[&str]) -> Result<Looked> {
    let all = repo::all(store).await?;
    let mut ids = names.iter().map(|name| {
        let found = all.iter().find(|(row, _)| row.name == *name);
        let unknown = || Fault::of(Code::NotFound, format!("no service is called {name}"));
        found.map(|(row, _)| ID(id::global(PREFIX, row.id))).ok_or_else(unknown)
    });
    let id = ids.next().ok_or_else(|| Fault::of(Code::Required, "no service is named"))??;
    let with = ids.collect::<Result<Vec<_>, _>>()?;
    let rows = store.write_as_hub(&Look { id: &id, with: Some(&with) }).await?;
    let expected_version = rows.first().map_or(0, |row| row.version);
    Ok(Looked { id, with: Some(with), rows, expected_version })
}

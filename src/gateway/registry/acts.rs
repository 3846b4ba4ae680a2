//! What is done with a service, each in one transaction.

use async_graphql::ID;

use serde_json::json;
use url::Url;

use super::Registry;
use super::found::{self, Found};
use super::input::{
    ChangeSubgraphStateInput, GrantSubgraphRightsInput, RegisterSubgraphInput, RemoveSubgraphInput,
    UpdateSubgraphInput,
};
use super::payload::SubgraphPayload;
use crate::access;
use crate::domain::partner;
use crate::domain::record::{Checks, differing};
use crate::domain::subgraph::SubgraphState;
use crate::gateway::compose::HUB;
use crate::gateway::repo::{self, Held, Row};
use crate::kernel::error::{Code, Error, Fault, Result};
use crate::kernel::short_name::is_short_name;
use crate::store::Tx;
use crate::store::transaction::Act;

/// The most characters of an address.
const MAX_URL: usize = 2_000;
/// The most services of one partner.
const MAX_SERVICES: u64 = 10;
/// The most rights of one kind.
const MAX_RIGHTS: usize = 500;

/// Reads a service that the caller may change.
pub(super) struct Look<'a>(pub(super) &'a ID);

impl Act for Look<'_> {
    type Outcome = Row;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Row> {
        Ok(repo::named(tx, self.0).await?.row)
    }
}

/// Registers a draft.
pub(super) struct Register {
    pub(super) input: RegisterSubgraphInput,
    pub(super) registry: Registry,
}

impl Act for Register {
    type Outcome = SubgraphPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<SubgraphPayload> {
        let RegisterSubgraphInput { partner, name, url } = &self.input;
        let partner = partner::govern_named(tx, partner, "input.partner").await?;
        let mut checks = Checks::default();
        let is_name = is_short_name(name) && name.starts_with(char::is_alphabetic);
        checks.that(is_name, "input.name", "2 to 40 small letters, digits and hyphens, a letter first");
        let url = self.registry.address(url, &mut checks);
        let url = checks.finish(url).map_err(Error::Refused)?;
        if repo::count(tx, &partner).await? >= MAX_SERVICES {
            let message = "a partner has at most 10 services: remove one that is not used";
            return Err(Fault::on("input.partner", Code::TooMany, message).into());
        }
        if name == HUB || repo::is_taken(tx, name).await? {
            return Err(Fault::on("input.name", Code::Duplicate, "another service has this name").into());
        }
        let id = repo::insert(tx, &partner, name, &url).await?;
        let detail = json!({ "subgraph": id, "partner": partner.id(), "name": name, "url": url });
        tx.audit("subgraph.registered", None, detail).await?;
        Ok(SubgraphPayload::of(id, Vec::new()))
    }
}

/// Changes where a service answers.
pub(super) struct Move {
    pub(super) input: UpdateSubgraphInput,
    pub(super) registry: Registry,
}

impl Act for Move {
    type Outcome = SubgraphPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<SubgraphPayload> {
        let held = repo::named(tx, &self.input.id).await?;
        if let Some(stale) = SubgraphPayload::stale(&held, self.input.expected_version)? {
            return Ok(stale);
        }
        let mut checks = Checks::default();
        let url = self.registry.address(&self.input.url, &mut checks);
        let url = checks.finish(url).map_err(Error::Refused)?;
        if url != held.row.url {
            let detail = json!({ "subgraph": held.row.id, "from": held.row.url, "to": url });
            repo::update(tx, &held, Row { url, ..held.row.clone() }, &["url"]).await?;
            tx.audit("subgraph.moved", None, detail).await?;
        }
        Ok(SubgraphPayload::of(held.row.id, Vec::new()))
    }
}

/// Grants rights.
pub(super) struct Grant {
    pub(super) input: GrantSubgraphRightsInput,
    pub(super) found: Option<Found>,
}

impl Act for Grant {
    type Outcome = SubgraphPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<SubgraphPayload> {
        let held = repo::named(tx, &self.input.id).await?;
        access::run_network(&tx.scene.viewer, "input.id")?;
        if let Some(stale) = SubgraphPayload::stale(&held, self.input.expected_version)? {
            return Ok(stale);
        }
        let mut checks = Checks::default();
        let is_type = |right: &String| is_graphql_name(right);
        let is_field = |right: &String| {
            right.split_once('.').is_some_and(|(ty, field)| is_graphql_name(ty) && is_graphql_name(field))
        };
        let all = |rights: &Option<Vec<String>>, holds: &dyn Fn(&String) -> bool| {
            rights.iter().all(|rights| rights.len() <= MAX_RIGHTS && rights.iter().all(holds))
        };
        checks.that(
            all(&self.input.extends, &is_type),
            "input.extends",
            "each is the name of a type, as `Structure`",
        );
        checks.that(
            all(&self.input.requires, &is_field),
            "input.requires",
            "each is a field, as `Structure.name`",
        );
        checks.finish(Some(())).map_err(Error::Refused)?;
        let mut row = held.row.clone();
        self.input.apply(&mut row);
        let fields = differing([
            ("extends", row.extends != held.row.extends),
            ("requires", row.requires != held.row.requires),
            ("namesViewer", row.names_viewer != held.row.names_viewer),
        ]);
        let mut changes = Vec::new();
        if let Some(found) = self.found.as_ref().filter(|_| is_active(&held)) {
            found.require(tx).await?;
            changes = found.changes().to_vec();
        }
        if !fields.is_empty() {
            let detail = json!({
                "subgraph": row.id, "extends": row.extends, "requires": row.requires, "namesViewer": row.names_viewer,
            });
            repo::update(tx, &held, row, &fields).await?;
            tx.audit("subgraph.rights_granted", None, detail).await?;
        }
        Ok(SubgraphPayload::of(held.row.id, changes))
    }
}

/// Takes down what a trial found.
pub(super) struct Check {
    pub(super) id: ID,
    pub(super) found: Option<Found>,
}

impl Act for Check {
    type Outcome = SubgraphPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<SubgraphPayload> {
        let held = repo::named(tx, &self.id).await?;
        let Some(found) = &self.found else { return Ok(SubgraphPayload::of(held.row.id, Vec::new())) };
        repo::found(tx, held.row.id, None, found.faults()).await?;
        Ok(SubgraphPayload::of(held.row.id, found.changes().to_vec()))
    }
}

/// Joins a service, or sets it aside.
pub(super) struct ChangeState {
    pub(super) input: ChangeSubgraphStateInput,
    pub(super) found: Option<Found>,
    pub(super) registry: Registry,
}

impl Act for ChangeState {
    type Outcome = SubgraphPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<SubgraphPayload> {
        let (held, to) = (repo::named(tx, &self.input.id).await?, self.input.state);
        if let Some(stale) = SubgraphPayload::stale(&held, self.input.expected_version)? {
            return Ok(stale);
        }
        if held.row.state == to.as_str() {
            return Ok(SubgraphPayload::of(held.row.id, Vec::new()));
        }
        if let Some(message) = self.refusal(&held) {
            return Err(Fault::on("input.state", Code::InvalidTransition, message).into());
        }
        let mut row = held.row.clone();
        to.as_str().clone_into(&mut row.state);
        let mut changes = Vec::new();
        if to == SubgraphState::Active {
            let unseen = || Error::Internal("a service is joined of which nothing was found out".to_owned());
            let found = self.found.as_ref().ok_or_else(unseen)?;
            found.require(tx).await?;
            changes = found.changes().to_vec();
            row.sdl = found.sdl().map(str::to_owned);
            (row.faults, row.checked_at, row.composed_at) =
                (json!([]), Some(tx.scene.now), Some(tx.scene.now));
        }
        found::hold(tx).await?;
        let detail = json!({ "subgraph": row.id, "name": row.name, "from": held.row.state, "to": to });
        repo::update(tx, &held, row, &["state"]).await?;
        tx.audit("subgraph.state_changed", None, detail).await?;
        Ok(SubgraphPayload::of(held.row.id, changes))
    }
}

impl ChangeState {
    /// Why the step cannot be taken.
    fn refusal(&self, held: &Held) -> Option<&'static str> {
        match self.input.state {
            SubgraphState::Draft => Some("a service that was a draft never is one again: pause it"),
            SubgraphState::Paused if !is_active(held) => Some("only a service in use can be paused"),
            SubgraphState::Active if !held.partner.facts().active => {
                Some("its partner does not take part in the network now")
            }
            SubgraphState::Active if !self.registry.partners.can_sign() => {
                Some("the hub has no key to sign its requests with: its operator has to set SECRET_KEYS")
            }
            SubgraphState::Paused | SubgraphState::Active => None,
        }
    }
}

/// Removes a service.
pub(super) struct Remove {
    pub(super) input: RemoveSubgraphInput,
}

impl Act for Remove {
    type Outcome = SubgraphPayload;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<SubgraphPayload> {
        let held = repo::named(tx, &self.input.id).await?;
        if let Some(stale) = SubgraphPayload::stale(&held, self.input.expected_version)? {
            return Ok(stale);
        }
        found::hold(tx).await?;
        repo::remove(tx, &held).await?;
        let detail = json!({ "subgraph": held.row.id, "name": held.row.name, "partner": held.partner.id() });
        tx.audit("subgraph.removed", None, detail).await?;
        Ok(SubgraphPayload::default())
    }
}

impl Registry {
    /// The address of a service: one that the hub may call.
    fn address(&self, given: &str, checks: &mut Checks) -> Option<String> {
        let field = "input.url";
        let given = checks.line(field, Some(given), MAX_URL);
        let url = given.as_deref().and_then(|given| Url::parse(given).ok());
        let callable = url.as_ref().is_some_and(|url| self.partners.check(url).is_ok());
        checks.that(callable, field, "an address of the public internet that begins with https://");
        url.filter(|_| callable).map(String::from)
    }
}

fn is_active(held: &Held) -> bool {
    held.row.state == SubgraphState::Active.as_str()
}

fn is_graphql_name(name: &str) -> bool {
    apollo_compiler::Name::is_valid_syntax(name) && name.len() <= 200
}

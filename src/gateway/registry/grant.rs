//! Granting a service rights to what is not its own.

use serde_json::json;

use super::found::Found;
use super::input::GrantSubgraphRightsInput;
use super::payload::SubgraphPayload;
use crate::access;
use crate::domain::record::{Checks, differing};
use crate::gateway::repo::{self, Row};
use crate::kernel::error::{Error, Result};
use crate::store::Tx;
use crate::store::transaction::Act;

/// The most rights of one kind.
const MAX_RIGHTS: usize = 500;

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
        if let Some(found) = self.found.as_ref().filter(|_| held.is_active()) {
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

impl GrantSubgraphRightsInput {
    /// Writes what is said into the row.
    pub(super) fn apply(&self, row: &mut Row) {
        if let Some(extends) = &self.extends {
            row.extends = json!(extends);
        }
        if let Some(requires) = &self.requires {
            row.requires = json!(requires);
        }
        row.names_viewer = self.names_viewer.unwrap_or(row.names_viewer);
    }
}

fn is_graphql_name(name: &str) -> bool {
    apollo_compiler::Name::is_valid_syntax(name) && name.len() <= 200
}

//! Reading services that are to be changed.

use async_graphql::ID;

use crate::gateway::repo::{self, Row};
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::transaction::Act;

/// Reads services that the caller may change.
pub(super) struct Look<'a> {
    pub(super) id: &'a ID,
    pub(super) with: Option<&'a [ID]>,
}

impl Act for Look<'_> {
    type Outcome = Vec<Row>;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Vec<Row>> {
        let (held, others) = repo::all_named(tx, self.id, self.with).await?;
        Ok(std::iter::once(held).chain(others).map(|held| held.row).collect())
    }
}

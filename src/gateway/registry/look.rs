//! Reading a service that is to be changed.

use async_graphql::ID;

use crate::gateway::repo::{self, Row};
use crate::kernel::error::Result;
use crate::store::Tx;
use crate::store::transaction::Act;

/// Reads a service that the caller may change.
pub(super) struct Look<'a>(pub(super) &'a ID);

impl Act for Look<'_> {
    type Outcome = Row;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<Row> {
        Ok(repo::named(tx, self.0).await?.row)
    }
}

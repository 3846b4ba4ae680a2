//! What the clock does to notifications: those that are old go, read or not.

use chrono::TimeDelta;

use super::repo;
use crate::domain::record;
use crate::kernel::error::Result;
use crate::store::transaction::Act;
use crate::store::{Store, Tx};

/// Deletes notifications of more than so many days ago; answers how many. Any number of replicas may do it at once.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_old(store: &Store, days: u16) -> Result<usize> {
    store.in_batches(record::BATCHES, &ForgetOld { age: TimeDelta::days(days.into()) }).await
}

struct ForgetOld {
    age: TimeDelta,
}

impl Act for ForgetOld {
    type Outcome = usize;

    async fn attempt(&self, tx: &mut Tx<'_>) -> Result<usize> {
        repo::delete_old(tx, tx.scene.now - self.age).await
    }
}

//! Work of the clock that is done bit by bit, so that it never holds up a writer for long.

use super::Store;
use super::transaction::Act;
use crate::access::Scene;
use crate::kernel::actor::Actor;
use crate::kernel::error::Result;
use crate::kernel::locale::Locale;

/// How large the bits are.
#[derive(Clone, Copy, Debug)]
pub struct Batches {
    /// Rows that one transaction takes, at most.
    pub rows: usize,
    /// Transactions of one turn, at most; what is left waits for the next.
    pub most: usize,
}

impl Store {
    /// Does `act` as the hub itself until nothing is left to do. The act takes up to `batches.rows` rows and answers how
    /// many it found; the answer is how many there were.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn in_batches(&self, batches: Batches, act: &impl Act<Outcome = usize>) -> Result<usize> {
        let scene = Scene::new(&Actor::System, self.clock(), vec![Locale::Fr]);
        let mut found = 0;
        for _ in 0..batches.most {
            let batch = self.write(&Actor::System, &scene, act).await?;
            found += batch;
            if batch < batches.rows {
                break;
            }
        }
        Ok(found)
    }
}

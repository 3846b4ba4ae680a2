//! Who plans, and who waits to. Most operations are planned in less than a millisecond, and once; one that takes long is no reason
//! to let the others be without a processor.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::gql::request::GraphqlError;

/// How many operations are planned at once.
const AT_ONCE: usize = 2;
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Clone, Debug)]
pub(super) struct Turns {
    free: Arc<Semaphore>,
    patience: Duration,
}

impl Default for Turns {
    fn default() -> Self {
        Self { free: Arc::new(Semaphore::new(AT_ONCE)), patience: PATIENCE }
    }
}

impl Turns {
    /// A turn, given back when it is dropped.
    ///
    /// # Errors
    /// When it takes too long: what is asked then is not wrong, and may be asked again.
    pub(super) async fn take(&self) -> Result<OwnedSemaphorePermit, Vec<GraphqlError>> {
        let turn = tokio::time::timeout(self.patience, Arc::clone(&self.free).acquire_owned()).await;
        let busy = "Many operations that were not asked before are being planned: ask again in a moment.";
        turn.ok().and_then(Result::ok).ok_or_else(|| vec![GraphqlError::new("BUSY", busy)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_finds_no_turn_in_time_is_told_to_come_again() {
        let turns = Turns { patience: Duration::from_millis(20), ..Turns::default() };
        let (first, second) = (turns.take().await.expect("a turn"), turns.take().await.expect("a turn"));
        let refused = turns.take().await.expect_err("no turn is free");
        assert_eq!(refused[0].extensions["code"], "BUSY");
        drop(first);
        drop((turns.take().await.expect("the first one's"), second));
    }
}

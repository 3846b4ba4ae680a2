//! Hints that are not told yet: each once, and so few that nobody has to wait for a place.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::Hint;

/// Past so many, they become one: that everything is worth a look.
const MOST: usize = 1_000;

/// The hints that wait.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    hints: Mutex<HashSet<Hint>>,
    more: Notify,
}

impl Waiting {
    /// Adds one.
    pub(super) fn add(&self, hint: Hint) {
        self.add_all([hint]);
    }

    /// Adds several, or puts them back.
    pub(super) fn add_all(&self, added: impl IntoIterator<Item = Hint>) {
        let mut hints = self.hints();
        hints.extend(added);
        if hints.len() > MOST || hints.contains(&Hint::Everything) {
            hints.clear();
            hints.insert(Hint::Everything);
        }
        drop(hints);
        self.more.notify_one();
    }

    /// Takes all that wait, once there are any. Whoever stops waiting for this loses none.
    pub(super) async fn take(&self) -> HashSet<Hint> {
        loop {
            let hints = std::mem::take(&mut *self.hints());
            if !hints.is_empty() {
                return hints;
            }
            self.more.notified().await;
        }
    }

    fn hints(&self) -> MutexGuard<'_, HashSet<Hint>> {
        self.hints.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::feed::presence::Room;

    #[tokio::test]
    async fn a_hint_waits_once() {
        let waiting = Waiting::default();
        waiting.add(Hint::Log);
        waiting.add(Hint::Log);
        assert_eq!(waiting.take().await, HashSet::from([Hint::Log]));
    }

    #[tokio::test]
    async fn too_many_become_one() {
        let waiting = Waiting::default();
        for number in 0..10_000 {
            let room =
                Room::new(crate::kernel::kind::Kind::Project, Uuid::from_u128(number), "board").unwrap();
            waiting.add(Hint::Presence(room));
        }
        let left = waiting.take().await;
        assert!(left.contains(&Hint::Everything) && left.len() <= MOST, "{}", left.len());
    }
}

//! The last changes, kept at hand: who listens, or comes back after a short while, touches no database.

use std::collections::VecDeque;
use std::sync::Arc;

use super::entry::Entry;

/// The last changes of the log without a gap, from `floor` on.
#[derive(Debug)]
pub(super) struct Ring {
    entries: VecDeque<Arc<Entry>>,
    /// Everything after this number, up to `head`, is here.
    floor: i64,
    head: i64,
    size: usize,
}

impl Ring {
    /// Holds nothing yet: the log stands at `head`.
    pub(super) fn new(head: i64, size: usize) -> Self {
        Self { entries: VecDeque::new(), floor: head, head, size }
    }

    /// Adds what comes next in the log.
    pub(super) fn extend(&mut self, entries: impl IntoIterator<Item = Arc<Entry>>) {
        for entry in entries {
            self.head = entry.seq;
            self.entries.push_back(entry);
            if self.entries.len() > self.size
                && let Some(oldest) = self.entries.pop_front()
            {
                self.floor = oldest.seq;
            }
        }
    }

    pub(super) const fn head(&self) -> i64 {
        self.head
    }

    /// The first changes after `seq`; `None` when some of them are here no more, or `seq` is not known here yet.
    pub(super) fn after(&self, seq: i64, limit: usize) -> Option<Vec<Arc<Entry>>> {
        if !(self.floor..=self.head).contains(&seq) {
            return None;
        }
        let start = self.entries.partition_point(|entry| entry.seq <= seq);
        Some(self.entries.iter().skip(start).take(limit).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::tests::entry as told;
    use super::*;

    fn entry(seq: i64) -> Arc<Entry> {
        Arc::new(told(seq))
    }

    fn numbers(ring: &Ring, after: i64, limit: usize) -> Option<Vec<i64>> {
        Some(ring.after(after, limit)?.iter().map(|entry| entry.seq).collect())
    }

    #[test]
    fn it_gives_what_comes_after_a_number_even_where_numbers_are_missing() {
        let mut ring = Ring::new(10, 8);
        ring.extend([11, 14, 15].map(entry));
        assert_eq!(numbers(&ring, 10, 9), Some(vec![11, 14, 15]));
        assert_eq!(numbers(&ring, 12, 1), Some(vec![14]));
        assert_eq!(numbers(&ring, 15, 9), Some(vec![]));
    }

    #[test]
    fn it_knows_what_it_holds_no_more() {
        let mut ring = Ring::new(0, 2);
        ring.extend([1, 2, 3].map(entry));
        assert_eq!(numbers(&ring, 0, 9), None);
        assert_eq!(numbers(&ring, 1, 9), Some(vec![2, 3]));
        assert_eq!(ring.head(), 3);
    }

    #[test]
    fn what_was_there_before_it_began_is_not_in_it() {
        let ring = Ring::new(7, 2);
        assert_eq!(numbers(&ring, 6, 9), None);
        assert_eq!(numbers(&ring, 7, 9), Some(vec![]));
    }
}

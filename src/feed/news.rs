//! What changed last, for who keeps what was read: whether it is still what one would read now.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::entry::Entry;
use crate::kernel::kind::Kind;
use crate::store::Reads;

/// Records whose last change is remembered each for itself.
const REMEMBERED: usize = 50_000;

/// A moment of the log: what is read after it was taken shows every change up to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// The number of the last change.
    pub head: i64,
    /// How many sweeping changes there were.
    pub sweeps: i64,
}

/// What changed last, of each kind and of each record.
#[derive(Debug, Default)]
pub(super) struct News {
    pub(super) stamp: Stamp,
    kinds: [i64; Kind::ALL.len()],
    records: HashMap<Uuid, i64>,
    /// Up to here, it is not known which records changed.
    forgotten: i64,
}

impl News {
    /// Knows nothing of what came before `stamp`.
    pub(super) fn since(stamp: Stamp) -> Self {
        Self { stamp, kinds: [stamp.head; Kind::ALL.len()], records: HashMap::new(), forgotten: stamp.head }
    }

    pub(super) fn learn(&mut self, sweeps: i64, entries: &[Arc<Entry>]) {
        self.stamp.sweeps = sweeps;
        for entry in entries {
            self.stamp.head = entry.seq;
            self.records.insert(entry.record, entry.seq);
            if let Some(last) = self.kinds.get_mut(entry.kind as usize) {
                *last = entry.seq;
            }
        }
        if self.records.len() > REMEMBERED {
            self.records.clear();
            self.forgotten = self.stamp.head;
        }
    }

    /// Whether nothing changed since `stamp` of what was read.
    pub(super) fn holds(&self, stamp: Stamp, reads: &Reads) -> bool {
        let changed = |kind: Kind| self.kinds.get(kind as usize).is_none_or(|last| *last > stamp.head);
        !reads.untold
            && self.stamp.sweeps == stamp.sweeps
            && !Kind::ALL.into_iter().any(|kind| reads.kinds.contains(kind) && changed(kind))
            && (reads.records.is_empty() || self.forgotten <= stamp.head)
            && !reads.records.iter().any(|id| self.records.get(id).is_some_and(|last| *last > stamp.head))
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::tests::entry;
    use super::*;
    use crate::kernel::kind::Kinds;

    fn news(sweeps: i64, changes: &[(i64, Kind, u128)]) -> News {
        let mut news = News::default();
        let changes = changes.iter().map(|(seq, kind, id)| {
            Arc::new(Entry { kind: *kind, record: Uuid::from_u128(*id), ..entry(*seq) })
        });
        news.learn(sweeps, &changes.collect::<Vec<_>>());
        news
    }

    fn list_of(kind: Kind) -> Reads {
        Reads { kinds: Kinds::default().with(&[kind]), ..Reads::default() }
    }

    fn row(number: u128) -> Reads {
        Reads { records: [Uuid::from_u128(number)].into(), ..Reads::default() }
    }

    const START: Stamp = Stamp { head: 0, sweeps: 0 };

    #[test]
    fn a_list_changes_with_any_record_of_its_kind() {
        let news = news(0, &[(1, Kind::Action, 1)]);
        assert!(news.holds(START, &list_of(Kind::Structure)));
        assert!(!news.holds(START, &list_of(Kind::Action)));
        assert!(news.holds(news.stamp, &list_of(Kind::Action)));
    }

    #[test]
    fn a_record_changes_by_itself() {
        let news = news(0, &[(1, Kind::Action, 1)]);
        assert!(news.holds(START, &row(2)));
        assert!(!news.holds(START, &row(1)));
    }

    #[test]
    fn a_sweeping_change_changes_all() {
        assert!(!news(1, &[]).holds(START, &row(1)));
    }

    #[test]
    fn what_nothing_tells_of_never_holds() {
        assert!(!news(0, &[]).holds(START, &Reads { untold: true, ..Reads::default() }));
    }

    #[test]
    fn what_came_before_it_began_may_have_changed_anything() {
        let news = News::since(Stamp { head: 7, sweeps: 0 });
        assert!(!news.holds(START, &list_of(Kind::Structure)));
        assert!(!news.holds(START, &row(7)));
        assert!(news.holds(news.stamp, &row(7)));
    }

    #[test]
    fn more_records_than_are_remembered_are_all_forgotten() {
        let changes: Vec<_> =
            (1..=REMEMBERED as i64 + 1).map(|seq| (seq, Kind::Action, seq as u128)).collect();
        let news = news(0, &changes);
        assert!(news.holds(START, &list_of(Kind::Structure)));
        assert!(!news.holds(START, &row(u128::MAX)));
        assert!(news.holds(news.stamp, &row(7)));
    }
}

//! Following the log: whether what was read at some moment is still what one would read now.
//!
//! Nothing is pushed: who wants to know asks, and the log is then read from where it was left. What this process
//! committed is always known before the next question is answered; what others did, as soon as `trust` is over.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::{Reads, Store, fault};
use crate::kernel::error::Result;
use crate::kernel::kind::Kind;

/// Rows of the log that one look reads; where there are more, everything counts as changed.
const LONGEST: usize = 1_000;
/// Records whose last change is remembered each for itself.
const REMEMBERED: usize = 50_000;

/// A moment of the log: what is read after it was taken shows every change up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    head: i64,
    sweeps: i64,
}

/// What changed last, of each kind and of each record.
#[derive(Debug)]
pub struct Watch {
    store: Store,
    known: Mutex<Known>,
    /// Held by who reads the log: those who wait for it share what it finds.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Known {
    /// When the last look began, and how much this process had committed by then.
    looked: Option<(Instant, u64)>,
    head: i64,
    sweeps: i64,
    kinds: [i64; Kind::ALL.len()],
    records: HashMap<Uuid, i64>,
    /// Up to here, it is not known which records changed.
    forgotten: i64,
}

impl Watch {
    /// Follows the log of `store`.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store, known: Mutex::default(), turn: tokio::sync::Mutex::new(()) }
    }

    /// The present moment of the log. A look that began less than `trust` ago is still good, unless this process has
    /// committed since.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn look(&self, trust: Duration) -> Result<Stamp> {
        let asked = Instant::now();
        let since = asked.checked_sub(trust).unwrap_or(asked);
        if let Some(stamp) = self.seen(since) {
            return Ok(stamp);
        }
        let _turn = self.turn.lock().await;
        // Who had the turn meanwhile may have begun to look after this was asked.
        if let Some(stamp) = self.seen(since) {
            return Ok(stamp);
        }
        let looked = (Instant::now(), self.store.commits());
        let news = self.read().await?;
        let mut known = self.known();
        known.learn(news);
        known.looked = Some(looked);
        Ok(known.stamp())
    }

    /// Whether nothing changed since `stamp` of what was read.
    #[must_use]
    pub fn holds(&self, stamp: Stamp, reads: &Reads) -> bool {
        self.known().holds(stamp, reads)
    }

    fn seen(&self, since: Instant) -> Option<Stamp> {
        let known = self.known();
        let (began, commits) = known.looked?;
        (began >= since && commits == self.store.commits()).then(|| known.stamp())
    }

    async fn read(&self) -> Result<News> {
        let from = self.known().head;
        let mut sql = self.store.sql();
        sql.push("select s.count, o.seq, o.record_kind, o.record_id from sweeping_change s left join (");
        sql.push("select seq, record_kind, record_id from outbox where seq > ").bind(from);
        sql.push(" order by seq desc limit ").push_number(LONGEST + 1).push(") o on 1 = 1");
        let rows = self.store.reader().all(sql).await?;
        let mut news = News::default();
        for row in rows {
            news.sweeps = row.try_get_by_index(0).map_err(fault)?;
            if let Some(seq) = row.try_get_by_index::<Option<i64>>(1).map_err(fault)? {
                let kind: String = row.try_get_by_index(2).map_err(fault)?;
                news.changes.push((seq, Kind::parse(&kind), row.try_get_by_index(3).map_err(fault)?));
            }
        }
        Ok(news)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a look found: the last changes, and how many sweeping ones there were.
#[derive(Debug, Default)]
struct News {
    sweeps: i64,
    changes: Vec<(i64, Option<Kind>, Uuid)>,
}

impl Known {
    const fn stamp(&self) -> Stamp {
        Stamp { head: self.head, sweeps: self.sweeps }
    }

    fn learn(&mut self, news: News) {
        self.sweeps = news.sweeps;
        let head = news.changes.iter().map(|(seq, ..)| *seq).max().unwrap_or(self.head);
        let is_whole = news.changes.len() <= LONGEST;
        for (seq, kind, record) in news.changes {
            let last = self.records.entry(record).or_default();
            *last = seq.max(*last);
            match kind.and_then(|kind| self.kinds.get_mut(kind as usize)) {
                Some(last) => *last = seq.max(*last),
                None => self.kinds = [head; Kind::ALL.len()],
            }
        }
        if !is_whole {
            self.kinds = [head; Kind::ALL.len()];
        }
        if !is_whole || self.records.len() > REMEMBERED {
            self.records.clear();
            self.forgotten = head;
        }
        self.head = head;
    }

    fn holds(&self, stamp: Stamp, reads: &Reads) -> bool {
        let changed = |kind: Kind| self.kinds.get(kind as usize).is_none_or(|last| *last > stamp.head);
        !reads.untold
            && self.sweeps == stamp.sweeps
            && !Kind::ALL.into_iter().any(|kind| reads.kinds.contains(kind) && changed(kind))
            && (reads.records.is_empty() || self.forgotten <= stamp.head)
            && !reads.records.iter().any(|id| self.records.get(id).is_some_and(|last| *last > stamp.head))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::kind::Kinds;

    fn record(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn known(sweeps: i64, changes: &[(i64, Kind, u128)]) -> Known {
        let mut known = Known::default();
        let changes = changes.iter().map(|(seq, kind, id)| (*seq, Some(*kind), record(*id)));
        known.learn(News { sweeps, changes: changes.collect() });
        known
    }

    fn list_of(kind: Kind) -> Reads {
        Reads { kinds: Kinds::default().with(&[kind]), ..Reads::default() }
    }

    fn row(number: u128) -> Reads {
        Reads { records: [record(number)].into(), ..Reads::default() }
    }

    const START: Stamp = Stamp { head: 0, sweeps: 0 };

    #[test]
    fn a_list_changes_with_any_record_of_its_kind() {
        let known = known(0, &[(1, Kind::Action, 1)]);
        assert!(known.holds(START, &list_of(Kind::Structure)));
        assert!(!known.holds(START, &list_of(Kind::Action)));
        assert!(known.holds(known.stamp(), &list_of(Kind::Action)));
    }

    #[test]
    fn a_record_changes_by_itself() {
        let known = known(0, &[(1, Kind::Action, 1)]);
        assert!(known.holds(START, &row(2)));
        assert!(!known.holds(START, &row(1)));
    }

    #[test]
    fn a_sweeping_change_changes_all() {
        assert!(!known(1, &[]).holds(START, &row(1)));
    }

    #[test]
    fn what_nothing_tells_of_never_holds() {
        assert!(!known(0, &[]).holds(START, &Reads { untold: true, ..Reads::default() }));
    }

    #[test]
    fn more_news_than_can_be_read_are_news_of_everything() {
        let changes: Vec<_> = (1..=LONGEST as i64 + 1).map(|seq| (seq, Kind::Action, 1)).collect();
        let known = known(0, &changes);
        assert!(!known.holds(START, &list_of(Kind::Structure)));
        assert!(!known.holds(START, &row(7)));
        assert!(known.holds(known.stamp(), &row(7)));
    }
}

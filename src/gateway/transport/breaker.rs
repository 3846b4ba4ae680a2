//! A service that failed again and again is left alone for a while: whoever waits for it would wait in vain, and it may need
//! the rest.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Failures in a row after which a service is left alone.
const FAILURES: u32 = 5;
/// For how long, at first; twice as long each time that it still fails.
const PAUSE: Duration = Duration::from_secs(1);
/// For how long, at most.
const LONGEST: Duration = Duration::from_secs(30);

/// Whether a service is asked.
#[derive(Debug)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It is asked.
    Closed { failures: u32 },
    /// It is not.
    Open { until: Instant, pause: Duration },
    /// One call is to find out.
    Trying { pause: Duration },
}

/// The right to one call. Dropped without a word of how it went, it went wrong: the one who waited gave up.
#[derive(Debug)]
pub(super) struct Permit<'a> {
    breaker: &'a Breaker,
    told: bool,
}

impl Breaker {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(State::Closed { failures: 0 }))
    }

    /// The right to a call now; `None` while the service is left alone.
    pub(super) fn admit(&self, now: Instant) -> Option<Permit<'_>> {
        let mut state = self.state();
        match *state {
            State::Closed { .. } => {}
            State::Open { until, pause } if until <= now => *state = State::Trying { pause },
            State::Open { .. } | State::Trying { .. } => return None,
        }
        Some(Permit { breaker: self, told: false })
    }

    pub(super) fn is_closed(&self) -> bool {
        matches!(*self.state(), State::Closed { .. })
    }

    fn failed(&self, now: Instant) {
        let mut state = self.state();
        *state = match *state {
            State::Closed { failures } if failures + 1 < FAILURES => State::Closed { failures: failures + 1 },
            State::Closed { .. } => State::Open { until: now + PAUSE, pause: PAUSE },
            State::Trying { pause } => {
                let pause = (pause * 2).min(LONGEST);
                State::Open { until: now + pause, pause }
            }
            // A call that began before it was left alone.
            open @ State::Open { .. } => open,
        };
    }

    fn succeeded(&self) {
        *self.state() = State::Closed { failures: 0 };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit<'_> {
    /// Says how the call went.
    pub(super) fn tell(mut self, went_well: bool, now: Instant) {
        self.told = true;
        if went_well { self.breaker.succeeded() } else { self.breaker.failed(now) }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if !self.told {
            self.breaker.failed(Instant::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fail(breaker: &Breaker, now: Instant) {
        breaker.admit(now).unwrap().tell(false, now);
    }

    fn opened() -> (Breaker, Instant) {
        let (breaker, now) = (Breaker::new(), Instant::now());
        for _ in 0..FAILURES {
            fail(&breaker, now);
        }
        (breaker, now)
    }

    #[test]
    fn a_service_that_fails_in_a_row_is_left_alone() {
        let (breaker, now) = opened();
        assert!(!breaker.is_closed() && breaker.admit(now).is_none());
    }

    #[test]
    fn one_answer_forgives_the_failures_before() {
        let (breaker, now) = (Breaker::new(), Instant::now());
        for _ in 0..3 {
            for _ in 1..FAILURES {
                fail(&breaker, now);
            }
            breaker.admit(now).unwrap().tell(true, now);
        }
        assert!(breaker.is_closed());
    }

    #[test]
    fn after_the_pause_one_call_finds_out_for_all() {
        let (breaker, now) = opened();
        let later = now + PAUSE;
        let trying = breaker.admit(later).unwrap();
        assert!(breaker.admit(later).is_none());
        trying.tell(true, later);
        assert!(breaker.admit(later).is_some());
    }

    #[test]
    fn the_pause_grows_while_it_still_fails() {
        let (breaker, now) = opened();
        let later = now + PAUSE;
        fail(&breaker, later);
        assert!(breaker.admit(later + PAUSE).is_none());
        assert!(breaker.admit(later + PAUSE * 2).is_some());
    }

    #[test]
    fn a_call_that_is_given_up_counts_as_failed() {
        let (breaker, now) = opened();
        drop(breaker.admit(now + PAUSE));
        assert!(breaker.admit(now + PAUSE).is_none());
    }
}

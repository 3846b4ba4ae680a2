//! How often a client may ask: a bucket that holds the operations of one minute, and fills again at an even pace. What was
//! taken from it is owed as time, that for which it has to fill to be full again: so a count is one number, wherever it is
//! kept (the generic cell rate algorithm of ITU-T I.371, whose measure is time too).

use std::time::Duration;

use uuid::Uuid;

/// For how long an empty bucket fills.
pub const WINDOW: Duration = Duration::from_secs(60);

/// What a client asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The row of `api_client`.
    pub client: Uuid,
    /// What its bucket holds.
    pub per_minute: u32,
    /// How many it asks for at once: all of them, or none.
    pub operations: u32,
}

/// What it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// What its bucket holds.
    pub per_minute: u32,
    /// How many more there are now.
    pub remaining: u32,
    /// When the bucket is full again, if nothing more is asked.
    pub full_in: Duration,
    /// For how long it has to wait; `None` when it has what it asked for.
    pub wait: Option<Duration>,
}

impl Asked {
    /// What is owed for it, in whole microseconds.
    #[must_use]
    pub fn price(self) -> Duration {
        let micros = WINDOW.as_micros() * u128::from(self.operations) / u128::from(self.per_minute.max(1));
        Duration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
    }

    /// What it gets when so much is owed already.
    #[must_use]
    pub fn allowance(self, owed: Duration) -> Allowance {
        let after = owed.saturating_add(self.price());
        let wait = after.checked_sub(WINDOW).filter(|wait| !wait.is_zero());
        let full_in = if wait.is_some() { owed } else { after };
        let left = WINDOW.saturating_sub(full_in).as_micros() * u128::from(self.per_minute);
        let remaining = u32::try_from(left / WINDOW.as_micros()).unwrap_or(self.per_minute);
        Allowance { per_minute: self.per_minute, remaining, full_in, wait }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: Asked = Asked { client: Uuid::nil(), per_minute: 60, operations: 1 };

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_full_bucket_gives_a_minutes_worth() {
        let first = ASKED.allowance(Duration::ZERO);
        assert_eq!((first.remaining, first.full_in, first.wait), (59, secs(1), None));
        let last = ASKED.allowance(secs(59));
        assert_eq!((last.remaining, last.full_in, last.wait), (0, secs(60), None));
    }

    #[test]
    fn an_empty_one_says_how_long_it_takes_and_owes_no_more_for_it() {
        let refused = ASKED.allowance(secs(60));
        assert_eq!((refused.remaining, refused.full_in, refused.wait), (0, secs(60), Some(secs(1))));
    }

    #[test]
    fn many_are_given_whole_or_not_at_all() {
        let many = Asked { operations: 10, ..ASKED };
        assert_eq!(many.allowance(secs(50)).wait, None);
        assert_eq!(many.allowance(secs(51)).wait, Some(secs(1)));
        assert_eq!(Asked { operations: 61, ..ASKED }.allowance(Duration::ZERO).wait, Some(secs(1)));
    }
}

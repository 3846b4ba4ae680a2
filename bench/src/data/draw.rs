//! Chance with a fixed seed: the same data on every machine and on both databases.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};
use uuid::Uuid;

/// 2024-01-01T00:00:00Z, in seconds: nothing in the data is older.
const EPOCH: i64 = 1_704_067_200;
/// What happens in the data happens within these two years.
const SPAN_SECONDS: i64 = 2 * 365 * 86_400;

/// The source of all that is drawn.
pub(super) struct Draw(StdRng);

impl Draw {
    pub(super) fn seeded(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100) < percent
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        self.0.random_range(low..=high)
    }

    /// A position in a list of `length`.
    pub(super) fn index(&mut self, length: usize) -> usize {
        self.0.random_range(0..length)
    }

    pub(super) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.index(choices.len())]
    }

    /// One of `choices`, as often as its weight says.
    pub(super) fn weighted<T: Copy>(&mut self, choices: &[(u32, T)]) -> T {
        let total: u32 = choices.iter().map(|(weight, _)| weight).sum();
        let mut left = self.0.random_range(0..total);
        for (weight, choice) in choices {
            if left < *weight {
                return *choice;
            }
            left -= weight;
        }
        choices[0].1
    }

    pub(super) fn moment(&mut self) -> DateTime<Utc> {
        let second = EPOCH + self.0.random_range(0..SPAN_SECONDS);
        DateTime::from_timestamp(second, 0).unwrap_or_default()
    }

    /// A day up to `days` after `start`.
    pub(super) fn day_after(&mut self, start: NaiveDate, days: i64) -> NaiveDate {
        start + Duration::days(self.0.random_range(0..=days))
    }

    /// An identifier that sorts by `at`, as those of the hub do.
    pub(super) fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let mut random = [0_u8; 10];
        self.0.fill_bytes(&mut random);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

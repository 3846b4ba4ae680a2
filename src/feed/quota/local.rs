//! What clients owe to one server. It holds one number for each program that ever asked: those that the network knows.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::kernel::rate::{Allowance, Asked};

/// When the bucket of each client is full again.
#[derive(Debug, Default)]
pub(super) struct Local(Mutex<HashMap<Uuid, DateTime<Utc>>>);

impl Local {
    pub(super) fn take(&self, asked: Asked, now: DateTime<Utc>) -> Allowance {
        let mut full = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let full_at = full.entry(asked.client).or_insert(now);
        let allowance = asked.allowance((*full_at - now).to_std().unwrap_or_default());
        *full_at = now + allowance.full_in;
        allowance
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const ASKED: Asked = Asked { client: Uuid::nil(), per_minute: 3, operations: 1 };

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn a_bucket_fills_at_an_even_pace() {
        let local = Local::default();
        let taken = |second| (0..9).take_while(|_| local.take(ASKED, at(second)).wait.is_none()).count();
        assert_eq!((taken(0), taken(19), taken(20), taken(59), taken(120)), (3, 0, 1, 1, 3));
    }

    #[test]
    fn who_waits_as_long_as_told_is_served() {
        let local = Local::default();
        for _ in 0..3 {
            assert_eq!(local.take(ASKED, at(0)).wait, None);
        }
        assert_eq!(local.take(ASKED, at(5)).wait, Some(Duration::from_secs(15)));
        assert_eq!(local.take(ASKED, at(20)).wait, None);
    }

    #[test]
    fn each_client_has_a_bucket_of_its_own() {
        let local = Local::default();
        let other = Asked { client: Uuid::from_u128(1), ..ASKED };
        for _ in 0..4 {
            local.take(ASKED, at(0));
        }
        assert_eq!(local.take(other, at(0)).remaining, 2);
    }
}

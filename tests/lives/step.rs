//! What can be done to records, and how chance draws it.

use proptest::collection::vec;
use proptest::prelude::*;

/// Somebody does something. Who, to which record and to what are numbers, counted among those there are at that moment.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) actor: u8,
    pub(super) record: u8,
    pub(super) to: u8,
    pub(super) what: What,
    pub(super) how: How,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A record of the kind of that number.
    Create(u8),
    Rename,
    Status,
    Visibility,
    Archive,
    Restore,
    Share,
    Propose,
    Decide,
    HandOver,
}

/// How it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Well,
    /// From a version that is gone.
    Stale,
    /// Twice, with the same `Idempotency-Key`.
    Twice,
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        6 => (0..7_u8).prop_map(What::Create),
        4 => Just(What::Rename),
        4 => Just(What::Status),
        3 => Just(What::Visibility),
        2 => Just(What::Archive),
        2 => Just(What::Restore),
        2 => Just(What::Share),
        2 => Just(What::Propose),
        2 => Just(What::Decide),
        1 => Just(What::HandOver),
    ]
}

/// A life of so many steps at most.
pub(super) fn lives(steps: usize) -> impl Strategy<Value = Vec<Step>> {
    let how = prop_oneof![6 => Just(How::Well), 1 => Just(How::Stale), 1 => Just(How::Twice)];
    let step = (any::<u8>(), any::<u8>(), any::<u8>(), what(), how);
    let step = step.prop_map(|(actor, record, to, what, how)| Step { actor, record, to, what, how });
    vec(step, steps / 2..=steps)
}

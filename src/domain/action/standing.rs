//! Where an action stands: what its status decides of the rest.

use chrono::NaiveDate;

use super::model::{ActionStatus, ProgressMode};
use crate::domain::record::{self, Step};

/// The state of an action with what hangs on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) status: ActionStatus,
    pub(super) reason: Option<String>,
    /// There exactly when it is DONE.
    pub(super) done_on: Option<NaiveDate>,
    /// In per cent; 100 when it is DONE.
    pub(super) progress: i32,
    pub(super) mode: ProgressMode,
}

/// The steps of an action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct StepCount {
    pub(super) done: i32,
    pub(super) total: i32,
}

impl StepCount {
    /// The share that is done, in per cent: 100 only when all are, 0 when there are none.
    pub(super) const fn progress(self) -> i32 {
        if self.total == 0 { 0 } else { self.done * 100 / self.total }
    }
}

impl Standing {
    /// After a step of its status; `day` is that of its completion, if it is completed by it.
    pub(super) fn after(&self, step: &Step<ActionStatus>, day: NaiveDate, steps: StepCount) -> Self {
        let done = step.to == ActionStatus::Done;
        let open = Self { status: step.to, reason: step.reason.clone(), done_on: None, ..self.clone() };
        if done { Self { done_on: Some(day), progress: 100, ..open } } else { open.recounted(steps) }
    }

    /// With the progress that its steps give, unless it is told by hand. What is DONE stays at 100.
    pub(super) fn recounted(self, steps: StepCount) -> Self {
        let counted = self.mode == ProgressMode::Steps && self.status != ActionStatus::Done;
        Self { progress: if counted { steps.progress() } else { self.progress }, ..self }
    }

    /// The API's names of the fields in which it differs from `before`.
    pub(super) fn changes(&self, before: &Self) -> Vec<&'static str> {
        record::differing([
            ("status", self.status != before.status),
            ("statusReason", self.reason != before.reason),
            ("doneOn", self.done_on != before.done_on),
            ("progressMode", self.mode != before.mode),
            ("progressPct", self.progress != before.progress),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::ActionStatus::{Blocked, Done, InProgress};
    use super::*;

    const HALF: StepCount = StepCount { done: 1, total: 2 };

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 14).unwrap()
    }

    fn under_way(mode: ProgressMode, progress: i32) -> Standing {
        Standing { status: InProgress, reason: None, done_on: None, progress, mode }
    }

    fn step(from: ActionStatus, to: ActionStatus, reason: Option<&str>) -> Step<ActionStatus> {
        Step { from, to, reason: reason.map(str::to_owned) }
    }

    #[test]
    fn done_has_a_day_and_all_its_progress() {
        let before = under_way(ProgressMode::Steps, 50);
        let after = before.after(&step(InProgress, Done, None), day(), HALF);
        assert_eq!((after.done_on, after.progress), (Some(day()), 100));
        assert_eq!(after.changes(&before), ["status", "doneOn", "progressPct"]);
    }

    #[test]
    fn leaving_done_counts_the_steps_again() {
        let done = under_way(ProgressMode::Steps, 50).after(&step(InProgress, Done, None), day(), HALF);
        let back = done.after(&step(Done, InProgress, Some("a mistake")), day(), HALF);
        assert_eq!((back.done_on, back.progress), (None, 50));
        assert_eq!(back.reason.as_deref(), Some("a mistake"));
    }

    #[test]
    fn progress_told_by_hand_is_not_counted() {
        let before = under_way(ProgressMode::Manual, 30);
        assert_eq!(before.after(&step(InProgress, Blocked, Some("snow")), day(), HALF).progress, 30);
    }

    #[test]
    fn progress_is_whole_only_when_every_step_is_done() {
        let progress = [(0, 0), (0, 3), (2, 3), (199, 200), (3, 3)];
        let progress = progress.map(|(done, total)| StepCount { done, total }.progress());
        assert_eq!(progress, [0, 0, 66, 99, 100]);
    }
}

//! Where the actions of a project stand: the first are done, one is under way, the others are to come.

use chrono::{Days, NaiveDate};

use super::data::Project;

/// Where one action stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stand {
    pub(super) status: &'static str,
    pub(super) starts_on: NaiveDate,
    pub(super) due_on: NaiveDate,
    pub(super) done_on: Option<NaiveDate>,
    /// How many of its steps are done.
    pub(super) steps_done: usize,
}

/// A day that is so many days from another, before it when negative.
pub(super) fn day(from: NaiveDate, days: i64) -> NaiveDate {
    let far = Days::new(days.unsigned_abs());
    let day = if days < 0 { from.checked_sub_days(far) } else { from.checked_add_days(far) };
    day.unwrap_or(from)
}

/// Where the action in this place of `count` stands, which has so many steps.
pub(super) fn stand(project: &Project, place: usize, count: usize, steps: usize, today: NaiveDate) -> Stand {
    let [first, last] = project.days;
    let part = |place: usize| {
        let share = i64::try_from(place).unwrap_or_default() * (last - first);
        day(today, first + share / i64::try_from(count.max(1)).unwrap_or(1))
    };
    let status = match project.status.as_str() {
        _ if place < project.done => "DONE",
        "ABANDONED" => "ABANDONED",
        "IN_PROGRESS" if place == project.done => "IN_PROGRESS",
        "PAUSED" if place == project.done => "PAUSED",
        "BLOCKED" if place == project.done => "BLOCKED",
        _ if project.phase == "IDEA" => "DRAFT",
        _ => "PLANNED",
    };
    let due_on = part(place + 1);
    let steps_done = match status {
        "DONE" => steps,
        "IN_PROGRESS" | "PAUSED" | "BLOCKED" => steps / 2,
        _ => 0,
    };
    let done_on = (status == "DONE").then(|| due_on.min(day(today, -1)));
    Stand { status, starts_on: part(place), due_on, done_on, steps_done }
}

//! What an action is, and the steps of its life.

use crate::domain::record::State;

coded! {
    /// Where an action stands.
    pub enum ActionStatus {
        /// Being written.
        Draft = "DRAFT",
        /// To be done.
        Planned = "PLANNED",
        /// Under way.
        InProgress = "IN_PROGRESS",
        /// Set aside for a time.
        Paused = "PAUSED",
        /// Something outside stops it.
        Blocked = "BLOCKED",
        /// Done: it has a day of completion, and its progress is 100.
        Done = "DONE",
        /// Given up.
        Abandoned = "ABANDONED",
    }
}

impl State for ActionStatus {
    fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Planned],
            Self::Planned => &[Self::InProgress, Self::Abandoned, Self::Done],
            Self::InProgress => &[Self::Paused, Self::Blocked, Self::Done, Self::Abandoned],
            Self::Paused | Self::Blocked => &[Self::InProgress, Self::Abandoned],
            Self::Done => &[Self::InProgress],
            Self::Abandoned => &[Self::Planned],
        }
    }

    /// An obstacle, an end without result and the way back from an end are explained.
    fn needs_reason(self, to: Self) -> bool {
        matches!(self, Self::Done | Self::Abandoned) || matches!(to, Self::Blocked | Self::Abandoned)
    }
}

coded! {
    /// How much an action matters.
    pub enum ActionPriority {
        /// Can wait.
        Low = "LOW",
        /// In its turn.
        Medium = "MEDIUM",
        /// First.
        High = "HIGH",
    }
}

coded! {
    /// Where the progress of an action comes from.
    pub enum ProgressMode {
        /// The share of its steps that are done.
        Steps = "STEPS",
        /// Told by hand.
        Manual = "MANUAL",
    }
}

#[cfg(test)]
mod tests {
    use super::ActionStatus::{self, Abandoned, Blocked, Done, Draft, InProgress, Paused, Planned};
    use super::State;

    #[test]
    fn only_the_listed_steps_exist() {
        let listed = [
            (Draft, vec![Planned]),
            (Planned, vec![InProgress, Abandoned, Done]),
            (InProgress, vec![Paused, Blocked, Done, Abandoned]),
            (Paused, vec![InProgress, Abandoned]),
            (Blocked, vec![InProgress, Abandoned]),
            (Done, vec![InProgress]),
            (Abandoned, vec![Planned]),
        ];
        assert_eq!(listed.len(), ActionStatus::ALL.len());
        for (from, to) in listed {
            assert_eq!(from.next(), to, "{from}");
        }
    }

    #[test]
    fn obstacles_and_ways_back_are_explained() {
        let steps = ActionStatus::ALL.iter().flat_map(|from| from.next().iter().map(|to| (*from, *to)));
        let explained: Vec<_> = steps.filter(|(from, to)| from.needs_reason(*to)).collect();
        assert_eq!(
            explained,
            [
                (Planned, Abandoned),
                (InProgress, Blocked),
                (InProgress, Abandoned),
                (Paused, Abandoned),
                (Blocked, Abandoned),
                (Done, InProgress),
                (Abandoned, Planned),
            ]
        );
    }
}

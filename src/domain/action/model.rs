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
    use crate::domain::record::machine::{explained, steps};

    #[test]
    fn only_the_listed_steps_exist() {
        let listed = [
            (Draft, &[Planned] as &[_]),
            (Planned, &[InProgress, Abandoned, Done]),
            (InProgress, &[Paused, Blocked, Done, Abandoned]),
            (Paused, &[InProgress, Abandoned]),
            (Blocked, &[InProgress, Abandoned]),
            (Done, &[InProgress]),
            (Abandoned, &[Planned]),
        ];
        assert_eq!(steps(ActionStatus::ALL), listed);
    }

    #[test]
    fn obstacles_and_ways_back_are_explained() {
        assert_eq!(
            explained(ActionStatus::ALL),
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

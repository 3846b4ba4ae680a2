//! What a project is, and the steps of its life.

use crate::domain::record::State;

coded! {
    /// A programme holds projects; a project holds none.
    pub enum ProjectKind {
        /// Holds projects.
        Programme = "PROGRAMME",
        /// May belong to a programme.
        Project = "PROJECT",
    }
}

coded! {
    /// How far a project has come (schema `projets-territoire`).
    pub enum ProjectPhase {
        /// Being thought of.
        Idea = "IDEA",
        /// Being studied.
        Study = "STUDY",
        /// Being done.
        Operation = "OPERATION",
        /// Over.
        Closed = "CLOSED",
    }
}

impl State for ProjectPhase {
    fn next(self) -> &'static [Self] {
        match self {
            Self::Idea => &[Self::Study],
            Self::Study => &[Self::Operation, Self::Idea],
            Self::Operation => &[Self::Closed, Self::Study],
            Self::Closed => &[Self::Operation],
        }
    }

    /// The way back is explained.
    fn needs_reason(self, to: Self) -> bool {
        let place = |phase| Self::ALL.iter().position(|known| *known == phase);
        place(to) < place(self)
    }
}

coded! {
    /// Where the work of a project stands.
    pub enum ProjectStatus {
        /// Nothing was begun.
        NotStarted = "NOT_STARTED",
        /// Under way.
        InProgress = "IN_PROGRESS",
        /// Set aside for a time.
        Paused = "PAUSED",
        /// Something outside stops it.
        Blocked = "BLOCKED",
        /// Given up.
        Abandoned = "ABANDONED",
        /// Done.
        Completed = "COMPLETED",
    }
}

impl ProjectStatus {
    /// Whether nothing more is to be done.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::Abandoned)
    }
}

impl State for ProjectStatus {
    fn next(self) -> &'static [Self] {
        match self {
            Self::NotStarted => &[Self::InProgress, Self::Abandoned],
            Self::InProgress => &[Self::Paused, Self::Blocked, Self::Completed, Self::Abandoned],
            Self::Paused | Self::Blocked => &[Self::InProgress, Self::Abandoned],
            Self::Completed => &[Self::InProgress],
            Self::Abandoned => &[Self::NotStarted],
        }
    }

    /// An obstacle, an end without result and the way back from an end are explained.
    fn needs_reason(self, to: Self) -> bool {
        self.is_over() || matches!(to, Self::Blocked | Self::Abandoned)
    }
}

coded! {
    /// What a person does in a project.
    pub enum ProjectMemberRole {
        /// Runs it, and changes its records.
        Pilot = "PILOT",
        /// Answers for it in a structure, and changes its records.
        Referent = "REFERENT",
        /// Works in it.
        Contributor = "CONTRIBUTOR",
        /// Is asked for advice.
        Adviser = "ADVISER",
        /// Looks on: reads no more than those who are not in it.
        Observer = "OBSERVER",
    }
}

#[cfg(test)]
mod tests {
    use super::ProjectStatus::{self, Abandoned, Blocked, Completed, InProgress, NotStarted, Paused};
    use super::{ProjectPhase, State};
    use crate::domain::record::machine::{explained, steps};

    #[test]
    fn only_the_listed_steps_exist() {
        let listed = [
            (NotStarted, &[InProgress, Abandoned] as &[_]),
            (InProgress, &[Paused, Blocked, Completed, Abandoned]),
            (Paused, &[InProgress, Abandoned]),
            (Blocked, &[InProgress, Abandoned]),
            (Abandoned, &[NotStarted]),
            (Completed, &[InProgress]),
        ];
        assert_eq!(steps(ProjectStatus::ALL), listed);
    }

    #[test]
    fn phases_follow_one_another_and_go_back_one_step_with_a_reason() {
        use ProjectPhase::{Closed, Idea, Operation, Study};
        let steps = ProjectPhase::ALL.iter().flat_map(|from| from.next().iter().map(|to| (*from, *to)));
        let (back, forth): (Vec<_>, Vec<_>) = steps.partition(|(from, to)| from.needs_reason(*to));
        assert_eq!(forth, [(Idea, Study), (Study, Operation), (Operation, Closed)]);
        assert_eq!(back, [(Study, Idea), (Operation, Study), (Closed, Operation)]);
    }

    #[test]
    fn obstacles_and_ways_back_are_explained() {
        assert_eq!(
            explained(ProjectStatus::ALL),
            [
                (NotStarted, Abandoned),
                (InProgress, Blocked),
                (InProgress, Abandoned),
                (Paused, Abandoned),
                (Blocked, Abandoned),
                (Abandoned, NotStarted),
                (Completed, InProgress),
            ]
        );
    }
}

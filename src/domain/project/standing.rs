//! Where a project stands: its status and its phase, which go together at its end.

use super::model::{ProjectPhase, ProjectStatus};
use crate::domain::record::{self, Step};

/// The state of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) status: ProjectStatus,
    pub(super) reason: Option<String>,
    /// CLOSED when the status is COMPLETED or ABANDONED.
    pub(super) phase: ProjectPhase,
}

impl Standing {
    /// After a step of its status. An end closes the project; the way back from an end opens it again in the phase in
    /// which it was closed, `reopened`.
    pub(super) fn after(&self, step: &Step<ProjectStatus>, reopened: ProjectPhase) -> Self {
        let phase = match (step.from.is_over(), step.to.is_over()) {
            (_, true) => ProjectPhase::Closed,
            (true, false) => reopened,
            (false, false) => self.phase,
        };
        Self { status: step.to, reason: step.reason.clone(), phase }
    }

    /// The API's names of the fields in which it differs from `before`.
    pub(super) fn changes(&self, before: &Self) -> Vec<&'static str> {
        record::differing([
            ("status", self.status != before.status),
            ("statusReason", self.reason != before.reason),
            ("phase", self.phase != before.phase),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::ProjectStatus::{Abandoned, Completed, InProgress, NotStarted, Paused};
    use super::*;

    fn at(status: ProjectStatus, phase: ProjectPhase) -> Standing {
        Standing { status, reason: None, phase }
    }

    fn step(from: ProjectStatus, to: ProjectStatus) -> Step<ProjectStatus> {
        Step { from, to, reason: Some("why".to_owned()) }
    }

    #[test]
    fn an_end_closes_it() {
        let before = at(InProgress, ProjectPhase::Study);
        let after = before.after(&step(InProgress, Completed), ProjectPhase::Study);
        assert_eq!(after.phase, ProjectPhase::Closed);
        assert_eq!(after.changes(&before), ["status", "statusReason", "phase"]);
    }

    #[test]
    fn the_way_back_opens_it_where_it_was_closed() {
        let before = at(Abandoned, ProjectPhase::Closed);
        assert_eq!(before.after(&step(Abandoned, NotStarted), ProjectPhase::Idea).phase, ProjectPhase::Idea);
    }

    #[test]
    fn other_steps_leave_the_phase_alone() {
        let before = at(InProgress, ProjectPhase::Study);
        assert_eq!(before.after(&step(InProgress, Paused), ProjectPhase::Idea).phase, ProjectPhase::Study);
    }
}

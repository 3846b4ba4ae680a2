//! What a training path is, and the steps of its life.

use crate::domain::record::State;

coded! {
    /// Where a training path stands in its life here.
    pub enum TrainingPathStatus {
        /// Being written.
        Draft = "DRAFT",
        /// Being read again.
        InReview = "IN_REVIEW",
        /// Read by those whom its visibility lets in: what they read is its last revision.
        Published = "PUBLISHED",
        /// Taken back from its readers for a time.
        Suspended = "SUSPENDED",
        /// Taken back from its readers for good.
        Archived = "ARCHIVED",
    }
}

impl State for TrainingPathStatus {
    fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::InReview],
            Self::InReview => &[Self::Published, Self::Draft],
            Self::Published => &[Self::Suspended, Self::Archived],
            Self::Suspended => &[Self::Published, Self::Archived],
            Self::Archived => &[],
        }
    }

    /// Who wrote it is told why it was sent back, and who follows it why it went.
    fn needs_reason(self, to: Self) -> bool {
        matches!((self, to), (Self::InReview, Self::Draft) | (Self::Published, _))
    }
}

impl TrainingPathStatus {
    /// Whether others than those who may change it read it.
    pub(crate) const fn is_published(self) -> bool {
        matches!(self, Self::Published)
    }

    /// What the log calls the step that led to this state.
    pub(super) const fn event(self) -> &'static str {
        match self {
            Self::Published => "path.published",
            Self::Draft | Self::InReview | Self::Suspended | Self::Archived => "path.updated",
        }
    }
}

coded! {
    /// Whether the stages of a training path are taken in their order.
    pub enum OrderPolicy {
        /// A stage opens when the one before is done.
        Enforced = "ENFORCED",
        /// The order is advice.
        Recommended = "RECOMMENDED",
        /// Everyone as they like.
        Free = "FREE",
    }
}

coded! {
    /// Where a training path is taken.
    pub enum Modality {
        /// Where it is given.
        Onsite = "ONSITE",
        /// From anywhere.
        Remote = "REMOTE",
        /// Some of it where it is given, the rest from anywhere.
        Hybrid = "HYBRID",
    }
}

coded! {
    /// What one has in hand at the end of a training path.
    pub enum Certification {
        /// Nothing on paper.
        None = "NONE",
        /// A paper that says that one was there.
        Attestation = "ATTESTATION",
        /// A digital badge.
        Badge = "BADGE",
        /// A certification of the national directory (RNCP).
        Rncp = "RNCP",
        /// A certification of the *répertoire spécifique*.
        Rs = "RS",
    }
}

coded! {
    /// What one does in a module.
    pub enum ModuleKind {
        /// Listen and ask.
        Lesson = "LESSON",
        /// Do together.
        Workshop = "WORKSHOP",
        /// Work with a teaching resource.
        Resource = "RESOURCE",
        /// Go and see.
        Visit = "VISIT",
        /// Do it at work.
        Practice = "PRACTICE",
        /// Show what one knows.
        Assessment = "ASSESSMENT",
    }
}

#[cfg(test)]
mod tests {
    use super::TrainingPathStatus::{self, Archived, Draft, InReview, Published, Suspended};
    use crate::domain::record::machine::{explained, steps};

    #[test]
    fn only_the_listed_steps_exist() {
        let listed = [
            (Draft, &[InReview] as &[_]),
            (InReview, &[Published, Draft]),
            (Published, &[Suspended, Archived]),
            (Suspended, &[Published, Archived]),
            (Archived, &[]),
        ];
        assert_eq!(steps(TrainingPathStatus::ALL), listed);
    }

    #[test]
    fn what_is_sent_back_or_taken_from_its_readers_is_explained() {
        assert_eq!(
            explained(TrainingPathStatus::ALL),
            [(InReview, Draft), (Published, Suspended), (Published, Archived)]
        );
    }
}

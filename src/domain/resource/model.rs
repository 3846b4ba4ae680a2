//! What a resource is (the words of LOM and of its French profile, ScoLOMFR), and the steps of its life.

use crate::domain::record::State;

coded! {
    /// Where a resource stands on its way to its readers.
    pub enum ResourceStatus {
        /// Being written.
        Draft = "DRAFT",
        /// Being read again.
        InReview = "IN_REVIEW",
        /// Read by those whom its visibility lets in.
        Published = "PUBLISHED",
        /// Taken back from its readers.
        Withdrawn = "WITHDRAWN",
    }
}

impl State for ResourceStatus {
    fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::InReview],
            Self::InReview => &[Self::Published, Self::Draft],
            Self::Published => &[Self::Withdrawn],
            Self::Withdrawn => &[Self::Draft],
        }
    }

    /// Who wrote it is told why it was sent back, and who used it why it went.
    fn needs_reason(self, to: Self) -> bool {
        matches!((self, to), (Self::InReview, Self::Draft) | (_, Self::Withdrawn))
    }
}

impl ResourceStatus {
    /// Whether others than those who may change it read it.
    pub(super) const fn is_published(self) -> bool {
        matches!(self, Self::Published)
    }

    /// What the log calls the step that led to this state.
    pub(super) const fn event(self) -> &'static str {
        match self {
            Self::Published => "resource.published",
            Self::Withdrawn => "resource.withdrawn",
            Self::Draft | Self::InReview => "resource.updated",
        }
    }
}

coded! {
    /// What a resource is to those who learn (LOM 5.2).
    pub enum ResourceType {
        /// Something to do, told step by step.
        Activity = "ACTIVITY",
        /// A case to think about.
        CaseStudy = "CASE_STUDY",
        /// Pictures, maps, diagrams.
        Illustration = "ILLUSTRATION",
        /// An evaluation.
        Assessment = "ASSESSMENT",
        /// Something to practise on.
        Exercise = "EXERCISE",
        /// Something to try out and watch.
        Experiment = "EXPERIMENT",
        /// A game.
        Game = "GAME",
        /// How to do something, and what to mind.
        Guide = "GUIDE",
        /// A lesson.
        Lesson = "LESSON",
        /// Words and sounds of people.
        Testimony = "TESTIMONY",
        /// Something to read about a subject.
        Reference = "REFERENCE",
        /// A model of something that one can act upon.
        Simulation = "SIMULATION",
        /// Several of these that go together.
        Kit = "KIT",
    }
}

coded! {
    /// Who is meant to use a resource (LOM 5.5).
    pub enum ResourceAudience {
        /// Those who learn.
        Learner = "LEARNER",
        /// Those who teach or lead.
        Teacher = "TEACHER",
        /// Those who make resources.
        Author = "AUTHOR",
        /// Those who run a place of learning.
        Manager = "MANAGER",
        /// Parents.
        Parent = "PARENT",
    }
}

coded! {
    /// Where in the course of learning a resource stands (LOM 5.6).
    pub enum EducationalLevel {
        /// Before six.
        Preschool = "PRESCHOOL",
        /// Primary school.
        Primary = "PRIMARY",
        /// Collège.
        LowerSecondary = "LOWER_SECONDARY",
        /// Lycée.
        UpperSecondary = "UPPER_SECONDARY",
        /// Learning a trade.
        Vocational = "VOCATIONAL",
        /// University.
        Higher = "HIGHER",
        /// Training of grown-up people.
        Adult = "ADULT",
        /// Out of school: leisure, associations, the family.
        Informal = "INFORMAL",
    }
}

coded! {
    /// How hard a resource is for those whom it is made for (LOM 5.8).
    pub enum Difficulty {
        /// Very easy.
        VeryEasy = "VERY_EASY",
        /// Easy.
        Easy = "EASY",
        /// Neither easy nor difficult.
        Medium = "MEDIUM",
        /// Difficult.
        Difficult = "DIFFICULT",
        /// Very difficult.
        VeryDifficult = "VERY_DIFFICULT",
    }
}

coded! {
    /// What a resource is made of, for the most part.
    pub enum ResourceFormat {
        /// Text, with its pictures.
        Text = "TEXT",
        /// Pictures.
        Image = "IMAGE",
        /// Sound.
        Audio = "AUDIO",
        /// Moving pictures.
        Video = "VIDEO",
        /// Something that answers.
        Interactive = "INTERACTIVE",
        /// Things to hold: a case, a game, an exhibition.
        Object = "OBJECT",
    }
}

coded! {
    /// What somebody did for a resource (LOM 2.3.1).
    pub enum ContributionRole {
        /// Made it.
        Author = "AUTHOR",
        /// Published it.
        Publisher = "PUBLISHER",
        /// Put it in form.
        Editor = "EDITOR",
        /// Checked it.
        Validator = "VALIDATOR",
        /// Drew for it.
        Illustrator = "ILLUSTRATOR",
        /// Translated it.
        Translator = "TRANSLATOR",
    }
}

coded! {
    /// What a resource is to another one (LOM 7.1).
    pub enum RelationKind {
        /// It is a part of the other; nothing is a part of itself, at any distance.
        IsPartOf = "IS_PART_OF",
        /// It was made from the other.
        IsBasedOn = "IS_BASED_ON",
        /// One needs the other first.
        Requires = "REQUIRES",
        /// It is another version of the other.
        IsVersionOf = "IS_VERSION_OF",
        /// It is the other in another language.
        IsTranslationOf = "IS_TRANSLATION_OF",
        /// It speaks of the other.
        References = "REFERENCES",
    }
}

#[cfg(test)]
mod tests {
    use super::ResourceStatus::{self, Draft, InReview, Published, Withdrawn};
    use crate::domain::record::machine::{explained, steps};

    #[test]
    fn only_the_listed_steps_exist() {
        let listed = [
            (Draft, &[InReview] as &[_]),
            (InReview, &[Published, Draft]),
            (Published, &[Withdrawn]),
            (Withdrawn, &[Draft]),
        ];
        assert_eq!(steps(ResourceStatus::ALL), listed);
    }

    #[test]
    fn what_is_sent_back_or_withdrawn_is_explained() {
        assert_eq!(explained(ResourceStatus::ALL), [(InReview, Draft), (Published, Withdrawn)]);
    }
}

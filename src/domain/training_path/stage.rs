//! The stages of training paths: how they read, and what a caller says of them.

mod edit;

use async_graphql::{ID, InputObject};

use super::{PathModule, PathRevision, TrainingPath};
use crate::gql::plan::{KeyType, Link, Noun, TypeBuilder};
use crate::gql::text::{TEXT, Text, TextInput};

pub(super) use edit::{AddPathStage, MovePathStage, RemovePathStage, UpdatePathStage};

/// A stage of a training path.
pub struct PathStage;

impl Noun for PathStage {
    const NAME: &'static str = "PathStage";

    fn declare(t: &mut TypeBuilder) {
        t.rows(
            "path_stage",
            "pathstage",
            "1 = 1",
            "A stage of a training path, or of a revision of one: its modules stand side by side.",
        );
        t.belongs_to("t.path_id", "(select pl.level from training_path pl where pl.id = t.path_id)");
        t.field::<i32>("position", "t.position", "Its place among the stages, from 1.");
        t.embedded::<Text>(TEXT, "title", "t.title", "Its title.");
        t.one::<TrainingPath>("path", "t.path_id", "The path.");
        t.one::<PathRevision>(
            "revision",
            "t.revision_id",
            "The revision in which it stands; null in the path as it is.",
        );
        t.list::<PathModule>("modules", Link::By("t.stage_id"), "Its modules, in their order.");
        t.order("POSITION", KeyType::Int, "t.position", "By its place among the stages.");
    }
}

/// A stage to be added to a training path, without modules.
#[derive(Clone, Debug, InputObject)]
pub struct AddPathStageInput {
    /// The training path.
    pub path: ID,
    /// The title of the stage, at most 300 characters.
    pub title: TextInput,
    /// Its place among the stages, from 1; the last when nothing is said.
    pub position: Option<i32>,
    /// The version of the training path that you read.
    pub expected_version: i32,
}

/// Another title for a stage.
#[derive(Clone, Debug, InputObject)]
pub struct UpdatePathStageInput {
    /// The stage.
    pub id: ID,
    /// Its title, at most 300 characters.
    pub title: TextInput,
    /// The version of the training path that you read.
    pub expected_version: i32,
}

/// Another place for a stage.
#[derive(Clone, Debug, InputObject)]
pub struct MovePathStageInput {
    /// The stage.
    pub id: ID,
    /// Its place among the stages, from 1, once it is there.
    pub position: i32,
    /// The version of the training path that you read.
    pub expected_version: i32,
}

/// A stage to be removed, with its modules.
#[derive(Clone, Debug, InputObject)]
pub struct RemovePathStageInput {
    /// The stage.
    pub id: ID,
    /// The version of the training path that you read.
    pub expected_version: i32,
}

//! The modules of training paths: how they read, and what they say.

mod edit;
mod input;

use uuid::Uuid;

use super::model::ModuleKind;
use super::{PathStage, TrainingPath};
use crate::domain::resource::TeachingResource;
use crate::gql::plan::{KeyType, Link, Noun, TypeBuilder};
use crate::gql::text::{TEXT, Text};
use crate::kernel::text::Text as KernelText;

pub(super) use edit::{AddPathModule, MovePathModule, RemovePathModule, UpdatePathModule};
pub use input::{AddPathModuleInput, MovePathModuleInput, RemovePathModuleInput, UpdatePathModuleInput};

/// What a module says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ModuleContent {
    pub(super) kind: ModuleKind,
    /// There in all that is kept; missing only while what a caller says is being checked.
    pub(super) title: Option<KernelText>,
    /// Unknown of what a source told that does not say it.
    pub(super) minutes: Option<i32>,
    pub(super) required: bool,
    pub(super) resource: Option<Uuid>,
}

/// A module of a training path.
pub struct PathModule;

/// Nobody's progress is kept yet: what is open is what one begins with.
const UNLOCKED: &str = "((select p.order_policy from training_path p where p.id = t.path_id) <> 'ENFORCED' \
    or ((select s.position from path_stage s where s.id = t.stage_id) = 1 \
    and not exists (select 1 from module_prerequisite q where q.module_id = t.id)))";

impl Noun for PathModule {
    const NAME: &'static str = "PathModule";

    fn declare(t: &mut TypeBuilder) {
        t.rows("path_module", "pathmodule", "1 = 1", "A module of a stage of a training path.");
        t.belongs_to("t.path_id", "(select pl.level from training_path pl where pl.id = t.path_id)");
        t.field::<i32>("position", "t.position", "Its place in its stage, from 1.");
        t.field::<ModuleKind>("kind", "t.kind", "What one does in it.");
        t.embedded::<Text>(TEXT, "title", "t.title", "Its title.");
        t.field::<Option<i32>>(
            "minutes",
            "t.minutes",
            "How long it takes, in minutes; null when nobody has said.",
        );
        t.field::<bool>("required", "t.required", "Whether one has to do it to complete the path.");
        t.field::<bool>(
            "unlocked",
            UNLOCKED,
            "Whether one who begins the path may do it at once: always, unless the order is ENFORCED; then what stands in the first stage and requires nothing.",
        );
        t.list::<Self>(
            "requires",
            Link::Among("t.id in (select l.requires_id from module_prerequisite l where l.module_id = "),
            "The modules that have to be done before, of its stage or of an earlier one.",
        );
        t.one::<TeachingResource>("resource", "t.resource_id", "What one works with, if you may see it.");
        t.one::<PathStage>("stage", "t.stage_id", "The stage in which it stands.");
        t.one::<TrainingPath>("path", "t.path_id", "The path.");
        t.order("POSITION", KeyType::Int, "t.position", "By its place in its stage.");
    }
}

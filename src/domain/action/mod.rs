//! Actions: the pieces of work of a project.

/// The condition under which the action in the row called `$t` is late. Its due day is a day in the network's time
/// zone, and counts whole.
macro_rules! late {
    ($t:literal) => {
        concat!(
            "(coalesce(",
            $t,
            ".due_on < {today}, 1 = 0) and ",
            $t,
            ".status not in ('DONE', 'ABANDONED'))"
        )
    };
}
pub(crate) use late;

mod content;
mod create;
mod details;
mod graphql;
mod input;
mod lateness;
mod model;
mod mutation;
mod repo;
mod standing;
mod status;
mod step;
mod step_done;
mod update;

use crate::domain::record::conflict;

pub use details::ActionDetailsInput;
pub use graphql::{Action, SEARCHED};
pub use input::{ActionStepInput, CreateActionInput};
pub use lateness::tell_late;
pub use model::{ActionPriority, ActionStatus, ProgressMode};
pub use mutation::ActionMutation;
pub use status::ChangeActionStatusInput;
pub use step::ActionStep;
pub use step_done::SetActionStepDoneInput;
pub use update::UpdateActionInput;

conflict! {
    /// What happened to an action since the version that the caller named.
    pub struct ActionConflict of Action
}

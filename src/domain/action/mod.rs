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

mod graphql;
mod model;
mod step;

pub use graphql::Action;
pub use model::{ActionPriority, ActionStatus, ProgressMode};
pub use step::ActionStep;

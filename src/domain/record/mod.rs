//! What every record shares: identity, version, visibility, dates, its archiving, what the viewer may do with it, the steps of its
//! states and their history, what the clock tells of it, and how its writes are checked.

mod archive;
mod change_visibility;
mod checks;
mod clock;
mod conflict;
mod graphql;
mod kind;
#[cfg(test)]
pub(crate) mod machine;
mod mutation;
mod patch;
mod reference;
mod repo;
mod status_change;
mod transition;

pub use archive::ArchiveRecordInput;
pub use change_visibility::{ChangeVisibilityInput, RecordConflict};
pub use checks::Checks;
pub use clock::{Announcement, BATCH, BATCHES, announce};
pub use conflict::{Opened, open, stale};
pub(crate) use conflict::{conflict, opened};
pub use graphql::{Visibility, by_slug, declare, transitions, version};
pub use kind::RecordKind;
pub use mutation::RecordMutation;
pub use patch::{differing, over, over_seen};
pub use reference::{any_named, any_row_named, named, row_named, seen};
pub use repo::{keep_step, read_text};
pub use status_change::StatusChange;
pub use transition::{State, Step, no_such_step};

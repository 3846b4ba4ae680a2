//! Two structures that are found to be one: all that named the loser names the winner, and the loser's identifiers stand
//! for the winner. For 30 days it can be undone, and is then as it was.
//!
//! What is moved is listed (`structure_merge_move`), and the list is what the way back reads: what came to the winner since
//! stays there.

mod merging;
mod parting;
mod repo;

pub use merging::MergeStructuresInput;
pub(super) use merging::{MergeStructures, MergeStructuresPayload};
pub use parting::UndoMergeInput;
pub(super) use parting::{UndoMerge, UndoMergePayload};
